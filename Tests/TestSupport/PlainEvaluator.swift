import CEL
import Diagnostics

/// Evaluates conditions of the small world straight from the language's definition: a walk over the
/// tree, dictionaries and strings, no index, no plan.
package struct PlainEvaluator {
  private let facts: PlainFacts
  private let failures = Failures()

  /// Counts what fails, also where another part decides.
  private final class Failures {
    var count = 0
  }
  /// What is defined, by name: its parameter, if it has one, and its text.
  private static let definitions: [String: (parameter: String?, set: String, text: String)] = [
    "agreed": (
      "tag", "tag",
      """
      recipient.consents.exists(k, tag.within(k) && recipient.consents[k].granted
        && !(has(recipient.consents[k].withdrawn_at) && recipient.consents[k].withdrawn_at <= now))
      """
    ),
    "quiet": (nil, "", "action.count < 3 || action.flag"),
  ]

  package init(_ facts: PlainFacts) { self.facts = facts }

  package func truth(of text: String) -> PlainTruth { PlainTruth(value(of: text, [:])) }

  package func value(of text: String) -> PlainValue { value(of: text, [:]) }

  /// Whether anything in an expression fails, whatever it comes to.
  package func fails(_ text: String) -> Bool {
    let before = failures.count
    _ = value(of: text, [:])
    return failures.count != before
  }

  private func value(of text: String, _ locals: [String: PlainValue]) -> PlainValue {
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<expression>", text: text)
    guard let parsed = Parser.parse(source, &diagnostics) else { return .error }
    return value(parsed.root, locals)
  }

  private func value(_ node: Expression, _ locals: [String: PlainValue]) -> PlainValue {
    let result = evaluated(node, locals)
    if case .error = result { failures.count += 1 }
    return result
  }

  private func evaluated(_ node: Expression, _ locals: [String: PlainValue]) -> PlainValue {
    switch node.kind {
    case .literal(.bool(let value)): return .bool(value)
    case .literal(.int(let value)): return .int(Int(value))
    case .literal(.string(let value)): return .text(value)
    case .identifier(let name, _):
      if let local = locals[name] { return local }
      if let definition = Self.definitions[name] { return value(of: definition.text, [:]) }
      return used(facts.value(at: name))
    case .select(let operand, let field, _):
      if let path = path(node), PlainFacts.isDeclared(path) { return used(facts.value(at: path)) }
      guard case .record(let fields) = value(operand, locals) else {
        return failure(value(operand, locals))
      }
      return used(fields[field] ?? .error)
    case .presence(let operand, let field):
      return presence(operand, field, locals)
    case .call(let name, let target, let arguments):
      return call(name, (target.map { [$0] } ?? []) + arguments, locals)
    case .list(let elements, _):
      return .list(elements.map { value($0, locals) })
    case .comprehension(let comprehension):
      return fold(comprehension, locals)
    default:
      return .error
    }
  }

  /// A null that is used outside `has` fails.
  private func used(_ value: PlainValue) -> PlainValue {
    if case .null = value { .error } else { value }
  }

  private func failure(_ value: PlainValue) -> PlainValue {
    if case .unknown = value { .unknown } else { .error }
  }

  private func path(_ node: Expression) -> String? {
    switch node.kind {
    case .identifier(let name, _): name
    case .select(let operand, let field, _): path(operand).map { "\($0).\(field)" }
    default: nil
    }
  }

  private func presence(
    _ operand: Expression, _ field: String, _ locals: [String: PlainValue]
  ) -> PlainValue {
    let asked: PlainValue
    if let path = path(operand).map({ "\($0).\(field)" }), PlainFacts.isDeclared(path) {
      asked = facts.value(at: path)
    } else {
      guard case .record(let fields) = value(operand, locals) else {
        return failure(value(operand, locals))
      }
      asked = fields[field] ?? .error
    }
    switch asked {
    case .unknown, .error: return asked
    case .null: return .bool(false)
    default: return .bool(true)
    }
  }

  private func call(
    _ name: String, _ operands: [Expression], _ locals: [String: PlainValue]
  ) -> PlainValue {
    if let definition = Self.definitions[name], let parameter = definition.parameter {
      var argument = value(operands[0], locals)
      if case .text(let text) = argument { argument = .term(set: definition.set, text) }
      return value(of: definition.text, [parameter: argument])
    }
    let values = operands.map { value($0, locals) }
    switch name {
    case "_&&_": return PlainTruth.all(values.map(PlainTruth.init)).value
    case "_||_": return PlainTruth.any(values.map(PlainTruth.init)).value
    case "!_": return PlainTruth(values[0]).negated.value
    case "_?_:_":
      switch PlainTruth(values[0]) {
      case .yes: return values[1]
      case .no: return values[2]
      case .unknown: return .unknown
      case .error: return .error
      }
    default: break
    }
    // Calls are strict, and a failure goes before what is not known.
    for value in values { if case .error = value { return .error } }
    for value in values { if case .unknown = value { return .unknown } }
    return strict(name, values)
  }

  private func strict(_ name: String, _ values: [PlainValue]) -> PlainValue {
    switch (name, values[0], values.count > 1 ? values[1] : .null) {
    case ("_<_", .int(let left), .int(let right)): return .bool(left < right)
    case ("_>_", .int(let left), .int(let right)): return .bool(left > right)
    case ("_>=_", .int(let left), .int(let right)): return .bool(left >= right)
    case ("_<=_", .instant(let left), .instant(let right)): return .bool(left <= right)
    case ("_+_", .int(let left), .int(let right)): return .int(left + right)
    case ("_/_", .int(let left), .int(let right)): return right == 0 ? .error : .int(left / right)
    case ("_==_", .int(let left), .int(let right)): return .bool(left == right)
    case ("_==_", .text(let left), .text(let right)): return .bool(left == right)
    case ("_==_", .term(let set, let term), .text(let other)):
      return equality(term, other, set).value
    case ("_!=_", .term(let set, let term), .text(let other)):
      return equality(term, other, set).negated.value
    case ("@in", .term(let set, let term), .list(let others)):
      return PlainTruth.any(others.map { equality(term, text($0), set) }).value
    case ("@in", .text(let key), .map(_, let entries)):
      return .bool(entries.contains { $0.key == key })
    case ("_[_]", .map(_, let entries), let key):
      return entries.first { $0.key == text(key) }?.value ?? .error
    case ("within", .term(let set, let term), let whole):
      return within(term, text(whole), set).value
    case ("touches", .list(let terms), let whole):
      return PlainTruth.any(terms.map { within(text($0), text(whole), "tag") }).value
    case ("covers", .list(let wholes), let term):
      return PlainTruth.any(wholes.map { within(text(term), text($0), "tag") }).value
    case ("size", .list(let elements), _): return .int(elements.count)
    default: return .error
    }
  }

  private func text(_ value: PlainValue) -> String {
    switch value {
    case .text(let text), .term(_, let text), .instant(let text): text
    default: ""
    }
  }

  private func parts(_ term: String, _ set: String) -> [String] {
    SmallWorld.parts(of: term, in: set, day: facts.day)
  }

  private func within(_ term: String, _ whole: String, _ set: String) -> PlainTruth {
    if parts(whole, set).contains(term) { return .yes }
    let shared = Set(parts(term, set)).intersection(parts(whole, set))
    return shared.isEmpty ? .no : .unknown
  }

  private func equality(_ term: String, _ other: String, _ set: String) -> PlainTruth {
    if term == other { return .yes }
    return parts(term, set).contains(other) ? .unknown : .no
  }

  private func fold(
    _ comprehension: Expression.Comprehension, _ locals: [String: PlainValue]
  ) -> PlainValue {
    let elements: [PlainValue]
    switch value(comprehension.range, locals) {
    case .list(let list): elements = list
    case .map(let set, let entries): elements = entries.map { .term(set: set, $0.key) }
    case .unknown: return .unknown
    default: return .error
    }
    let truths = elements.map { element in
      var inner = locals
      inner[comprehension.variables[0]] = element
      return comprehension.predicate.map { PlainTruth(value($0, inner)) } ?? .error
    }
    return comprehension.kind == .all
      ? PlainTruth.all(truths).value : PlainTruth.any(truths).value
  }
}
