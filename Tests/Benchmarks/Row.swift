/// One line of the table: what a library of one size costs.
struct Row {
  var rules = 0
  /// Milliseconds of CPU time of all threads, and on the clock.
  var load = 0.0
  var loadClock = 0.0
  /// Microseconds of CPU time: a verdict with the broken and the undecided rules; with every rule that
  /// applies and the atoms that decided it, each with its truth.
  var verdict50 = 0.0
  var verdict99 = 0.0
  var explained50 = 0.0
  var explained99 = 0.0
  /// Explained, and every text of every citation written out.
  var written50 = 0.0
  /// The mean number of citations of an explained decision.
  var citations = 0.0
  var line50 = 0.0
  /// Heap blocks a decision: of a verdict, and of a line with its verdict.
  var allocations = 0.0
  var lineAllocations = 0.0
  /// Decisions a second of two threads on one library, against one thread's.
  var twoThreads = 0.0
  var twoThreadsClock = 0.0
  /// Megabytes.
  var peak = 0

  private static let columns: [(title: String, width: Int)] = [
    ("rules", 6), ("load ms", 9), ("(clock)", 9), ("verdict us", 12), ("p99", 7),
    ("explained us", 14), ("p99", 9), ("cited", 7), ("written us", 12), ("line us", 9),
    ("allocs", 8), ("line allocs", 13), ("2 threads", 11), ("(clock)", 9), ("peak MB", 9),
  ]

  static var heading: String {
    columns.map { Self.right($0.title, $0.width) }.joined()
  }

  var text: String {
    let cells = [
      "\(rules)", Self.number(load, 1), Self.number(loadClock, 1), Self.number(verdict50, 2),
      Self.number(verdict99, 2), Self.number(explained50, 1), Self.number(explained99, 1),
      Self.number(citations, 0), Self.number(written50, 0), Self.number(line50, 2),
      Self.number(allocations, 2), Self.number(lineAllocations, 1), Self.number(twoThreads, 2),
      Self.number(twoThreadsClock, 2), "\(peak)",
    ]
    return zip(cells, Self.columns).map { Self.right($0, $1.width) }.joined()
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return digits == 0 ? "\(Int(rounded))" : "\(rounded)"
  }
}
