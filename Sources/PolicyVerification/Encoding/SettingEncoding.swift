import CEL
import PolicyModel

/// Settings that are not fixed: symbols within bounds that somebody could mean.
///
/// Numbers are 0 to a hundred times the default, ten thousand at least; durations 0 to a hundred
/// years. Two sides may have values of their own, told apart by a mark.
struct SettingEncoding {
  private let facts: FactEncoding
  private var formulas: Formulas { facts.formulas }

  init(_ facts: FactEncoding) { self.facts = facts }

  static let longestDuration = Int128(100 * 365 * 86_400) * 1_000_000_000

  /// The largest number that is tried of a setting.
  static func largest(_ value: Int64) -> Int64 {
    max(10_000, value.magnitude > 10_000_000 ? Int64.max / 1024 : Int64(value.magnitude) * 100)
  }

  func value(of setting: Setting, _ mark: String) -> Symbolic? {
    let path = "settings.\(setting.name)\(mark)"
    let known = formulas.known
    switch setting.type {
    case .bool: return .truth(formulas.certain(formulas.symbol(path, .truth)))
    case .int:
      var usual: Int64 = 0
      if case .int(let value) = setting.defaultValue { usual = value }
      return .integer(bounded(path, Int128(Self.largest(usual))), known)
    case .duration: return .integer(bounded(path, Self.longestDuration), known)
    case .timestamp, .string, .term, .double, .list:
      return facts.value(at: path, setting.type, known, maximum: 1000)
    case .map, .record: return nil
    }
  }

  private func bounded(_ path: String, _ last: Int128) -> Formula {
    let isNew = !formulas.isDeclared(path)
    let symbol = formulas.symbol(path, .integer)
    if isNew { formulas.constrain(symbol, formulas.between(0, symbol, last)) }
    return symbol
  }

  /// Whether one value is at least as strict as another; nil where no direction is stricter.
  func isTighter(
    _ new: Symbolic, than old: Symbolic, _ direction: Setting.Direction
  ) -> Formula? {
    switch (direction, new, old) {
    case (.free, _, _): return nil
    case (.lower, .integer(let new, _), .integer(let old, _)),
      (.lower, .real(let new, _), .real(let old, _)):
      return formulas.lessOrSame(new, old)
    case (.higher, .integer(let new, _), .integer(let old, _)),
      (.higher, .real(let new, _), .real(let old, _)):
      return formulas.lessOrSame(old, new)
    case (.more, .list(let new, _), .list(let old, _)): return holds(new, all: old)
    case (.fewer, .list(let new, _), .list(let old, _)): return holds(old, all: new)
    case (.lower, _, _), (.higher, _, _), (.more, _, _), (.fewer, _, _): return nil
    }
  }

  private func holds(_ list: SymbolicList, all parts: SymbolicList) -> Formula {
    formulas.all(
      parts.elements.map { part in
        formulas.implies(
          part.present,
          formulas.any(
            list.elements.map {
              formulas.and($0.present, same(part.value, $0.value))
            }))
      })
  }

  private func same(_ left: Symbolic, _ right: Symbolic) -> Formula {
    switch (left, right) {
    case (.integer(let left, _), .integer(let right, _)),
      (.real(let left, _), .real(let right, _)), (.text(let left, _), .text(let right, _)),
      (.term(_, let left, _), .term(_, let right, _)):
      formulas.equal(left, right)
    case (_, _): formulas.no
    }
  }
}
