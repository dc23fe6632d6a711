/// A range of IP addresses in CIDR notation, `10.0.0.0/8`: a value of the type `net.CIDR`.
///
/// The address may have bits beyond the prefix: `10.1.2.3/8` is another value than `10.0.0.0/8`,
/// but holds the same addresses.
public struct IPRange: Hashable, Sendable {
  /// The address as written.
  public let address: IPAddress
  /// How many leading bits all addresses of the range share.
  public let prefixLength: Int

  /// Nil where an address has no so many bits.
  public init?(_ address: IPAddress, prefixLength: Int) {
    guard (0...address.version.bits).contains(prefixLength) else { return nil }
    self.address = address
    self.prefixLength = prefixLength
  }

  /// Reads a range; nil for what is none.
  ///
  ///     range = address "/" number
  public init?(_ text: String) {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")),
      let address = IPAddress(String(text[..<slash])),
      let length = IPAddress.decimal(Array(text.utf8[slash...].dropFirst())[...])
    else { return nil }
    self.init(address, prefixLength: length)
  }

  /// The canonical text of the address with the prefix's length.
  public var text: String { "\(address.text)/\(prefixLength)" }

  /// The same range with all bits beyond the prefix zero.
  public var masked: IPRange {
    IPRange(masking: address, prefixLength)
  }

  private init(masking address: IPAddress, _ length: Int) {
    let rest = UInt128(address.version.bits - length)
    // A shift by all 128 bits leaves 0, as it should.
    self.address = IPAddress(address.version, (address.number >> rest) << rest)
    prefixLength = length
  }

  /// Whether an address, of the same version, lies in the range.
  public func contains(_ other: IPAddress) -> Bool {
    let rest = UInt128(address.version.bits - prefixLength)
    return other.version == address.version && other.number >> rest == address.number >> rest
  }

  /// Whether all addresses of another range lie in this one.
  public func contains(_ other: IPRange) -> Bool {
    other.prefixLength >= prefixLength && contains(other.address)
  }
}

extension IPRange: OpaqueValue, CustomStringConvertible {
  /// The type of ranges, `net.CIDR`.
  public static let type = ValueType.opaque("net.CIDR", [])

  /// The type of ranges, `net.CIDR`.
  public var type: ValueType { IPRange.type }

  /// Whether another value is the same address with the same prefix.
  public func isEqual(to other: any OpaqueValue) -> Bool { other as? IPRange == self }

  /// The CEL expression that makes the range.
  public var description: String { "cidr(\"\(text)\")" }
}
