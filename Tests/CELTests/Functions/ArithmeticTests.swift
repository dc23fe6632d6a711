import CEL
import Testing

struct ArithmeticTests {
  @Test(arguments: [
    ("9223372036854775806 + 1", "9223372036854775807"),
    ("9223372036854775807 + 1", "overflow"),
    ("-9223372036854775807 - 1", "-9223372036854775808"),
    ("-9223372036854775808 - 1", "overflow"),
    ("-9223372036854775808 + -1", "overflow"),
    ("3037000500 * 3037000500", "overflow"),
    ("-3037000500 * 3037000500", "overflow"),
    ("-(-9223372036854775808)", "overflow"),
    ("-9223372036854775808 / -1", "overflow"),
    ("-9223372036854775808 % -1", "overflow"),
    ("18446744073709551615u + 1u", "overflow"),
    ("0u - 1u", "overflow"),
    ("4294967296u * 4294967296u", "overflow"),
    ("1 / 0", "division-by-zero"),
    ("1 % 0", "division-by-zero"),
    ("1u / 0u", "division-by-zero"),
    ("1u % 0u", "division-by-zero"),
  ])
  func `integers that leave 64 bits are errors`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("5 / 2", "2"), ("5 / -2", "-2"), ("-5 / 2", "-2"),
    ("5 % 3", "2"), ("-5 % 3", "-2"), ("5 % -3", "2"),
    ("7u / 2u", "3u"), ("7u % 2u", "1u"), ("-(3)", "-3"),
  ])
  func `division rounds towards zero and remainders have the dividend's sign`(
    text: String, expected: String
  ) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("1.0 / 0.0", "double(\"Infinity\")"), ("-1.0 / 0.0", "double(\"-Infinity\")"),
    ("0.0 / 0.0", "double(\"NaN\")"), ("1e308 * 10.0", "double(\"Infinity\")"),
    ("-(0.0)", "-0.0"), ("0.1 + 0.2", "0.30000000000000004"),
  ])
  func `doubles follow IEEE 754`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("'a' + 'b'", "\"ab\""), ("b'a' + b'\\xff'", "b\"a\\xff\""), ("[1] + [2, 3]", "[1, 2, 3]"),
    ("'e' + '\\u0301' == '\\u00e9'", "false"),
  ])
  func `texts and lists are put together`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    (
      "timestamp('9999-12-31T23:59:59.999999998Z') + duration('1ns')",
      "timestamp(\"9999-12-31T23:59:59.999999999Z\")"
    ),
    ("timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')", "overflow"),
    ("duration('1ns') + timestamp('9999-12-31T23:59:59.999999999Z')", "overflow"),
    (
      "timestamp('0001-01-01T00:00:00.000000001Z') - duration('1ns')",
      "timestamp(\"0001-01-01T00:00:00Z\")"
    ),
    ("timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "overflow"),
    (
      "timestamp('2000-01-01T00:00:00Z') - timestamp('1999-12-31T23:59:59.5Z')",
      "duration(\"0.5s\")"
    ),
    ("timestamp('2400-01-01T00:00:00Z') - timestamp('2000-01-01T00:00:00Z')", "overflow"),
    ("timestamp('2000-01-01T00:00:00Z') - timestamp('2400-01-01T00:00:00Z')", "overflow"),
    ("duration('9223372036854775807ns') + duration('1ns')", "overflow"),
    ("duration('-9223372036854775808ns') - duration('1ns')", "overflow"),
    ("duration('1h') - duration('90m')", "duration(\"-1800s\")"),
  ])
  func `times stay within the years 1 to 9999 and durations within 64 bits`(
    text: String, expected: String
  ) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: ["1 + 1u", "1 + 1.0", "1.0 % 1.0", "-(1u)", "'a' - 'b'", "true + true"])
  func `types do not mix, neither for the checker nor at run time`(text: String) {
    #expect(outcome(of: text) == "host")
    var open = text
    open = open.replacing("1u", with: "dyn(1u)").replacing("1.0", with: "dyn(1.0)")
    open = open.replacing("'a'", with: "dyn('a')").replacing("'b'", with: "dyn('b')")
    open = open.replacing("true", with: "dyn(true)")
    #expect(outcome(of: open) == "no-such-overload", "\(open)")
  }
}
