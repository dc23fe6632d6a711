import CEL
import Diagnostics

/// `cel.block`, in which the suite writes down what an optimiser makes of an expression: parts that
/// are evaluated once, `cel.index(n)` for the value of one, `cel.iterVar(n, m)` for the variable of
/// a comprehension.
///
/// Only the tests may use it. It is read as a chain of `cel.bind`, one a part.
struct BlockExpansion {
  private var count: Int

  /// The text with a plain name in place of each `cel.index(…)` and `cel.iterVar(…)`.
  static func names(in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "cel."), !rest.isEmpty {
      result += rest[..<start.lowerBound]
      rest = rest[start.lowerBound...]
      let word = ["cel.index(", "cel.iterVar("].first { rest.hasPrefix($0) }
      if let word, let end = rest.firstIndex(of: ")") {
        let numbers = rest[..<end].dropFirst(word.count).split(separator: ",")
        let places = numbers.map { $0.filter { $0 != " " } }.joined(separator: "_")
        result += word.dropFirst(4).dropLast() + "_\(places)"
        rest = rest[end...].dropFirst()
      } else {
        result += "cel."
        rest = rest.dropFirst(4)
      }
    }
    return result + rest
  }

  /// The expression with its block, if it is one, as a chain of bindings.
  static func expanded(_ parsed: ParsedExpression) -> ParsedExpression {
    guard case .call("block", let target?, let arguments) = parsed.root.kind,
      case .identifier("cel", _) = target.kind, arguments.count == 2,
      case .list(let parts, _) = arguments[0].kind
    else { return parsed }
    var expansion = BlockExpansion(count: parsed.count)
    let root = expansion.bind(parts, arguments[1])
    return ParsedExpression(source: parsed.source, root: root, count: expansion.count)
  }

  private mutating func bind(_ parts: [Expression], _ body: Expression) -> Expression {
    parts.indices.reversed().reduce(body) { body, index in
      count += 1
      return Expression(
        id: count, range: body.range, kind: .bind("index_\(index)", parts[index], body))
    }
  }
}
