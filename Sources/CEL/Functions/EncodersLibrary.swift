extension Library {
  /// Octets as text: `base64.encode(bytes)`, `base64.decode(text)`.
  public static let encoders = Library(name: "encoders", functions: Base64.functions)
}

/// Base64 with the standard alphabet.
///
/// Source: RFC 4648, section 4. Padding is written; it may be missing where text is read. Line ends
/// are passed over, as cel-go and cel-cpp do; other white space is refused.
enum Base64 {
  fileprivate static let functions: [Function] = [
    Function(
      "base64.encode",
      [
        Overload(
          "base64_encode_bytes", [.bytes], .string, cost: .traversal,
          .unary { value, _ in
            guard case .bytes(let bytes) = value else {
              return .noSuchOverload("base64.encode", value)
            }
            return .text(encode(bytes.bytes))
          })
      ]),
    Function(
      "base64.decode",
      [
        Overload(
          "base64_decode_string", [.string], .bytes, cost: .traversal,
          .unary { value, _ in
            guard case .string(let text) = value else {
              return .noSuchOverload("base64.decode", value)
            }
            return decode(text.string).map(Value.octets)
              ?? .failure(.invalidArgument, "the text is no base64")
          })
      ]),
  ]

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of octets.
  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0 as UInt32) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for place in 0..<4 {
        let index = Int(bits >> UInt32(18 - 6 * place)) & 0x3F
        text.append(place <= group.count ? alphabet[index] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The octets of a text; nil where it is no base64.
  static func decode(_ text: String) -> [UInt8]? {
    var digits = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }[...]
    let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding == 0 || padding <= 2 && digits.count % 4 == 0 else { return nil }
    digits = digits.dropLast(padding)
    guard digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case 0x41...0x5A: UInt32(digit) - 0x41
    case 0x61...0x7A: UInt32(digit) - 0x61 + 26
    case 0x30...0x39: UInt32(digit) - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
