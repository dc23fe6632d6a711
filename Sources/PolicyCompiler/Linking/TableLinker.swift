import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Links the tables of a policy and declares each as a function.
///
/// Codes: `duplicate-row`, `unknown-term-set`, `duplicate-name`.
struct TableLinker {
  let constants: ConstantReader
  let daySlot: Int
  private(set) var tables: [Table] = []

  init(constants: ConstantReader, daySlot: Int) {
    self.constants = constants
    self.daySlot = daySlot
  }

  mutating func add(
    _ syntax: TableSyntax, to scope: inout Scope, _ diagnostics: inout [Diagnostic]
  ) {
    guard scope.take(syntax.name, "a table", &diagnostics) else { return }
    let key = syntax.by.flatMap { set($0, &diagnostics) }
    let type = syntax.of.flatMap { constants.types.type($0, &diagnostics) }
    guard let key, let type else {
      scope.declareBroken(function: syntax.name.text)
      return
    }
    var rows: [Table.Row] = []
    var places: [Spelling] = []
    for row in syntax.rows {
      let symbol = constants.symbol(row.term, of: key, &diagnostics)
      let value = row.value.flatMap {
        constants.value($0, type, syntax.name.text, &diagnostics)
      }
      guard let symbol, let value else { continue }
      let clash = rows.firstIndex {
        $0.term == symbol.id && $0.period.overlaps(row.period)
      }
      if let clash {
        diagnostics.append(.duplicateRow(row.term, first: places[clash].range))
        continue
      }
      rows.append(
        Table.Row(
          term: symbol.id, value: value, cite: row.cite, period: row.period,
          range: row.term.range))
      places.append(row.term)
    }
    let table = Table(
      name: syntax.name.text, key: key, rows: rows, range: syntax.name.range)
    scope.tables[table.name] = tables.count
    tables.append(table)
    scope.environment.declare(
      PolicyFunctions.table(
        table, result: constants.types.valueType(type), sets: constants.termSets,
        daySlot: daySlot))
  }

  private func set(_ name: Spelling, _ diagnostics: inout [Diagnostic]) -> Int? {
    if let number = constants.types.set(named: name.text) { return number }
    diagnostics.append(
      Diagnostic(
        .unknownTermSet, "no set of terms is named `\(name.text)`", at: name.range,
        help: Suggestion.nearest(to: name.text, in: constants.types.sets).map {
          "did you mean `\($0)`?"
        }))
    return nil
  }
}

extension Scope {
  /// Declares a function that is reported as wrong: it takes whatever it is given.
  fileprivate mutating func declareBroken(function name: String) {
    environment.declare(
      Function(name, [Overload("table_\(name)", [.parameter("A")], .error, nil)]))
  }
}

extension Period {
  /// Whether some day belongs to both.
  func overlaps(_ other: Period) -> Bool { !intersection(other).isEmpty }

  /// Whether no day belongs to it.
  var isEmpty: Bool {
    guard let from, let until else { return false }
    return until < from
  }
}

extension DiagnosticCode {
  static let duplicateRow = DiagnosticCode("duplicate-row")
}

extension Diagnostic {
  fileprivate static func duplicateRow(_ term: Spelling, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateRow, "two rows for `\(term.text)` hold on the same day", at: term.range,
      help: "end the one before the other starts",
      notes: [.init("the other row is here", at: first)])
  }
}
