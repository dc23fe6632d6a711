/// n8n's expressions: a text that begins with `=` holds JavaScript between `{{` and `}}`.
///
/// Source: docs.n8n.io, "Expressions" and "Current node input".
enum N8nExpression {
  /// Members that choose an item and name no field.
  private static let passing: Set<String> = [
    "json", "item", "first", "last", "all", "itemMatching", "pairedItem", "params", "context",
  ]

  /// What the code between braces refers to; a text without `=` in front refers to nothing.
  static func references(in text: String) -> [Reference] {
    guard text.utf8.first == UInt8(ascii: "=") else { return [] }
    var found: [Reference] = []
    var rest = text[...]
    while let open = rest.firstRange(ofASCII: "{{") {
      let inside = rest[open.upperBound...]
      let close = inside.firstRange(ofASCII: "}}")
      found += references(inCode: String(inside[..<(close?.lowerBound ?? inside.endIndex)]))
      guard let close else { break }
      rest = inside[close.upperBound...]
    }
    return found
  }

  /// What JavaScript refers to by n8n's variables.
  static func references(inCode code: String) -> [Reference] {
    var scanner = PathScanner(code)
    var found: [Reference] = []
    while !scanner.isAtEnd {
      guard scanner.bytes[scanner.index] == UInt8(ascii: "$"),
        scanner.index == 0 || !PathScanner.isName(scanner.bytes[scanner.index - 1])
      else {
        scanner.index += 1
        continue
      }
      if let reference = reference(&scanner) { found.append(reference) }
    }
    return found
  }

  /// The reference whose `$` is next; steps over it in any case.
  private static func reference(_ scanner: inout PathScanner) -> Reference? {
    let name = scanner.name()
    switch name {
    case "$json", "$input", "$binary", "$data":
      return Reference(.incoming, field(&scanner))
    case "$", "$items":
      guard let first = scanner.call() else { return nil }
      guard let step = first else { return Reference(.incoming, field(&scanner)) }
      return Reference(.step(step), field(&scanner))
    case "$node":
      let names = scanner.members(passing: passing)
      guard let step = names.first else { return nil }
      return Reference(.step(step), names.dropFirst().joined(separator: "."))
    case "$env", "$vars":
      return Reference(.setting, field(&scanner))
    case "$fromAI", "$fromai", "$fromAi":
      let field = scanner.call() ?? nil
      return Reference(.model, field ?? "")
    default:
      return nil
    }
  }

  private static func field(_ scanner: inout PathScanner) -> String {
    scanner.members(passing: passing).joined(separator: ".")
  }

  /// The text without its `=`; nil where all of it is one expression.
  static func literal(_ text: String) -> String? {
    guard text.utf8.first == UInt8(ascii: "=") else { return text }
    let body = text.dropFirst()
    let trimmed = body.trimmingBlanks
    if trimmed.hasPrefix("{{"), trimmed.hasSuffix("}}"),
      trimmed.dropFirst(2).firstRange(ofASCII: "}}")?.upperBound == trimmed.endIndex
    {
      // `{{ "x" }}` is worked out too, but to nothing else than x.
      let code = trimmed.dropFirst(2).dropLast(2).trimmingBlanks
      var scanner = PathScanner(String(code))
      if let constant = scanner.quoted(), scanner.isAtEnd { return constant }
      if code == "true" || code == "false" { return String(code) }
      return nil
    }
    return String(body)
  }
}

extension StringProtocol {
  /// Without blanks and line ends around it.
  var trimmingBlanks: SubSequence {
    var text = self[...]
    while let first = text.unicodeScalars.first, first.value <= 0x20 {
      text = text[text.unicodeScalars.index(after: text.startIndex)...]
    }
    while let last = text.unicodeScalars.last, last.value <= 0x20 {
      text = text[..<text.unicodeScalars.index(before: text.endIndex)]
    }
    return text
  }

  /// The first place of a short text of ASCII.
  func firstRange(ofASCII needle: StaticString) -> Range<Index>? {
    let length = needle.utf8CodeUnitCount
    var start = utf8.startIndex
    while start != utf8.endIndex {
      var place = start
      var matched = 0
      while matched < length, place != utf8.endIndex,
        unsafe utf8[place] == needle.utf8Start[matched]
      {
        place = utf8.index(after: place)
        matched += 1
      }
      if matched == length { return start..<place }
      start = utf8.index(after: start)
    }
    return nil
  }
}
