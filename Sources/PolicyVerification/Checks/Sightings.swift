import PolicyModel

/// What requests came to that the engine judged: which rules asked for something, which were kept.
///
/// By rule, a bit for each request. A pair of rules is put to the solver only where these do not tell it
/// apart.
struct Sightings: Sendable {
  private(set) var count = 0
  private var kept: [Int: [UInt64]] = [:]
  private var reviewed: [Int: [UInt64]] = [:]
  private var denied: [Int: [UInt64]] = [:]

  mutating func add(_ outcomes: [Int: (outcome: Outcome, verdict: Verdict)]) {
    for (rule, (outcome, verdict)) in outcomes {
      if outcome == .kept { Self.mark(&kept, rule, count) }
      if verdict >= .requireReview { Self.mark(&reviewed, rule, count) }
      if verdict == .deny { Self.mark(&denied, rule, count) }
    }
    count += 1
  }

  /// Adds what others saw.
  mutating func add(_ other: Sightings) {
    Self.add(other.kept, to: &kept, other.count, after: count)
    Self.add(other.reviewed, to: &reviewed, other.count, after: count)
    Self.add(other.denied, to: &denied, other.count, after: count)
    count += other.count
  }

  func wasKept(_ rule: Int) -> Bool { kept[rule] != nil }
  func askedForSomething(_ rule: Int) -> Bool { reviewed[rule] != nil }

  func wereKeptTogether(_ one: Int, _ other: Int) -> Bool {
    guard let one = kept[one], let other = kept[other] else { return false }
    return zip(one, other).contains { $0 & $1 != 0 }
  }

  /// Whether, in every request, another rule asked for at least as much.
  func mayCover(_ other: Int, _ rule: Int) -> Bool {
    Self.isPart(reviewed[rule] ?? [], of: reviewed[other] ?? [])
      && Self.isPart(denied[rule] ?? [], of: denied[other] ?? [])
  }

  private static func isPart(_ bits: [UInt64], of others: [UInt64]) -> Bool {
    bits.indices.allSatisfy { bits[$0] & ~($0 < others.count ? others[$0] : 0) == 0 }
  }

  private static func add(
    _ theirs: [Int: [UInt64]], to mine: inout [Int: [UInt64]], _ count: Int, after start: Int
  ) {
    for (rule, bits) in theirs {
      for place in 0..<count where bits.has(place) { mark(&mine, rule, start + place) }
    }
  }

  private static func mark(_ bits: inout [Int: [UInt64]], _ rule: Int, _ place: Int) {
    bits[rule, default: []].set(place)
  }
}
