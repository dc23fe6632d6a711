import CEL

/// An expression that ends in plain literals, cut without parsing it.
///
///     account.id in ["cl00", "cl04"]      start `account.id in [`, texts `cl00` and `cl04`
///     action.kind == "message.email"      start `action.kind == "`, text `message.email`
///     recipient.age < 18                  start `recipient.age < `, int 18
///
/// Two expressions of the same start are the same but for these literals: the parser reads them
/// alike. What else stands in the start makes no difference.
struct RelationText {
  /// The text up to the literals.
  let start: Substring
  let constants: [ConstantRelation.Constant]

  /// Nil where the text ends otherwise, or its literals have escapes, signs, or anything but
  /// printable ASCII in them.
  init?(_ text: String) {
    let bytes = text.utf8.span
    guard let last = bytes.indices.last else { return nil }
    let end: Int
    switch bytes[last] {
    case UInt8(ascii: "]"):
      guard let list = Self.list(text, bytes) else { return nil }
      (end, constants) = list
    case UInt8(ascii: "\""):
      guard let quote = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: "\"") }),
        let close = Self.endOfText(bytes, from: quote), close == last
      else { return nil }
      end = quote + 1
      constants = [.text(Self.text(text, end..<close))]
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var first = last
      while first > 0, bytes[first - 1] &- UInt8(ascii: "0") < 10 { first -= 1 }
      guard first > 0, bytes[first - 1] == 0x20,
        let number = Int64(Self.text(text, first..<last + 1))
      else { return nil }
      end = first
      constants = [.int(number)]
    default: return nil
    }
    start = text[..<text.utf8.index(text.startIndex, offsetBy: end)]
  }

  /// The texts of a list at the end, and where they start.
  private static func list(
    _ text: String, _ bytes: Span<UInt8>
  ) -> (start: Int, constants: [ConstantRelation.Constant])? {
    guard let open = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: "[") }) else {
      return nil
    }
    var constants: [ConstantRelation.Constant] = []
    var index = open + 1
    while let close = endOfText(bytes, from: index) {
      constants.append(.text(self.text(text, index + 1..<close)))
      index = close + 1
      if index == bytes.count - 1 { return (open + 1, constants) }
      guard bytes[index] == UInt8(ascii: ",") else { return nil }
      index += 1
      if bytes[index] == 0x20 { index += 1 }
    }
    return nil
  }

  /// The closing quotes of a literal whose opening ones stand at an index.
  private static func endOfText(_ bytes: Span<UInt8>, from open: Int) -> Int? {
    guard open < bytes.count, bytes[open] == UInt8(ascii: "\"") else { return nil }
    var index = open + 1
    while index < bytes.count {
      switch bytes[index] {
      // Empty quotes may begin a literal of many lines.
      case UInt8(ascii: "\""): return index > open + 1 ? index : nil
      case UInt8(ascii: "\\"): return nil
      case 0x20...0x7E: index += 1
      default: return nil
      }
    }
    return nil
  }

  private static func text(_ text: String, _ range: Range<Int>) -> String {
    let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
    return String(text[start..<text.utf8.index(start, offsetBy: range.count)])
  }
}
