import CEL
import Testing

struct LiteralTests {
  @Test(arguments: [
    ("0", "0"), ("007", "7"), ("0xfF", "255"), ("-0x10", "-16"), ("- 5", "-5"),
    ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("-0x8000000000000000", "-9223372036854775808"),
    ("0u", "0u"), ("12U", "12u"), ("0x1Fu", "31u"),
    ("18446744073709551615u", "18446744073709551615u"), ("-1u", "(-_ 1u)"),
    ("1.5", "1.5d"), (".5", "0.5d"), ("1e3", "1000.0d"), ("1.5E-3", "0.0015d"), ("2e+2", "200.0d"),
    ("-1.0", "-1.0d"), ("-0.0", "-0.0d"), ("1e400", "infd"), ("-1e400", "-infd"),
    ("1.e5", "(. 1 e5)"), ("true", "true"), ("false", "false"), ("null", "null"),
  ])
  func `numbers and words are read`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
  }

  @Test(arguments: [
    ("9223372036854775808", "bad-literal: `9223372036854775808` is out of range"),
    ("-9223372036854775809", "bad-literal: `-9223372036854775809` is out of range"),
    ("18446744073709551616u", "bad-literal: `18446744073709551616u` is out of range"),
    ("0x10000000000000000", "bad-literal: `0x10000000000000000` is out of range"),
    ("12abc", "bad-literal: `12abc` is no number"), ("0x", "bad-literal: `0x` is no number"),
    ("0X1", "bad-literal: `0X1` is no number"), ("30d", "bad-literal: `30d` is no number"),
    ("1_000", "bad-literal: `1_000` is no number"), ("1.5u", "bad-literal: `1.5u` is no number"),
    ("1e", "bad-literal: `1e` is no number"),
  ])
  func `what is no number is told`(text: String, mistake: String) {
    #expect(TreeText.parsed(text) == mistake)
  }

  @Test(arguments: [
    (#"'a'"#, "a"), (#""a""#, "a"), ("''", ""), (#""""""""#, ""), (#""it's""#, "it's"),
    (#"'''a'b''c'''"#, "a'b''c"), ("'''a\nb'''", "a\nb"), ("'''a\r\nb\rc'''", "a\nb\nc"),
    (#"'\a\b\f\n\r\t\v\\\?\"\'\`'"#, "\u{7}\u{8}\u{C}\n\r\t\u{B}\\?\"'`"),
    (#"'\x41\X4a\u00e9\U0001F62C\101'"#, "AJ\u{E9}\u{1F62C}A"), (#"'\377'"#, "\u{FF}"),
    (#"r'\n'"#, #"\n"#), (#"R"\""#, #"\"#), (#"r'''\'''"#, #"\"#), ("'é😬'", "é😬"),
    ("'\u{0}'", "\u{0}"), ("'//'", "//"),
  ])
  func `strings stand for their characters`(text: String, value: String) {
    #expect(TreeText.parsed(text) == value.debugDescription)
  }

  @Test(
    arguments: [
      (#"b'a'"#, [97]), (#"B"é""#, [0xC3, 0xA9]), (#"b'\xff\377\n'"#, [255, 255, 10]),
      (#"br'\x'"#, [92, 120]), (#"bR"""\""""#, [92]), (#"b''"#, []), ("b'''a\n'''", [97, 10]),
    ] as [(String, [UInt8])])
  func `bytes stand for their octets`(text: String, octets: [UInt8]) {
    #expect(TreeText.parsed(text) == "b\(octets)")
  }

  @Test(arguments: [
    (#"'\z'"#, #"`\z` is no escape"#), (#"'\400'"#, #"`\4` is no escape"#),
    (#"'\08'"#, #"`\0` is no escape"#), (#"'\xg1'"#, #"`\x` is no escape"#),
    (#"'\u12'"#, #"`\u12` is no escape"#), (#"'\ud800'"#, #"`\ud800` is no character"#),
    (#"'\U00110000'"#, #"`\U00110000` is no character"#),
    (#"b'\u0041'"#, #"`\u0041` is no escape of bytes"#),
    (#"'a"#, "this string does not end"), ("'a\nb'", "this string does not end"),
    (#"'''a'"#, "this string does not end"), (#"'\'"#, "this string does not end"),
  ])
  func `what is no string is told`(text: String, mistake: String) {
    #expect(TreeText.parsed(text).hasPrefix("bad-literal: \(mistake)"))
  }
}
