import CEL
import Diagnostics

/// An expression's tree in brackets, as the tables of these tests write it.
struct TreeText: CustomStringConvertible {
  let expression: CEL.Expression

  init(_ expression: CEL.Expression) { self.expression = expression }

  /// The tree of a text, or its mistakes.
  static func parsed(_ text: String, options: ParserOptions = ParserOptions()) -> String {
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    guard let parsed = Parser.parse(source, options: options, &diagnostics) else {
      return diagnostics.map { "\($0.code.rawValue): \($0.message)" }.joined(separator: "\n")
    }
    return diagnostics.isEmpty ? "\(TreeText(parsed.root))" : "a tree and diagnostics"
  }

  var description: String {
    switch expression.kind {
    case .literal(let literal): literalText(literal)
    case .identifier(let name, let isRooted): isRooted ? ".\(name)" : name
    case .select(let operand, let field, let isOptional):
      "(\(isOptional ? ".?" : ".") \(TreeText(operand)) \(field))"
    case .presence(let operand, let field): "(has \(TreeText(operand)) \(field))"
    case .call(let name, let target, let arguments):
      "(\(name)\(target.map { " on:\(TreeText($0))" } ?? "")\(list(arguments)))"
    case .list(let elements, let optional):
      "["
        + elements.enumerated().map { index, element in
          (optional.contains(index) ? "?" : "") + "\(TreeText(element))"
        }.joined(separator: " ") + "]"
    case .map(let entries):
      "{"
        + entries.map {
          "\($0.isOptional ? "?" : "")\(TreeText($0.key)): \(TreeText($0.value))"
        }.joined(separator: " ") + "}"
    case .structure(let name, let fields):
      "\(name){"
        + fields.map { "\($0.isOptional ? "?" : "")\($0.name): \(TreeText($0.value))" }
        .joined(separator: " ") + "}"
    case .comprehension(let comprehension):
      "(\(comprehension.kind.rawValue) \(TreeText(comprehension.range)) "
        + comprehension.variables.joined(separator: ",")
        + (comprehension.predicate.map { " if:\(TreeText($0))" } ?? "")
        + (comprehension.transform.map { " to:\(TreeText($0))" } ?? "") + ")"
    case .bind(let name, let value, let body):
      "(bind \(name) \(TreeText(value)) \(TreeText(body)))"
    }
  }

  private func list(_ expressions: [CEL.Expression]) -> String {
    expressions.map { " \(TreeText($0))" }.joined()
  }

  private func literalText(_ literal: CEL.Expression.Literal) -> String {
    switch literal {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .uint(let value): "\(value)u"
    case .double(let value): "\(value)d"
    case .string(let value): value.debugDescription
    case .bytes(let value): "b\(value)"
    }
  }
}
