import Diagnostics

/// A request as YAML that `scruple gate` reads.
enum FactsYAML {
  /// One line a fact; records and lists of scalars on one line where they are short.
  static func text(of value: JSONValue) -> String {
    guard case .object(let entries) = value else { return inline(value) + "\n" }
    return lines(of: entries, indent: 0)
  }

  private static let width = 76

  private static func lines(of entries: [(key: String, value: JSONValue)], indent: Int) -> String {
    let blank = String(repeating: " ", count: indent)
    return entries.map { key, value in
      let flow = "\(blank)\(plain(key)): \(inline(value))"
      guard flow.utf8.count > width || indent == 0 && value.hasParts,
        case .object(let inner) = value, !inner.isEmpty
      else { return flow + "\n" }
      return "\(blank)\(plain(key)):\n" + lines(of: inner, indent: indent + 2)
    }.joined()
  }

  private static func inline(_ value: JSONValue) -> String {
    switch value {
    case .null, .bool, .int, .double: value.text(pretty: false)
    case .string(let text): plain(text)
    case .array(let elements): "[" + elements.map(inline).joined(separator: ", ") + "]"
    case .object(let entries):
      "{" + entries.map { "\(plain($0.key)): \(inline($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// A text as it is where YAML takes it so, else in quotes.
  private static func plain(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { isLetter($0) } == true
      && text.utf8.allSatisfy {
        isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D
      }
      && !["true", "false", "null", "True", "False", "Null", "TRUE", "FALSE", "NULL"]
        .contains(text)
    return isPlain ? text : JSONValue.string(text).text(pretty: false)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
  }
}

extension JSONValue {
  fileprivate var hasParts: Bool {
    if case .object(let entries) = self { return !entries.isEmpty }
    return false
  }
}
