import CEL
import Testing

struct RelationTests {
  @Test(arguments: [
    ("1 < 2", "true"), ("2u >= 2u", "true"), ("1.5 > 1.0", "true"), ("false < true", "true"),
    ("'a' < 'b'", "true"), ("'Z' < 'a'", "true"), ("'z' < '\u{e9}'", "true"),
    ("'\u{FFFF}' < '\u{10000}'", "true"), ("b'\\x00' < b'\\xff'", "true"), ("'' < 'a'", "true"),
    ("duration('1m') <= duration('60s')", "true"),
    ("timestamp('0001-01-01T00:00:00Z') < timestamp('9999-12-31T23:59:59Z')", "true"),
    ("double('NaN') < 1.0", "false"), ("double('NaN') >= 1.0", "false"),
    ("double('NaN') <= double('NaN')", "false"), ("-0.0 < 0.0", "false"),
  ])
  func `values of one type have an order`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("dyn(1) < 1.5", "true"), ("dyn(1) < 2u", "true"), ("dyn(-1) < 0u", "true"),
    ("dyn(0u) > -1", "true"), ("dyn(1.5) > 1u", "true"), ("dyn(1) < 'a'", "no-such-overload"),
    ("dyn(9223372036854775807) < 9223372036854775808.0", "false"),
    ("dyn(9223372036854775807) >= 9223372036854775808.0", "true"),
    ("dyn(18446744073709551615u) > 9223372036854775807", "true"),
    ("dyn(1) < double('NaN')", "false"), ("dyn([1]) < [2]", "host"),
    ("dyn(null) < dyn(null)", "no-such-overload"),
  ])
  func `numbers have an order across types at run time`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: ["1 < 1.5", "1u < 2", "1.5 >= 1u"])
  func `the checker lets them meet where it is told to`(text: String) {
    #expect(outcome(of: text) == "host")
    var environment = Environment()
    environment.options.crossTypeOrdering = true
    #expect(environment.value(of: text).description == "true")
  }

  @Test(arguments: [
    ("dyn(1) == 1.0 && dyn(1u) == 1 && dyn(1.0) == 1u", "true"),
    ("dyn(9007199254740993) == 9007199254740992.0", "true"),
    ("dyn(18446744073709551615u) == -1", "false"), ("dyn(1) == '1'", "false"),
    ("double('NaN') == double('NaN')", "false"), ("double('NaN') != double('NaN')", "true"),
    ("0.0 == -0.0", "true"), ("double('NaN') in [double('NaN')]", "false"),
    ("[1, dyn(2.0)] == [1.0, dyn(2)]", "true"), ("{1: 'a'} == {dyn(1u): 'a'}", "true"),
    ("'\u{e9}' == 'e\u{301}'", "false"), ("null == null", "true"), ("dyn(null) == 0", "false"),
    ("dyn([]) == [[]]", "false"), ("int == type(1)", "true"),
    ("duration('60s') == duration('1m')", "true"),
    (
      "timestamp('2026-01-01T01:00:00+01:00') == timestamp('2026-01-01T00:00:00Z')", "true"
    ),
  ])
  func `equal numbers meet across types, other types never`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("{1: 'a'}[dyn(1.0)]", "\"a\""), ("{1: 'a'}[dyn(1u)]", "\"a\""),
    ("{1u: 'a'}[dyn(1)]", "\"a\""), ("{1: 'a'}[dyn(1.5)]", "no-such-key"),
    ("{true: 'a'}[dyn(1)]", "no-such-key"), ("dyn(1.0) in {1: 1}", "true"),
    ("dyn('1') in {1: 1}", "false"), ("{0: 1, dyn(0u): 2}", "duplicate-key"),
    ("{dyn(1.0): 2}", "invalid-argument"), ("{dyn(null): 2}", "invalid-argument"),
    ("{'\u{e9}': 1, 'e\u{301}': 2}['e\u{301}']", "2"), ("[7, 8][dyn(1.0)]", "8"),
    ("[7, 8][dyn(0.5)]", "invalid-argument"), ("[7, 8][2]", "index-out-of-range"),
    ("[7, 8][-1]", "index-out-of-range"), ("[7][dyn(18446744073709551615u)]", "index-out-of-range"),
  ])
  func `keys and places are found by number, whatever its type`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }
}
