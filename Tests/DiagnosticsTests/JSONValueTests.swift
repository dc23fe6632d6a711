import Diagnostics
import Testing

struct JSONValueTests {
  @Test func `a value is written in one line or many, in its order`() {
    let value = JSONValue.object([
      ("b", .array([.int(1), .bool(true), .null])), ("a", .object([])), ("c", .array([])),
    ])
    #expect(value.text(pretty: false) == #"{"b":[1,true,null],"a":{},"c":[]}"#)
    #expect(
      value.text(pretty: true) == """
        {
          "b": [
            1,
            true,
            null
          ],
          "a": {},
          "c": []
        }
        """)
  }

  @Test(arguments: [
    (0.1, "0.1"), (1, "1.0"), (1e300, "1e+300"), (-2.5e-7, "-2.5e-07"), (.infinity, "null"),
    (.nan, "null"), (0.1 + 0.2, "0.30000000000000004"),
  ])
  func `doubles are written with the fewest digits`(value: Double, text: String) {
    #expect(JSONValue.double(value).text(pretty: false) == text)
  }

  @Test func `what must be escaped is, and nothing else`() {
    let text = "\"\\/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}é😀\u{2028}\r\n"
    let expected = #""\"\\/\n\r\t\b\f\u0000\u001f"# + "\u{7F}é😀\u{2028}" + #"\r\n""#
    #expect(JSONValue.string(text).text(pretty: false) == expected)
  }
}
