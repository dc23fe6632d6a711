import CEL
import PolicyModel

/// What an expression is made of, through definitions too, as far as deciding hangs on it.
struct ExpressionNature {
  /// Whether it reads a sensitive fact or field.
  var isSensitive = false
  /// Whether an `all` or `exists` is in it.
  var hasQuantifier = false
  /// Whether it uses names of the policy's own: settings, tables, definitions.
  var isOwn = false
  /// Whether it asks a table, whose rows have dates of their own.
  var asksTables = false
}

/// Knows which facts and fields are sensitive.
struct Sensitivity {
  let facts: [Bool]
  let records: [String: [Bool]]

  init(_ vocabulary: Vocabulary) {
    facts = vocabulary.facts.map(\.isSensitive)
    records = Dictionary(
      vocabulary.records.map { ($0.name, $0.fields.map(\.isSensitive)) },
      uniquingKeysWith: { first, _ in first })
  }

  func isSensitive(field: Int, of record: String) -> Bool {
    guard let fields = records[record], fields.indices.contains(field) else { return false }
    return fields[field]
  }
}

extension Scope {
  /// Looks an expression over, in one walk.
  func nature(of checked: CheckedExpression, _ sensitivity: Sensitivity) -> ExpressionNature {
    // Held apart: the walk would copy the whole scope at every node.
    let (definitions, tables) = (definitions, tables)
    var nature = ExpressionNature()
    checked.walkThroughDefinitions { expression, node in
      if case .comprehension(let comprehension) = node.kind,
        comprehension.kind == .all || comprehension.kind == .exists
      {
        nature.hasQuantifier = true
      }
      switch expression.reference(node) {
      case .variable(let variable):
        if variable.slot >= sensitivity.facts.count {
          nature.isOwn = true
        } else if sensitivity.facts[variable.slot] {
          nature.isSensitive = true
        }
      case .field(let record, let index):
        if sensitivity.isSensitive(field: index, of: record) { nature.isSensitive = true }
      case .definition(let definition):
        if definitions.contains(ObjectIdentifier(definition)) { nature.isOwn = true }
      case .function(let name, _):
        if !tables.isEmpty, tables[name] != nil {
          nature.isOwn = true
          nature.asksTables = true
        }
      case .local, .constant, nil: break
      }
    }
    return nature
  }
}
