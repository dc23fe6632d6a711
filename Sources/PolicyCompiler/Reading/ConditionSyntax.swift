import Diagnostics
import DocumentTree

/// A condition as written: an expression, or a tree over expressions.
indirect enum ConditionSyntax: Sendable {
  case expression(Spelling)
  case all([ConditionSyntax])
  case any([ConditionSyntax])
  case none([ConditionSyntax])
}

extension ConditionSyntax {
  /// Reads the condition under a key; nil where a mistake is reported.
  ///
  /// A bare list means "all of them", save under `forbid`, where readers would differ.
  ///
  /// Codes: `ambiguous-forbid`, `empty-condition`, `split-condition`, `wrong-shape`.
  init?(_ node: Node, key: String, _ diagnostics: inout [Diagnostic]) {
    if key == "forbid", node.elements?.isEmpty == false {
      diagnostics.append(
        Diagnostic(
          .ambiguousForbid, "a bare list under `forbid` does not say what is forbidden",
          at: node.headline,
          help: "write `any:` where each is forbidden, `all:` where only all together are"))
    }
    self.init(node, &diagnostics)
  }

  private init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    switch node.kind {
    case .scalar(let scalar):
      if scalar.isReported { return nil }
      if scalar.isEmptyBlock {
        diagnostics.append(.emptyBlock(scalar))
        return nil
      }
      self = .expression(Spelling(scalar))
    case .sequence(let elements):
      guard let parts = Self.parts(elements, node, &diagnostics) else { return nil }
      self = .all(parts)
    case .mapping(let entries):
      guard let entry = entries.first, entries.count == 1,
        let combine = Self.combination(named: entry.name)
      else {
        diagnostics.append(.noCondition(node))
        return nil
      }
      guard let elements = entry.value.elements else {
        if !entry.value.isReported { diagnostics.append(.noList(entry)) }
        return nil
      }
      guard let parts = Self.parts(elements, entry.value, &diagnostics) else { return nil }
      self = combine(parts)
    }
  }

  private static func combination(named name: String) -> (([ConditionSyntax]) -> ConditionSyntax)? {
    switch name {
    case "all": ConditionSyntax.all
    case "any": ConditionSyntax.any
    case "none": ConditionSyntax.none
    default: nil
    }
  }

  /// The conditions of a list; those that cannot be read are left out, and nil tells of an empty list.
  private static func parts(
    _ elements: [Node], _ list: Node, _ diagnostics: inout [Diagnostic]
  ) -> [ConditionSyntax]? {
    if elements.isEmpty {
      diagnostics.append(
        Diagnostic(
          .emptyCondition, "this list of conditions is empty", at: list.range,
          help: "leave the key out, or write a condition"))
      return nil
    }
    return elements.compactMap { element in
      if let scalar = element.scalar, scalar.style == .plain, scalar.isInFlow,
        let mark = scalar.markThatIsCut
      {
        diagnostics.append(.splitCondition(scalar, mark))
        return nil
      }
      return ConditionSyntax(element, &diagnostics)
    }
  }
}

extension DiagnosticCode {
  static let ambiguousForbid = DiagnosticCode("ambiguous-forbid")
  static let emptyCondition = DiagnosticCode("empty-condition")
  static let splitCondition = DiagnosticCode("split-condition")
}

extension Diagnostic {
  fileprivate static func noCondition(_ node: Node) -> Diagnostic {
    Diagnostic(
      .wrongShape, "this is no condition", at: node.headline,
      help: "write an expression, a list of them, or one key `any:`, `all:` or `none:` with a "
        + "list; put an expression that holds `: ` in quotes")
  }

  fileprivate static func noList(_ entry: Node.Entry) -> Diagnostic {
    Diagnostic(
      .wrongShape, "`\(entry.name)` is followed by a list of conditions", at: entry.headline,
      help: "start each condition with `- `")
  }

  fileprivate static func emptyBlock(_ scalar: Scalar) -> Diagnostic {
    Diagnostic(
      .emptyCondition, "this block of text is empty", at: scalar.range,
      help: "`>` and `|` start a block: quote an expression that begins with one of them")
  }

  fileprivate static func splitCondition(_ scalar: Scalar, _ mark: Character) -> Diagnostic {
    Diagnostic(
      .splitCondition, "an expression with `\(mark)` must be quoted between `[` and `]`",
      at: scalar.range,
      help: "a comma would cut it in two: quote it, or write one condition a line after `- `")
  }
}

extension Scalar {
  /// A block without text: `>5` is one, where somebody meant to compare.
  fileprivate var isEmptyBlock: Bool {
    switch style {
    case .literal, .folded: text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x0A }
    case .plain, .singleQuoted, .doubleQuoted: false
    }
  }

  /// What shows that a comma of a flow list may have cut the expression: a bracket, or a quote
  /// that is open at its end.
  fileprivate var markThatIsCut: Character? {
    if text.utf8.contains(UInt8(ascii: "(")) { return "(" }
    var open: UInt8?
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else if let quote = open {
        if byte == quote { open = nil }
        isEscaped = byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        open = byte
      }
    }
    return open.map { Character(Unicode.Scalar($0)) }
  }
}
