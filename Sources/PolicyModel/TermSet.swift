package import CEL
package import Diagnostics

/// A set of terms ordered by "is part of", at every date.
///
/// A term's parents are the longest dotted prefix (`user.contact` of `user.contact.email`), a place's
/// country (`DE` of `DE-BY`) and every term that holds it. Membership may have dates; the days on
/// which any changes cut time into eras, and a set keeps one closure an era.
package final class TermSet: Sendable {
  package let name: String
  /// This set's number in its vocabulary.
  package let number: UInt32
  /// Sorted by id; a `Symbol`'s id is the place in this array.
  package let terms: [Term]
  /// The first day of each era but the first, ascending: `eraStarts.count + 1` eras.
  package let eraStarts: [Day]
  /// The memberships that begin or end on some day.
  package let datedMemberships: [Membership]
  private let eras: [Era]
  private let idsByText: [String: UInt32]

  package struct Term: Sendable {
    package let id: String
    package let doc: String?
    package init(id: String, doc: String?) {
      self.id = id
      self.doc = doc
    }
  }

  /// `part` belongs to `whole` in the period.
  package struct Membership: Sendable {
    package let part: UInt32
    package let whole: UInt32
    package let period: Period
    /// Where it is written; nil where the terms' names say it.
    package let range: SourceRange?
    package init(part: UInt32, whole: UInt32, period: Period, range: SourceRange? = nil) {
      self.part = part
      self.whole = whole
      self.period = period
      self.range = range
    }
  }

  /// The transitive closure in one era: both arrays by term, each row sorted, the term itself in it.
  private struct Era: Sendable {
    var wholes: [[UInt32]]
    var parts: [[UInt32]]
  }

  /// Builds the closures.
  ///
  /// Returns nil where a term is part of itself in some era; `cycle` finds it.
  package init?(name: String, number: UInt32, terms: [Term], memberships: [Membership]) {
    self.name = name
    self.number = number
    self.terms = terms
    datedMemberships = memberships.filter { $0.period != .always }
    idsByText = Dictionary(
      terms.enumerated().map { ($1.id, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
    let starts = Set(
      memberships.flatMap { [$0.period.from, $0.period.until.map { $0.next }].compactMap(\.self) })
    eraStarts = starts.sorted()
    var eras: [Era] = []
    for era in 0...eraStarts.count {
      let day = era == 0 ? Day.distantPast : eraStarts[era - 1]
      var direct = [[UInt32]](repeating: [], count: terms.count)
      for membership in memberships where membership.period.contains(day) {
        direct[Int(membership.part)].append(membership.whole)
      }
      guard let closed = Self.close(direct) else { return nil }
      eras.append(closed)
    }
    self.eras = eras
  }

  package func symbol(for text: String) -> Symbol? {
    idsByText[text].map { Symbol(set: number, id: $0) }
  }

  package func era(on day: Day) -> Int {
    var era = 0
    while era < eraStarts.count, eraStarts[era] <= day { era += 1 }
    return era
  }

  package var eraCount: Int { eras.count }

  /// Whether a term is part of another (or is it): yes; no where they share no part; else unknown.
  package func within(_ term: UInt32, _ whole: UInt32, era: Int) -> Truth {
    if term == whole { return .yes }
    let era = eras[era]
    if era.wholes[Int(term)].containsSorted(whole) { return .yes }
    let fewer = era.parts[Int(term)]
    let others = era.parts[Int(whole)]
    let (small, large) = fewer.count <= others.count ? (fewer, whole) : (others, term)
    for part in small where era.wholes[Int(part)].containsSorted(large) { return .unknown }
    return .no
  }

  /// Whether two terms name the same: unknown where they do not but have a part in common.
  ///
  /// Each may then stand for that part: `US` may be `US-CA`, on whichever side it stands.
  package func equals(_ term: UInt32, _ other: UInt32, era: Int) -> Truth {
    if term == other { return .yes }
    return within(term, other, era: era) == .no ? .no : .unknown
  }

  /// The term and all its parts in an era, sorted.
  package func parts(of term: UInt32, era: Int) -> [UInt32] { eras[era].parts[Int(term)] }

  /// The term and everything that it is part of in an era, sorted.
  package func wholes(of term: UInt32, era: Int) -> [UInt32] { eras[era].wholes[Int(term)] }

  /// Whether a term has proper parts in any era.
  package func hasParts(_ term: UInt32) -> Bool {
    eras.contains { $0.parts[Int(term)].count > 1 }
  }

  private static func close(_ direct: [[UInt32]]) -> Era? {
    let count = direct.count
    var wholes = [[UInt32]](repeating: [], count: count)
    // 0: not begun, 1: on the path, 2: done. Depth is bounded by the longest chain of parts.
    var state = [UInt8](repeating: 0, count: count)
    for start in 0..<count where state[start] == 0 {
      var path: [(term: Int, next: Int)] = [(start, 0)]
      state[start] = 1
      while let (term, next) = path.last {
        if next < direct[term].count {
          path[path.count - 1].next += 1
          let parent = Int(direct[term][next])
          if state[parent] == 1 { return nil }
          if state[parent] == 0 {
            state[parent] = 1
            path.append((parent, 0))
          }
          continue
        }
        var all: Set<UInt32> = [UInt32(term)]
        for parent in direct[term] { all.formUnion(wholes[Int(parent)]) }
        wholes[term] = all.sorted()
        state[term] = 2
        path.removeLast()
      }
    }
    var parts = [[UInt32]](repeating: [], count: count)
    for term in 0..<count {
      for whole in wholes[term] { parts[Int(whole)].append(UInt32(term)) }
    }
    return Era(wholes: wholes, parts: parts)
  }
}

extension [UInt32] {
  /// Binary search in a sorted array.
  fileprivate func containsSorted(_ element: UInt32) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == element
  }
}
