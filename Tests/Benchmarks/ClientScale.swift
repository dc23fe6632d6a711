import CEL
import Diagnostics
import DocumentTree
import FactsReading
import FoundationEssentials
import Glibc
import PolicyCompiler
import PolicyEngine
import PolicyModel

/// What many clients cost: loading, memory, a decision, a change of one client's file.
struct ClientScale {
  private let source: ClientLibrary
  private let library: CompiledLibrary
  private var relinker: ClientRelinker
  private let load: (clock: Double, cpu: Double)
  private let loaded: Int

  /// Writes the library into a folder, and loads it from there as the command does.
  init?(clients: Int) {
    source = ClientLibrary(clients: clients)
    let folder = ".build/bench-clients-\(clients)"
    for file in source.files {
      let url = URL(filePath: folder + "/" + file.path)
      try? FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      guard (try? Data(file.bytes).write(to: url)) != nil else {
        print("skipped: \(url.path) cannot be written")
        return nil
      }
    }
    var diagnostics: [Diagnostic] = []
    let roots = [folder + "/policies"]
    let clock = Stopwatch.clock()
    let cpu = Stopwatch.processCPU()
    let files = LibraryFolder.files(in: roots, &diagnostics)
    let compilation = LibraryCompiler.compile(files, roots: roots)
    load = (
      Double(Stopwatch.clock() - clock) / 1e9, Double(Stopwatch.processCPU() - cpu) / 1e9
    )
    guard let library = compilation.library, let relinker = compilation.clients else {
      print(
        DiagnosticFormat.text.render(
          diagnostics + compilation.diagnostics, version: EngineVersion.current))
      exit(2)
    }
    loaded = Stopwatch.peakMegabytes()
    self.library = library
    self.relinker = relinker
  }

  static let heading =
    "  clients   load s (clock, CPU)   loaded MB   verdict us (one, each)   explained us   all gates MB   change ms"

  /// Measures, and prints a line of the table.
  mutating func report() {
    let requests = (0..<500).map(request)
    let shared = SharedGates(library)
    let gates = library.clients.filter { $0.id.hasPrefix("client-") }.map { shared.gate(of: $0) }
    let withGates = Stopwatch.peakMegabytes()
    guard let one = gates.first(where: { $0.client == ClientLibrary.name(0) }) else { return }
    var judgement = Judgement()
    let facts = requests.map { prepare($0, one) }
    // The first pass warms up.
    var verdicts: [Int64] = []
    for _ in 0..<20 {
      verdicts = facts.map { facts in
        Stopwatch.nanoseconds { one.judge(facts, into: &judgement) }
      }
    }
    var explained: [Int64] = []
    for facts in facts { explained.append(Stopwatch.nanoseconds { _ = one.decide(facts) }) }
    // Another client each time: nothing of it is in the processor's memory.
    var each: [Int64] = []
    for number in 0..<min(5000, gates.count * 500) {
      let gate = gates[number * 37 % gates.count]
      let facts = prepare(requests[number % requests.count], gate)
      each.append(Stopwatch.nanoseconds { gate.judge(facts, into: &judgement) })
    }
    var changes: [Int64] = []
    for limit in [1, 2, 1, 2, 1] {
      let file = source.client(0, limit: limit)
      let folder = ".build/bench-clients-\(source.clients)/"
      let changed = SourceFile(path: folder + file.path, text: file.text(0..<file.bytes.count))
      changes.append(
        Stopwatch.nanoseconds {
          guard relinker.replace(changed)?.checked == [ClientLibrary.name(0)] else {
            print("the change was not taken, or more was checked than the client")
            exit(1)
          }
        })
    }
    print(
      [
        String(source.clients).column(9), load.clock.text(2).column(11),
        load.cpu.text(2).column(10),
        String(loaded).column(12), Self.microseconds(verdicts).column(13),
        Self.microseconds(each).column(9), Self.microseconds(explained).column(16),
        String(withGates).column(15), (Double(Samples(changes).median) / 1e6).text(2).column(12),
      ].joined())
  }

  private func request(_ number: Int) -> Facts {
    let kinds = ["message.email", "message.sms", "data.share"]
    let places = ["DE", "FR", "IT", "US", "ES", "NL", "GB"]
    let json = """
      {"now": "2026-11-23T10:00:00Z",
       "action": {"kind": "\(kinds[number % 3])", "count": \(number % 12), "flag": \(number % 2 == 0)},
       "person": {"id": "p\(number)", "location": "\(places[number % 7])", "score": \(number)}}
      """
    let read = FactsReader(library).readJSON(SourceFile(path: "facts.json", text: json))
    guard let facts = read.facts else {
      print(DiagnosticFormat.text.render(read.diagnostics, version: EngineVersion.current))
      exit(2)
    }
    return facts
  }

  private func prepare(_ facts: Facts, _ gate: Gate) -> PreparedFacts {
    guard let prepared = try? gate.prepare(facts, at: nil, clock: nil) else { exit(2) }
    return prepared
  }

  private static func microseconds(_ samples: [Int64]) -> String {
    (Double(Samples(samples).median) / 1e3).text(2)
  }
}

extension Double {
  fileprivate func text(_ digits: Int) -> String {
    let scale = digits == 2 ? 100.0 : 10.0
    return "\((self * scale).rounded() / scale)"
  }
}

extension String {
  fileprivate func column(_ width: Int) -> String {
    String(repeating: " ", count: max(1, width - count)) + self
  }
}
