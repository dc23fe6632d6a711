/// `format`: a string in which clauses such as `%s` or `%.2f` stand for a list's elements.
///
/// Clauses: `%s` anything, `%d` numbers, `%f` and `%e` numbers with digits after the point (6 where
/// none are asked for), `%b` integers and bools, `%o` integers, `%x` and `%X` integers, strings and
/// bytes, `%%` the sign itself. Source: cel-go's `ext.Strings` and cel-spec's tests of it.
enum StringFormat {
  static let function = Function(
    "format",
    [
      Overload(
        "string_format", member: true, [.string, .list(.dyn)], .string, cost: .traversal,
        .binary { format, arguments, _ in
          guard case .string(let text) = format, case .list(let list) = arguments else {
            return .noSuchOverload("format", format, arguments)
          }
          if let undecided = arguments.undecidedPart { return undecided }
          do throws(EvaluationError) {
            return .text(try formatted(text.string, list.elements))
          } catch {
            return .error(error)
          }
        })
    ])

  /// The most digits after the point that can be asked for.
  private static let mostDigits = 1_000

  private static func formatted(
    _ format: String, _ arguments: [Value]
  ) throws(EvaluationError) -> String {
    var result = ""
    var rest = format.unicodeScalars[...]
    var next = arguments.startIndex
    while let start = rest.firstIndex(of: "%") {
      result += String(rest[..<start])
      rest = rest[start...].dropFirst()
      if rest.first == "%" {
        result += "%"
        rest = rest.dropFirst()
        continue
      }
      let digits = try precision(&rest)
      guard let clause = rest.popFirst() else {
        throw EvaluationError(.invalidArgument, "the format ends within a clause")
      }
      guard next < arguments.endIndex else {
        throw EvaluationError(
          .invalidArgument, "the format has more clauses than the \(arguments.count) arguments")
      }
      result += try text(
        of: arguments[next], clause, digits, longest: String.longestResult - result.utf8.count)
      next += 1
    }
    return result + String(rest)
  }

  /// Reads `"." digit+` where there is a point.
  private static func precision(
    _ rest: inout Substring.UnicodeScalarView
  ) throws(EvaluationError) -> Int? {
    guard rest.first == "." else { return nil }
    rest = rest.dropFirst()
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(digits.count)
    guard let count = Int(String(digits)), count <= mostDigits else {
      throw EvaluationError(
        .invalidArgument, "after the point of a clause stands a number of digits up to 1000")
    }
    return count
  }

  private static func text(
    of value: Value, _ clause: Unicode.Scalar, _ digits: Int?, longest: Int
  ) throws(EvaluationError) -> String {
    let text: String?
    switch clause {
    case "s":
      var written = ""
      text = try write(value, to: &written, longest) ? written : nil
    case "d": text = decimal(value)
    case "f": text = number(value) { DecimalText.fixed($0, digits: digits ?? 6) }
    case "e": text = number(value) { DecimalText.scientific($0, digits: digits ?? 6) }
    case "b": text = binary(value)
    case "o": text = integer(value, radix: 8)
    case "x": text = hexadecimal(value, isUpper: false)
    case "X": text = hexadecimal(value, isUpper: true)
    default: throw EvaluationError(.invalidArgument, "`%\(clause)` is no clause of a format")
    }
    guard let text else {
      throw EvaluationError(
        .invalidArgument, "`%\(clause)` does not take a `\(value.type.runtimeName)`")
    }
    return text
  }

  /// Writes the text of `%s`; false for what has none.
  private static func write(
    _ value: Value, to text: inout String, _ longest: Int
  ) throws(EvaluationError) -> Bool {
    guard text.utf8.count <= longest else {
      throw EvaluationError(.overflow, "the formatted text would be too long")
    }
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int, .uint, .double: text += decimal(value) ?? ""
    case .string(let value): text += value.string
    case .bytes(let value): text += String(decoding: value.bytes, as: UTF8.self)
    case .timestamp(let value): text += value.text
    case .duration(let value): text += Durations.text(value)
    case .type(let value): text += value.type.runtimeName
    case .list(let list):
      text += "["
      for (index, element) in list.elements.enumerated() {
        if index > 0 { text += ", " }
        guard try write(element, to: &text, longest) else { return false }
      }
      text += "]"
    case .map(let map): return try write(map, to: &text, longest)
    case .symbol, .record, .optional, .opaque, .unknown, .error: return false
    }
    return true
  }

  /// Writes entries in the order of their keys' texts.
  private static func write(
    _ map: MapValue, to text: inout String, _ longest: Int
  ) throws(EvaluationError) -> Bool {
    var entries: [(key: String, value: Value)] = []
    for entry in map.entries {
      var key = ""
      guard try write(entry.key, to: &key, longest) else { return false }
      entries.append((key, entry.value))
    }
    entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    text += "{"
    for (index, entry) in entries.enumerated() {
      text += (index == 0 ? "" : ", ") + entry.key + ": "
      guard try write(entry.value, to: &text, longest) else { return false }
    }
    text += "}"
    return true
  }

  private static func decimal(_ value: Value) -> String? {
    integer(value, radix: 10) ?? number(value, DecimalText.plain)
  }

  private static func integer(_ value: Value, radix: Int) -> String? {
    if case .int(let value) = value { return String(value, radix: radix) }
    if case .uint(let value) = value { return String(value, radix: radix) }
    return nil
  }

  /// A number's text as a double; `NaN` and `Infinity` have one form for all clauses.
  private static func number(_ value: Value, _ write: (Double) -> String) -> String? {
    let number: Double
    if case .double(let value) = value {
      number = value
    } else if case .int(let value) = value {
      number = Double(value)
    } else if case .uint(let value) = value {
      number = Double(value)
    } else {
      return nil
    }
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return write(number)
  }

  private static func binary(_ value: Value) -> String? {
    if case .bool(let value) = value { return value ? "1" : "0" }
    return integer(value, radix: 2)
  }

  private static func hexadecimal(_ value: Value, isUpper: Bool) -> String? {
    let text: String?
    if case .string(let value) = value {
      text = octets(Array(value.string.utf8))
    } else if case .bytes(let value) = value {
      text = octets(value.bytes)
    } else {
      text = integer(value, radix: 16)
    }
    return isUpper ? text?.upperASCII : text
  }

  private static func octets(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
