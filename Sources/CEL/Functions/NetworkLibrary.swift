extension Library {
  /// IP addresses and their ranges: `ip('10.0.0.1')`, `cidr('10.0.0.0/8').containsIP('10.0.0.1')`.
  ///
  /// Texts are read strictly: no zones, no leading zeros, no IPv4 address in an IPv6 one.
  public static let network = Library(
    name: "network", functions: NetworkLibrary.functions,
    types: [("net.IP", IPAddress.type), ("net.CIDR", IPRange.type)])
}

/// The declarations of the library of network addresses.
///
/// Source: cel-go's `ext.Network` and Kubernetes' libraries, which agree.
private enum NetworkLibrary {
  static let functions: [Function] = [
    Function("isIP", [reader("is_ip", .bool) { .bool(IPAddress($0) != nil) }]),
    Function("isCIDR", [reader("is_cidr", .bool) { .bool(IPRange($0) != nil) }]),
    Function(
      "ip",
      [
        reader("string_to_ip", IPAddress.type, address),
        range("cidr_ip", IPAddress.type) { .boxed($0.address) },
      ]),
    Function("cidr", [reader("string_to_cidr", IPRange.type, range)]),
    Function(
      "ip.isCanonical",
      [
        reader("ip_is_canonical", .bool) { text in
          IPAddress(text).map { .bool($0.text == text) } ?? notAddress(text)
        }
      ]),
    Function("family", [address("ip_family", .int) { .int(Int64($0.version.rawValue)) }]),
    Function("isUnspecified", [address("ip_is_unspecified", \.isUnspecified)]),
    Function("isLoopback", [address("ip_is_loopback", \.isLoopback)]),
    Function("isGlobalUnicast", [address("ip_is_global_unicast", \.isGlobalUnicast)]),
    Function("isLinkLocalUnicast", [address("ip_is_link_local_unicast", \.isLinkLocalUnicast)]),
    Function(
      "isLinkLocalMulticast", [address("ip_is_link_local_multicast", \.isLinkLocalMulticast)]),
    Function(
      "containsIP",
      [
        contains("cidr_contains_ip", IPAddress.type), contains("cidr_contains_ip_string", .string),
      ]),
    Function(
      "containsCIDR",
      [
        contains("cidr_contains_cidr", IPRange.type),
        contains("cidr_contains_cidr_string", .string, isRange: true),
      ]),
    Function("masked", [range("cidr_masked", IPRange.type) { .boxed($0.masked) }]),
    Function("prefixLength", [range("cidr_prefix_length", .int) { .int(Int64($0.prefixLength)) }]),
    Function(
      "string",
      [
        address("ip_to_string", .string, member: false) { .text($0.text) },
        range("cidr_to_string", .string, member: false) { .text($0.text) },
      ]),
  ]

  /// A function of a text.
  private static func reader(
    _ id: String, _ result: ValueType, _ body: @escaping @Sendable (String) -> Value
  ) -> Overload {
    Overload(
      id, [.string], result, cost: .traversal,
      .unary { value, _ in value.content.map(body) ?? .noSuchOverload(id, value) })
  }

  private static func address(
    _ id: String, _ property: @escaping @Sendable (IPAddress) -> Bool
  ) -> Overload {
    address(id, .bool) { .bool(property($0)) }
  }

  private static func address(
    _ id: String, _ result: ValueType, member: Bool = true,
    _ body: @escaping @Sendable (IPAddress) -> Value
  ) -> Overload {
    Overload(
      id, member: member, [IPAddress.type], result,
      .unary { value, _ in value.address.map(body) ?? .noSuchOverload(id, value) })
  }

  private static func range(
    _ id: String, _ result: ValueType, member: Bool = true,
    _ body: @escaping @Sendable (IPRange) -> Value
  ) -> Overload {
    Overload(
      id, member: member, [IPRange.type], result,
      .unary { value, _ in value.range.map(body) ?? .noSuchOverload(id, value) })
  }

  /// Whether a range holds an address or a range, given as such or as a text.
  private static func contains(
    _ id: String, _ argument: ValueType, isRange: Bool = false
  ) -> Overload {
    Overload(
      id, member: true, [IPRange.type, argument], .bool,
      .binary { range, part, _ in
        guard let range = range.range else { return .noSuchOverload(id, range, part) }
        var part = part
        if let text = part.content { part = isRange ? self.range(text) : address(text) }
        if let address = part.address { return .bool(range.contains(address)) }
        if let other = part.range { return .bool(range.contains(other)) }
        return part.isUndecided ? part : .noSuchOverload(id, .boxed(range), part)
      })
  }

  @Sendable
  private static func address(_ text: String) -> Value {
    IPAddress(text).map(Value.boxed) ?? notAddress(text)
  }

  @Sendable
  private static func range(_ text: String) -> Value {
    IPRange(text).map(Value.boxed)
      ?? .failure(.invalidArgument, "`\(text)` is no range of IP addresses")
  }

  private static func notAddress(_ text: String) -> Value {
    .failure(.invalidArgument, "`\(text)` is no IP address")
  }
}

extension Value {
  /// The address, where this is one.
  fileprivate var address: IPAddress? {
    if case .opaque(let box) = self { box.value as? IPAddress } else { nil }
  }

  /// The range of addresses, where this is one.
  fileprivate var range: IPRange? {
    if case .opaque(let box) = self { box.value as? IPRange } else { nil }
  }
}
