/// Makes an expression's nodes: gives them ids, and keeps count of them and of the tree's height.
struct ExpressionMaker {
  private let limits: ParseLimits
  /// By id, the levels of the tree below and with a node; index 0 is the stand-in's.
  private var heights: [Int] = [0]

  init(_ limits: ParseLimits) { self.limits = limits }

  var count: Int { heights.count - 1 }

  /// What is wrong with the tree's size.
  enum Excess: Error {
    case nodes
    case height
  }

  /// Stands for what is already reported as wrong; a tree with one is never handed out.
  static func standIn(_ range: Range<Int>) -> Expression {
    Expression(id: 0, range: range, kind: .literal(.null))
  }

  mutating func make(_ range: Range<Int>, _ kind: Expression.Kind) throws(Excess) -> Expression {
    let height = 1 + heightBelow(kind)
    guard height <= limits.nesting else { throw .height }
    guard count < limits.nodes else { throw .nodes }
    heights.append(height)
    return Expression(id: count, range: range, kind: kind)
  }

  /// The same tree of new nodes, whatever its ids are.
  mutating func makeAnew(
    _ node: Expression, level: Int = 1
  ) throws(Excess) -> Expression {
    guard level <= limits.nesting else { throw .height }
    let kind = try node.kind.mapParts { part throws(Excess) in
      try makeAnew(part, level: level + 1)
    }
    return try make(node.range, kind)
  }

  private func heightBelow(_ kind: Expression.Kind) -> Int {
    switch kind {
    case .literal, .identifier: 0
    case .select(let operand, _, _), .presence(let operand, _): heights[operand.id]
    case .call(_, let target, let arguments):
      max(target.map { heights[$0.id] } ?? 0, tallest(arguments))
    case .list(let elements, _): tallest(elements)
    case .map(let entries):
      entries.reduce(0) { max($0, heights[$1.key.id], heights[$1.value.id]) }
    case .structure(_, let fields): fields.reduce(0) { max($0, heights[$1.value.id]) }
    case .comprehension(let comprehension):
      max(
        heights[comprehension.range.id],
        tallest([comprehension.predicate, comprehension.transform].compactMap(\.self)))
    case .bind(_, let value, let body): max(heights[value.id], heights[body.id])
    }
  }

  private func tallest(_ nodes: [Expression]) -> Int {
    nodes.reduce(0) { max($0, heights[$1.id]) }
  }
}
