/// Texts of addresses: read strictly, written in the one form that RFC 5952 recommends.
///
/// Source: RFC 4291, section 2.2; the strictness of Kubernetes' and cel-go's libraries: no leading
/// zeros in IPv4, no zones, no IPv4 address in dots within the IPv6 one that stands for it
/// (`::ffff:1.2.3.4`).
extension IPAddress {
  /// Reads an address; nil for what is none.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: ":")) {
      guard let number = IPAddress.six(bytes[...]),
        number >> 32 != 0xFFFF || !bytes.contains(UInt8(ascii: "."))
      else { return nil }
      self.init(six: number)
    } else {
      guard let number = IPAddress.four(bytes[...]) else { return nil }
      self.init(four: number)
    }
  }

  /// Reads four numbers up to 255.
  ///
  ///     four = number "." number "." number "." number
  private static func four(_ text: ArraySlice<UInt8>) -> UInt32? {
    let fields = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard fields.count == 4 else { return nil }
    var address: UInt32 = 0
    for field in fields {
      guard let number = decimal(field), number <= 255 else { return nil }
      address = address << 8 | UInt32(number)
    }
    return address
  }

  /// A number of up to three digits without leading zeros.
  static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    guard let first = digits.first, digits.count <= 3, digits.allSatisfy(\.isDigit),
      digits.count == 1 || first != UInt8(ascii: "0")
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Reads eight groups of 16 bits; `::` stands once for one or more groups of zero.
  ///
  ///     six = groups | groups? "::" groups?
  private static func six(_ text: ArraySlice<UInt8>) -> UInt128? {
    let colon = UInt8(ascii: ":")
    let places = text.indices.dropLast()
    guard let gap = places.first(where: { text[$0] == colon && text[$0 + 1] == colon }) else {
      guard let groups = groups(text, endsAddress: true), groups.count == 8 else { return nil }
      return number(of: groups)
    }
    guard let before = groups(text[..<gap], endsAddress: false),
      let after = groups(text[(gap + 2)...], endsAddress: true),
      before.count + after.count < 8
    else { return nil }
    let zeros = Array(repeating: UInt16(0), count: 8 - before.count - after.count)
    return number(of: before + zeros + after)
  }

  /// Reads groups with colons between them; the last 32 bits may be written as an IPv4 address.
  ///
  ///     groups = group (":" group)* (":" four)? | four
  private static func groups(_ text: ArraySlice<UInt8>, endsAddress: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    let fields = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var groups: [UInt16] = []
    for (place, field) in fields.enumerated() {
      if endsAddress, place == fields.count - 1, field.contains(UInt8(ascii: ".")) {
        guard let four = four(field) else { return nil }
        groups += [UInt16(four >> 16), UInt16(truncatingIfNeeded: four)]
      } else {
        guard (1...4).contains(field.count) else { return nil }
        var group: UInt16 = 0
        for byte in field {
          guard let digit = byte.hexDigit else { return nil }
          group = group << 4 | UInt16(digit)
        }
        groups.append(group)
      }
    }
    return groups
  }

  private static func number(of groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
  }

  /// The canonical text: no leading zeros, lower case, the longest run of zeros as `::`.
  public var text: String {
    switch version {
    case .four:
      return stride(from: 24, through: 0, by: -8).map { String(number >> UInt128($0) & 0xFF) }
        .joined(separator: ".")
    case .six:
      let groups = stride(from: 112, through: 0, by: -16).map { number >> UInt128($0) & 0xFFFF }
      let words = groups.map { String($0, radix: 16) }
      let run = IPAddress.longestRun(in: groups)
      guard run.count > 1 else { return words.joined(separator: ":") }
      return words[..<run.lowerBound].joined(separator: ":") + "::"
        + words[run.upperBound...].joined(separator: ":")
    }
  }

  /// The first of the longest runs of zeros.
  private static func longestRun(in groups: [UInt128]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for (place, group) in groups.enumerated() {
      if group != 0 {
        start = place + 1
      } else if place + 1 - start > longest.count {
        longest = start..<place + 1
      }
    }
    return longest
  }
}
