import CEL
import Testing

struct NetworkTests {
  private func result(_ text: String) -> String {
    outcome(of: text, libraries: [.standard, .network])
  }

  @Test(arguments: [
    ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("1.2.3.4", "1.2.3.4"),
    ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::1", "2001:db8::1"),
    ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    // One group of zeros is written out, of two runs the longer one is left out, or the first.
    ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("1:0:0:4:0:0:0:8", "1:0:0:4::8"),
    ("1:0:0:4:5:0:0:8", "1::4:5:0:0:8"), ("1:2:3:4:5:6::", "1:2:3:4:5:6::"),
    ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ("::1.2.3.4", "::102:304"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("::ffff:c0a8:1", "::ffff:c0a8:1"),
    ("::fffe:1.2.3.4", "::fffe:102:304"),
  ])
  func `addresses are written in one form`(text: String, canonical: String) {
    #expect(IPAddress(text)?.text == canonical)
    #expect(IPAddress(canonical)?.text == canonical)
    #expect(result("string(ip('\(text)'))") == "\"\(canonical)\"")
    #expect(result("ip.isCanonical('\(text)')") == "\(text == canonical)")
    #expect(result("isIP('\(text)')") == "true")
  }

  @Test(arguments: [
    "", ".", ":", ":::", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.",
    "1..3.4", "+1.2.3.4", "1.2.3.-4", " 1.2.3.4", "1.2.3.4 ", "0x1.2.3.4", "1.2.3.4444",
    "127.0.0.1:80", "[::1]", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:", "1:2:3:4::5:6:7:8", "12345::", "g::", "::1%eth0", "fe80::1%25", "1.2.3.4%1",
    "::ffff:1.2.3.4", "::FFFF:1.2.3.4", "0:0:0:0:0:ffff:1.2.3.4", "1.2.3.4::", "::1.2.3.4:5",
    "::1.2.3", "::01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4.", "localhost", "\u{661}.2.3.4",
  ])
  func `what is no address is refused`(text: String) {
    #expect(IPAddress(text) == nil)
    #expect(result("isIP('\(text)')") == "false")
    #expect(result("ip('\(text)')") == "invalid-argument")
    #expect(result("ip.isCanonical('\(text)')") == "invalid-argument")
    #expect(result("cidr('10.0.0.0/8').containsIP('\(text)')") == "invalid-argument")
  }

  @Test(
    arguments: [
      ("0.0.0.0", [.unspecified]), ("255.255.255.255", []), ("8.8.8.8", [.global]),
      ("10.0.0.1", [.global]), ("127.0.0.1", [.loopback]), ("127.255.255.255", [.loopback]),
      ("128.0.0.1", [.global]), ("169.254.0.0", [.linkLocal]), ("169.255.0.0", [.global]),
      ("224.0.0.255", [.linkLocalMulticast]), ("224.0.1.0", []), ("239.1.1.1", []),
      ("240.0.0.1", [.global]), ("::", [.unspecified]), ("::1", [.loopback]), ("::2", [.global]),
      ("fe80::1", [.linkLocal]), ("febf::1", [.linkLocal]), ("fec0::1", [.global]),
      ("fd00::1", [.global]), ("ff02::1", [.linkLocalMulticast]),
      ("ff12::1", [.linkLocalMulticast]), ("ff05::1", []), ("ff00::", []),
      ("::ffff:7f00:1", [.loopback]), ("::ffff:a9fe:1", [.linkLocal]), ("::ffff:0:0", []),
      ("::ffff:e000:1", [.linkLocalMulticast]), ("::ffff:808:808", [.global]),
    ] as [(String, Set<Scope>)])
  func `an address is of one scope`(text: String, scopes: Set<Scope>) {
    for scope in Scope.allCases {
      #expect(
        result("ip('\(text)').\(scope.rawValue)()") == "\(scopes.contains(scope))", "\(scope)")
    }
  }

  enum Scope: String, CaseIterable, Sendable {
    case unspecified = "isUnspecified"
    case loopback = "isLoopback"
    case global = "isGlobalUnicast"
    case linkLocal = "isLinkLocalUnicast"
    case linkLocalMulticast = "isLinkLocalMulticast"
  }

  @Test(arguments: [
    "", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08",
    "10.0.0.0/8/8", "10.0.0/8", "::/129", "::/999999999999999999999", "::1%eth0/64", "::1/64%eth0",
    "::ffff:1.2.3.4/96", "10.0.0.0/255.0.0.0", "10.0.0.0 /8", "10.0.0.0/ 8", "/8",
  ])
  func `what is no range is refused`(text: String) {
    #expect(result("isCIDR('\(text)')") == "false")
    #expect(result("cidr('\(text)')") == "invalid-argument")
    #expect(result("cidr('10.0.0.0/8').containsCIDR('\(text)')") == "invalid-argument")
  }

  @Test(arguments: [
    ("cidr('10.1.2.3/8')", "cidr(\"10.1.2.3/8\")"), ("cidr('10.1.2.3/8').ip()", "ip(\"10.1.2.3\")"),
    ("cidr('10.1.2.3/8').masked()", "cidr(\"10.0.0.0/8\")"),
    ("cidr('10.1.2.3/0').masked()", "cidr(\"0.0.0.0/0\")"),
    ("cidr('10.1.2.3/32').masked()", "cidr(\"10.1.2.3/32\")"),
    ("cidr('2001:DB8::1/0').masked()", "cidr(\"::/0\")"),
    ("cidr('2001:db8::1/127').masked()", "cidr(\"2001:db8::/127\")"),
    ("cidr('2001:db8::1/128').masked()", "cidr(\"2001:db8::1/128\")"),
    ("cidr('2001:db8::1/33').prefixLength()", "33"), ("ip('1.2.3.4').family()", "4"),
    ("ip('::1').family()", "6"), ("ip('::ffff:c0a8:1').family()", "6"),
    ("cidr('10.0.0.0/8') == cidr('10.0.0.1/8')", "false"),
    ("cidr('10.0.0.0/8') == cidr('10.0.0.0/8')", "true"),
    ("cidr('10.0.0.0/8') == cidr('10.0.0.0/9')", "false"),
    ("ip('::1') in [ip('1.1.1.1'), ip('0:0::1')]", "true"),
    ("dyn(ip('::1')) == dyn('::1')", "false"), ("ip('::1') == '::1'", "host"),
    ("type(ip('::1')) == net.IP && type(cidr('::/0')) == net.CIDR", "true"),
    ("dyn(ip('::1')).prefixLength()", "no-such-overload"), ("ip(cidr('::/0'))", "host"),
    ("string(dyn(cidr('::1/0')))", "\"::1/0\""), ("{ip('::1'): 1}", "invalid-argument"),
  ])
  func `ranges have parts`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.255.255", true), ("10.9.9.9/8", "10.0.0.0", true),
    ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "255.1.2.3", true),
    ("0.0.0.0/0", "::1", false), ("::/0", "1.2.3.4", false), ("::/0", "ffff::", true),
    ("10.0.0.1/32", "10.0.0.1", true), ("10.0.0.1/32", "10.0.0.0", false),
    ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::", false),
    ("::ffff:0:0/96", "1.2.3.4", false),
  ])
  func `a range holds the addresses of its prefix`(range: String, address: String, holds: Bool) {
    #expect(result("cidr('\(range)').containsIP(ip('\(address)'))") == "\(holds)")
    #expect(result("cidr('\(range)').containsIP('\(address)')") == "\(holds)")
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.1.0.0/16", true), ("10.0.0.0/8", "10.0.0.0/8", true),
    ("10.0.0.0/8", "10.0.0.0/7", false), ("10.0.0.0/8", "11.0.0.0/16", false),
    ("0.0.0.0/0", "::/0", false), ("10.3.0.0/8", "10.1.0.0/8", true), ("::/0", "::/0", true),
  ])
  func `a range holds the ranges in it`(range: String, part: String, holds: Bool) {
    #expect(result("cidr('\(range)').containsCIDR(cidr('\(part)'))") == "\(holds)")
    #expect(result("cidr('\(range)').containsCIDR('\(part)')") == "\(holds)")
  }
}
