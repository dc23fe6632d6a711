import PolicyModel

/// Some terms of a set as a list of ids, shortened where ids of one stem (`DE`, `DE-BY`) all belong.
struct TermList {
  /// Ids that stand for themselves and for all that begin with them and a hyphen.
  private let stems: [SQLText]
  private let ids: [SQLText]
  private let separator: SQLText

  /// So much shorter must it be.
  private static let worthwhile = 8

  /// `domain`: all ids that the term may be.
  init(_ ids: [UInt32], of domain: [UInt32], _ set: TermSet, _ dialect: any SQLDialect) {
    separator = dialect.string("-")
    func text(_ id: UInt32) -> String { set.terms[Int(id)].id }
    let wanted = Set(ids)
    var byStem: [String: [UInt32]] = [:]
    for id in domain { byStem[Self.stem(of: text(id)), default: []].append(id) }
    let whole = byStem.filter { $0.value.allSatisfy(wanted.contains) }
    let saved = whole.values.reduce(0) { $0 + $1.count - 1 }
    guard saved >= Self.worthwhile else {
      stems = []
      self.ids = ids.map { dialect.string(text($0)) }
      return
    }
    stems = whole.keys.sorted().map { dialect.string($0) }
    let rest = wanted.subtracting(whole.values.joined())
    self.ids = ids.filter(rest.contains).map { dialect.string(text($0)) }
  }

  private static func stem(of id: String) -> String {
    String(id.utf8.prefix { $0 != UInt8(ascii: "-") }) ?? id
  }

  /// Whether a term is in the list, or is not: NULL of NULL.
  func test(_ term: SQLText, holds: Bool) -> SQLText {
    let stem = SQLText.call("split_part", term, separator, SQLText("1"))
    var tests: [SQLText] = []
    if !stems.isEmpty { tests.append(holds ? stem.isIn(stems) : stem.isNotIn(stems)) }
    if !ids.isEmpty { tests.append(holds ? term.isIn(ids) : term.isNotIn(ids)) }
    return holds ? .any(tests) : .all(tests)
  }
}
