import CEL
import PolicyModel

/// Knows whether an expression reads a sensitive fact or field, through definitions too.
struct Sensitivity {
  private let facts: [Bool]
  private let records: [String: [Bool]]

  init(_ vocabulary: Vocabulary) {
    facts = vocabulary.facts.map(\.isSensitive)
    records = Dictionary(
      vocabulary.records.map { ($0.name, $0.fields.map(\.isSensitive)) },
      uniquingKeysWith: { first, _ in first })
  }

  func isSensitive(_ checked: CheckedExpression) -> Bool {
    var isSensitive = false
    checked.walkThroughDefinitions { expression, node in
      switch expression.reference(node) {
      case .variable(let variable):
        if facts.indices.contains(variable.slot) {
          isSensitive = isSensitive || facts[variable.slot]
        }
      case .field(let record, let index):
        let fields = records[record] ?? []
        if fields.indices.contains(index) { isSensitive = isSensitive || fields[index] }
      case .local, .constant, .function, .definition, nil: break
      }
    }
    return isSensitive
  }
}
