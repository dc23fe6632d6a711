import CEL
import Testing

struct StringFunctionTests {
  @Test(arguments: [
    ("size('')", "0"), ("size('\u{e9}')", "1"), ("size('e\u{301}')", "2"),
    ("size('a\\r\\nb')", "4"), ("size('\u{1F469}\u{200D}\u{1F4BB}')", "3"),
    ("'\u{1F600}'.size()", "1"), ("size(b'\u{e9}')", "2"), ("b''.size()", "0"),
    ("size([1, 2])", "2"), ("{'a': 1}.size()", "1"),
  ])
  func `a string's size counts code points, that of bytes octets`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("'hello'.contains('ell')", true), ("'hello'.contains('elo')", false),
    ("'aaab'.contains('aab')", true), ("'hello'.contains('')", true),
    ("''.contains('a')", false), ("'\u{e9}'.contains('e')", false),
    ("'e\u{301}'.contains('e')", true), ("'hello'.startsWith('he')", true),
    ("'he'.startsWith('hello')", false), ("'e\u{301}'.startsWith('e')", true),
    ("'hello'.endsWith('lo')", true), ("'lo'.endsWith('hello')", false),
    ("'hello'.endsWith('')", true), ("'cafe\u{301}'.endsWith('\u{e9}')", false),
    ("'a\\x00b'.contains('\\x00b')", true),
  ])
  func `parts are found by code points`(text: String, expected: Bool) {
    #expect(outcome(of: text) == "\(expected)")
  }

  @Test(arguments: [
    ("'hello'.matches('l+')", "true"), ("matches('hello', '^l')", "false"),
    ("'a\\nb'.matches('a.b')", "false"), ("'\u{1F600}'.matches('^.$')", "true"),
    ("'x'.matches('(')", "invalid-argument"), ("'x'.matches(dyn('a{1001}'))", "invalid-argument"),
    ("'x'.matches('(a)' + '\\\\1')", "invalid-argument"),
    ("'x'.matches('(?=x)')", "invalid-argument"), ("''.matches('')", "true"),
  ])
  func `matches searches for a pattern in RE2's syntax`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }
}
