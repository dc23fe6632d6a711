package import CEL

/// The constants that an expression compares with, through definitions too: what a search for other
/// values starts from.
///
/// In the order of the text, each once.
package struct Constants {
  package private(set) var symbols: [Symbol] = []
  package private(set) var numbers: [Double] = []
  package private(set) var strings: [String] = []
  /// Whether local time is asked for.
  package private(set) var asksForClock = false
  private var seen: Set<ObjectIdentifier> = []

  package init() {}

  package mutating func collect(_ checked: CheckedExpression) { walk(checked.root, in: checked) }

  private mutating func walk(_ expression: Expression, in checked: CheckedExpression) {
    switch checked.references[expression.id] {
    case .constant(let value):
      note(value)
      return
    case .definition(let definition):
      if seen.insert(ObjectIdentifier(definition)).inserted { collect(definition.body) }
    case .variable, .local, .function, .field, nil:
      break
    }
    switch expression.kind {
    case .literal(let literal): note(literal)
    case .identifier: return
    case .select(let operand, _, _), .presence(let operand, _): walk(operand, in: checked)
    case .call(let name, let target, let arguments):
      if name == "between" { asksForClock = true }
      if let target { walk(target, in: checked) }
      for argument in arguments { walk(argument, in: checked) }
    case .list(let elements, _):
      for element in elements { walk(element, in: checked) }
    case .map(let entries):
      for entry in entries {
        walk(entry.key, in: checked)
        walk(entry.value, in: checked)
      }
    case .structure(_, let fields):
      for field in fields { walk(field.value, in: checked) }
    case .comprehension(let comprehension):
      walk(comprehension.range, in: checked)
      if let predicate = comprehension.predicate { walk(predicate, in: checked) }
      if let transform = comprehension.transform { walk(transform, in: checked) }
    case .bind(_, let value, let body):
      walk(value, in: checked)
      walk(body, in: checked)
    }
  }

  package mutating func note(_ value: Value) {
    switch value {
    case .symbol(let symbol): if !symbols.contains(symbol) { symbols.append(symbol) }
    case .list(let list): for element in list.elements { note(element) }
    case .int(let number): note(Double(number))
    case .double(let number): note(number)
    case .string(let text): note(text.string)
    default: return
    }
  }

  private mutating func note(_ literal: Expression.Literal) {
    switch literal {
    case .int(let number): note(Double(number))
    case .double(let number): note(number)
    case .string(let text): note(text)
    case .null, .bool, .uint, .bytes: return
    }
  }

  mutating func note(_ number: Double) {
    if !numbers.contains(number) { numbers.append(number) }
  }

  private mutating func note(_ text: String) {
    if !strings.contains(text) { strings.append(text) }
  }
}
