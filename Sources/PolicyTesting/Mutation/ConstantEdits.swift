import CEL
import PolicyModel

/// The steps that move a constant of an expression: a number, a boundary, a time, a term.
struct ConstantEdits {
  let terms: TermNeighbours
  typealias Variant = ExpressionEdits.Variant

  /// The steps of an expression's constants, wherever in it they stand.
  func variants(of node: Expression) -> [Variant] {
    var result: [Variant] = boundary(of: node)
    switch node.kind {
    case .literal(.int(let value)):
      result += [value.subtracting(1), value.adding(1)].compactMap(\.self).map { other in
        number(node, "\(value)", "\(other)", .int(other))
      }
    case .literal(.double(let value)):
      result += DecimalStep.neighbours(of: value).map { other in
        number(node, "\(value)", "\(other)", .double(other))
      }
    case .literal(.string(let text)): result += variants(ofText: text, node)
    case .literal, .identifier, .select, .presence, .call, .list, .map, .structure,
      .comprehension, .bind:
      for (index, part) in node.parts.enumerated() {
        result += variants(of: part).map {
          $0.with(node.replacing(part: index, by: $0.expression))
        }
      }
    }
    return result
  }

  /// What is moved by one is moved over its boundary too, so numbers need no step of this kind.
  private func boundary(of node: Expression) -> [Variant] {
    guard case .call(let name, nil, let operands) = node.kind, let other = Self.boundaries[name],
      !operands.contains(where: \.isWhole)
    else { return [] }
    let changed = node.saying(.call(other, target: nil, arguments: operands))
    return [
      Variant(
        kind: .moveBoundary, bytes: node.range, what: "`\(node.text)` becomes `\(changed.text)`",
        hint: "a case where both sides are equal", expression: changed)
    ]
  }

  private static let boundaries = [
    "_<_": "_<=_", "_<=_": "_<_", "_>_": "_>=_", "_>=_": "_>_",
  ]

  private func number(
    _ node: Expression, _ old: String, _ new: String, _ literal: Expression.Literal
  ) -> Variant {
    Variant(
      kind: .moveNumber, bytes: node.range, what: "`\(old)` becomes `\(new)`",
      hint: "a case at exactly `\(old)`, and one right beside it",
      expression: node.saying(.literal(literal)))
  }

  private func variants(ofText text: String, _ node: Expression) -> [Variant] {
    let moved = TimeStep.neighbours(of: text).map { other in
      Variant(
        kind: .moveNumber, bytes: node.range, what: "`\(text)` becomes `\(other)`",
        hint: "a case at exactly `\(text)`, and one right beside it",
        expression: node.saying(.literal(.string(other))))
    }
    return moved + terms.neighbours(of: text).map { move(text, to: $0, node) }
  }

  private func move(
    _ text: String, to other: TermNeighbours.Neighbour, _ node: Expression
  ) -> Variant {
    let changed = node.saying(.literal(.string(other.id)))
    if other.isWider {
      return Variant(
        kind: .widenTerm, bytes: node.range,
        what: "`\(text)` becomes `\(other.id)`, which holds it",
        hint: "a case with another part of `\(other.id)`", expression: changed)
    }
    return Variant(
      kind: .narrowTerm, bytes: node.range,
      what: "`\(text)` becomes `\(other.id)`, a part of it",
      hint: "a case with another part of `\(text)` than `\(other.id)`", expression: changed)
  }
}

extension Expression {
  fileprivate var isWhole: Bool { if case .literal(.int) = kind { true } else { false } }
}

extension Int64 {
  fileprivate func adding(_ other: Int64) -> Int64? {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? nil : sum
  }

  fileprivate func subtracting(_ other: Int64) -> Int64? {
    let (difference, isOver) = subtractingReportingOverflow(other)
    return isOver ? nil : difference
  }
}

/// A decimal number moved by one in its last place: 0.8 to 0.7 and 0.9.
enum DecimalStep {
  static func neighbours(of value: Double) -> [Double] {
    let text = "\(value)"
    guard value.magnitude < 1e9, !text.contains("e") else { return [] }
    let decimals = text.split(separator: ".").last ?? "0"
    let scale = decimals == "0" ? 1 : decimals.reduce(1.0) { scale, _ in scale * 10 }
    let units = (value * scale).rounded()
    return [(units - 1) / scale, (units + 1) / scale]
  }
}

/// A text of time moved by one: `30d` to `29d` and `31d`, `08:00` by a minute, an instant by a day.
enum TimeStep {
  static func neighbours(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    if bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hours = Int(text.prefix(2)),
      let minutes = Int(text.suffix(2)), hours < 24, minutes < 60
    {
      return [-1, 1].map { step in
        let minute = (hours * 60 + minutes + step + 1440) % 1440
        return twoDigits(minute / 60) + ":" + twoDigits(minute % 60)
      }
    }
    if bytes.count >= 10, let day = Day(String(text.prefix(10))) {
      return [-1, 1].map { Day(number: day.number + $0).text + text.dropFirst(10) }
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count)
    guard let count = Int(digits), ["d", "h", "m", "s", "ms"].contains(unit) else { return [] }
    return [count - 1, count + 1].filter { $0 >= 0 }.map { "\($0)\(unit)" }
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
