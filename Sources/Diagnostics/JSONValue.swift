/// A JSON text before it is written; objects keep their order.
public indirect enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without a fraction.
  case int(Int64)
  /// A number; what is infinite or no number is written as `null`, since JSON has no word for it.
  case double(Double)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Keys with their values, written as given.
  case object([(key: String, value: JSONValue)])

  /// The value as JSON: in one line, or with a line a value and two blanks a level.
  ///
  /// Doubles are written with the fewest digits that read back the same. Only what must be escaped
  /// is.
  public func text(pretty: Bool) -> String {
    var writer = JSONWriter(isPretty: pretty)
    writer.write(self, level: 0)
    return writer.text
  }
}

private struct JSONWriter {
  let isPretty: Bool
  private(set) var text = ""

  init(isPretty: Bool) { self.isPretty = isPretty }

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .double(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): write(value)
    case .array(let elements):
      write(elements, "[", "]", level) { writer, element in writer.write(element, level: level + 1)
      }
    case .object(let entries):
      write(entries, "{", "}", level) { writer, entry in
        writer.write(entry.key)
        writer.text += writer.isPretty ? ": " : ":"
        writer.write(entry.value, level: level + 1)
      }
    }
  }

  private mutating func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, _ level: Int,
    _ body: (inout JSONWriter, Element) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      breakLine(level + 1)
      body(&self, element)
    }
    if !elements.isEmpty { breakLine(level) }
    text += close
  }

  private mutating func breakLine(_ level: Int) {
    if isPretty { text += "\n" + String(repeating: "  ", count: level) }
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\0"..."\u{1F}":
        text += scalar.value < 0x10 ? "\\u000" : "\\u00"
        text += String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
