/// An IP address of version 4 or 6, without a zone: a value of the type `net.IP`.
///
/// An IPv4 address and the IPv6 address that stands for it (`::ffff:c0a8:1`) are two, of different
/// versions; but what is asked about the latter is answered as of the former.
public struct IPAddress: Hashable, Sendable {
  /// The protocol's version, which fixes how long an address is.
  public enum Version: Int, Sendable {
    /// IPv4: 32 bits.
    case four = 4
    /// IPv6: 128 bits.
    case six = 6

    /// How many bits an address has.
    public var bits: Int { self == .four ? 32 : 128 }
  }

  /// The protocol's version.
  public let version: Version
  /// The address as a number; below 2^32 for version 4.
  public let number: UInt128

  /// The IPv4 address of a number.
  public init(four number: UInt32) {
    version = .four
    self.number = UInt128(number)
  }

  /// The IPv6 address of a number.
  public init(six number: UInt128) {
    version = .six
    self.number = number
  }

  init(_ version: Version, _ number: UInt128) {
    self.version = version
    self.number = number
  }

  /// `0.0.0.0` or `::`.
  public var isUnspecified: Bool { number == 0 }

  /// `127.0.0.0/8` or `::1`.
  public var isLoopback: Bool { starts(127, 8) { $0.number == 1 } }

  /// `224.0.0.0/4` or `ff00::/8`.
  public var isMulticast: Bool { starts(0xE, 4) { $0.number >> 120 == 0xFF } }

  /// `169.254.0.0/16` or `fe80::/10`.
  public var isLinkLocalUnicast: Bool { starts(0xA9FE, 16) { $0.number >> 118 == 0x3FA } }

  /// `224.0.0.0/24`, or an IPv6 multicast address of link-local scope with any flags.
  public var isLinkLocalMulticast: Bool {
    starts(0xE0_0000, 24) { $0.number >> 112 & 0xFF0F == 0xFF02 }
  }

  /// Whether it names one interface beyond its link: all that is not unspecified, loopback,
  /// multicast, link-local or IPv4's broadcast; private addresses do.
  public var isGlobalUnicast: Bool {
    let four = four
    let isNowhere = isUnspecified || four == 0 || four == .max
    return !(isNowhere || isLoopback || isMulticast || isLinkLocalUnicast)
  }

  /// The IPv4 address that this is or, as an IPv6 one, stands for.
  private var four: UInt32? {
    version == .four || number >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: number) : nil
  }

  /// Whether the first bits of the IPv4 address are those of a number; of an IPv6 address that
  /// stands for none, what is asked of it.
  private func starts(_ prefix: UInt32, _ bits: UInt32, _ six: (IPAddress) -> Bool) -> Bool {
    four.map { $0 >> (32 - bits) == prefix } ?? six(self)
  }
}

extension IPAddress: OpaqueValue, CustomStringConvertible {
  /// The type of addresses, `net.IP`.
  public static let type = ValueType.opaque("net.IP", [])

  /// The type of addresses, `net.IP`.
  public var type: ValueType { IPAddress.type }

  /// Whether another value is the same address.
  public func isEqual(to other: any OpaqueValue) -> Bool { other as? IPAddress == self }

  /// The CEL expression that makes the address.
  public var description: String { "ip(\"\(text)\")" }
}
