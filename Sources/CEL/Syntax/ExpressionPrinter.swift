/// Writes a tree as text; the counterpart of `Parser`, level by level.
struct ExpressionPrinter {
  private(set) var text = ""

  /// How tightly a node holds together, loosest first: one that is looser than its place asks for
  /// stands in parentheses.
  enum Level: Int, Comparable {
    case conditional
    case or
    case and
    case relation
    case sum
    case product
    case unary
    case member

    var tighter: Level { Level(rawValue: rawValue + 1) ?? .member }

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  mutating func write(_ node: Expression, atLeast level: Level) {
    let isLoose = ExpressionPrinter.level(of: node) < level
    if isLoose { text += "(" }
    write(node)
    if isLoose { text += ")" }
  }

  private mutating func write(_ node: Expression) {
    switch node.kind {
    case .literal(let literal): write(literal)
    case .identifier(let name, let isRooted): text += isRooted ? ".\(name)" : name
    case .select(let operand, let field, let isOptional):
      write(operand, atLeast: .member)
      text += isOptional ? ".?" : "."
      writeSelector(field)
    case .presence(let operand, let field):
      text += "has("
      write(operand, atLeast: .member)
      text += "."
      writeSelector(field)
      text += ")"
    case .call(let name, let target, let arguments): writeCall(node, name, target, arguments)
    case .list(let elements, let optionals):
      text += "["
      writeSeparated(elements.enumerated()) { printer, element in
        if optionals.contains(element.offset) { printer.text += "?" }
        printer.write(element.element, atLeast: .conditional)
      }
      text += "]"
    case .map(let entries):
      text += "{"
      writeSeparated(entries) { printer, entry in
        if entry.isOptional { printer.text += "?" }
        printer.write(entry.key, atLeast: .conditional)
        printer.text += ": "
        printer.write(entry.value, atLeast: .conditional)
      }
      text += "}"
    case .structure(let name, let fields):
      text += name + "{"
      writeSeparated(fields) { printer, field in
        if field.isOptional { printer.text += "?" }
        printer.writeSelector(field.name)
        printer.text += ": "
        printer.write(field.value, atLeast: .conditional)
      }
      text += "}"
    case .comprehension(let comprehension): write(comprehension)
    case .bind(let name, let value, let body):
      text += "cel.bind(\(name), "
      writeArguments([value, body])
      text += ")"
    }
  }

  private mutating func writeCall(
    _ node: Expression, _ name: String, _ target: Expression?, _ arguments: [Expression]
  ) {
    if let target {
      write(target, atLeast: .member)
      text += "."
    } else if let (sign, level) = ExpressionPrinter.infix(name), arguments.count == 2 {
      if level == .and || level == .or { return writeChain(node, name, sign, level) }
      write(arguments[0], atLeast: level)
      text += " \(sign) "
      return write(arguments[1], atLeast: level.tighter)
    } else if ExpressionPrinter.isSpecial(name, arguments.count) {
      return writeSpecial(name, arguments)
    }
    text += name + "("
    writeArguments(arguments)
    text += ")"
  }

  /// Writes signs, `?:` and indices.
  private mutating func writeSpecial(_ name: String, _ operands: [Expression]) {
    switch name {
    case "_?_:_":
      write(operands[0], atLeast: .or)
      text += " ? "
      write(operands[1], atLeast: .or)
      text += " : "
      write(operands[2], atLeast: .conditional)
    case "_[_]", "_[?_]":
      write(operands[0], atLeast: .member)
      text += name == "_[_]" ? "[" : "[?"
      write(operands[1], atLeast: .conditional)
      text += "]"
    default:
      let operand = operands[0]
      let sign = name.prefix(1)
      text += sign
      // A minus before a number would be part of it.
      let isNumber = sign == "-" && ExpressionPrinter.startsWithNumber(operand)
      var isSame = false
      if case .call(name, nil, _) = operand.kind { isSame = true }
      if isNumber { text += "(" }
      write(operand, atLeast: isSame || isNumber ? .unary : .member)
      if isNumber { text += ")" }
    }
  }

  /// Writes a chain of `&&` or of `||` as the parser balances it: as many terms without parentheses
  /// as give the tree again.
  private mutating func writeChain(
    _ node: Expression, _ name: String, _ sign: String, _ level: Level
  ) {
    let most = ExpressionPrinter.leaves(of: node, name)
    for count in stride(from: most, through: 2, by: -1) {
      guard let terms = ExpressionPrinter.terms(of: node, name, count) else { continue }
      for (place, term) in terms.enumerated() {
        if place > 0 { text += " \(sign) " }
        write(term, atLeast: level.tighter)
      }
      return
    }
  }

  private mutating func write(_ node: Expression.Comprehension) {
    write(node.range, atLeast: .member)
    let name = node.kind == .existsOne ? "exists_one" : node.kind.rawValue
    text += ".\(name)(\(node.variables.joined(separator: ", ")), "
    writeArguments([node.predicate, node.transform].compactMap(\.self))
    text += ")"
  }

  private mutating func writeArguments(_ arguments: [Expression]) {
    writeSeparated(arguments) { $0.write($1, atLeast: .conditional) }
  }

  private mutating func writeSeparated<Parts: Swift.Sequence>(
    _ parts: Parts, _ write: (inout ExpressionPrinter, Parts.Element) -> Void
  ) {
    var isFirst = true
    for part in parts {
      if !isFirst { text += ", " }
      isFirst = false
      write(&self, part)
    }
  }

  /// Writes a name after a dot; in backticks where it is no plain one.
  private mutating func writeSelector(_ name: String) {
    let bytes = Array(name.utf8)
    let isPlain =
      bytes.first.map(\.startsName) == true && bytes.allSatisfy(\.continuesName)
      && Word.kind(of: name) == .identifier
    text += isPlain ? name : "`\(name)`"
  }

  private mutating func write(_ literal: Expression.Literal) {
    switch literal {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .uint(let value): text += "\(value)u"
    case .double(let value) where value.isInfinite: text += value < 0 ? "-1e999" : "1e999"
    case .double(let value): text += Value.double(value).description
    case .string(let value): text += Value.literal(value)
    case .bytes(let value): text += Value.octets(value).description
    }
  }
}

extension Expression {
  /// The expression as CEL text, with as few parentheses as its tree needs.
  ///
  /// Reading the text gives the same tree again, its ids and ranges apart, where a parser with all
  /// its options on made the tree. NaN, for which there is no literal, is written as a call.
  public var text: String {
    var printer = ExpressionPrinter()
    printer.write(self, atLeast: .conditional)
    return printer.text
  }
}

// MARK: - What a tree says of its text

extension ExpressionPrinter {
  private static func level(of node: Expression) -> Level {
    guard case .call(let name, nil, let arguments) = node.kind else { return .member }
    switch (name, arguments.count) {
    case ("_?_:_", 3): return .conditional
    case ("!_", 1), ("-_", 1): return .unary
    case (_, 2): return infix(name)?.level ?? .member
    case (_, _): return .member
    }
  }

  private static func infix(_ name: String) -> (sign: String, level: Level)? {
    switch name {
    case "_||_": ("||", .or)
    case "_&&_": ("&&", .and)
    case "_==_": ("==", .relation)
    case "_!=_": ("!=", .relation)
    case "_<_": ("<", .relation)
    case "_<=_": ("<=", .relation)
    case "_>_": (">", .relation)
    case "_>=_": (">=", .relation)
    case "@in": ("in", .relation)
    case "_+_": ("+", .sum)
    case "_-_": ("-", .sum)
    case "_*_": ("*", .product)
    case "_/_": ("/", .product)
    case "_%_": ("%", .product)
    default: nil
    }
  }

  private static func isSpecial(_ name: String, _ count: Int) -> Bool {
    switch (name, count) {
    case ("_?_:_", 3), ("_[_]", 2), ("_[?_]", 2), ("!_", 1), ("-_", 1): true
    case (_, _): false
    }
  }

  /// Whether the text begins with a number that a minus sign before it would belong to.
  private static func startsWithNumber(_ node: Expression) -> Bool {
    switch node.kind {
    case .literal(.int(let value)): return value >= 0
    case .literal(.double(let value)): return value.sign == .plus && !value.isNaN
    case .select(let operand, _, _): return startsWithNumber(operand)
    case .call(_, let target?, _): return startsWithNumber(target)
    case .call("_[_]", nil, let operands), .call("_[?_]", nil, let operands):
      return operands.first.map(startsWithNumber) ?? false
    case .comprehension(let comprehension): return startsWithNumber(comprehension.range)
    case .literal, .identifier, .presence, .call, .list, .map, .structure, .bind: return false
    }
  }

  /// The operands of a node that is a call of an operator between two.
  private static func operands(
    of node: Expression, _ name: String
  ) -> (left: Expression, right: Expression)? {
    guard case .call(name, nil, let operands) = node.kind, operands.count == 2 else { return nil }
    return (operands[0], operands[1])
  }

  private static func leaves(of node: Expression, _ name: String) -> Int {
    guard let (left, right) = operands(of: node, name) else { return 1 }
    return leaves(of: left, name) + leaves(of: right, name)
  }

  /// So many terms that the parser would balance to this tree; nil where these are not.
  private static func terms(of node: Expression, _ name: String, _ count: Int) -> [Expression]? {
    if count == 1 { return [node] }
    guard let (left, right) = operands(of: node, name),
      let first = terms(of: left, name, (count + 1) / 2),
      let second = terms(of: right, name, count / 2)
    else { return nil }
    return first + second
  }
}
