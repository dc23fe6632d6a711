import CEL
import Testing

/// What the suite of CEL's own tests leaves open, and the libraries that it does not cover.
struct ExtensionTests {
  private func result(_ text: String) -> String {
    outcome(of: text, libraries: [.standard] + Library.extensions)
  }

  @Test(arguments: [
    ("[1, 2, 1, 3, 2].distinct()", "[1, 2, 3]"), ("[dyn(1), 1.0, 1u].distinct()", "[1]"),
    ("[double('NaN'), double('NaN')].distinct().size()", "2"), ("[].distinct()", "[]"),
    ("[[1], [2, 3], []].flatten()", "[1, 2, 3]"),
    ("[dyn(1), [2, [3, [4]]]].flatten(2)", "[1, 2, 3, [4]]"),
    ("[dyn([1])].flatten(0)", "[[1]]"), ("[dyn(1)].flatten(-1)", "invalid-argument"),
    ("[1, 2, 3].reverse()", "[3, 2, 1]"), ("[1, 2, 3, 4].slice(1, 3)", "[2, 3]"),
    ("[1, 2].slice(2, 2)", "[]"), ("[1, 2].slice(0, 3)", "index-out-of-range"),
    ("[1, 2].slice(-1, 1)", "index-out-of-range"), ("[1, 2].slice(2, 1)", "index-out-of-range"),
    ("[3, 1, 2].sort()", "[1, 2, 3]"),
    ("['b', 'a', '\u{e9}', 'Z'].sort()", "[\"Z\", \"a\", \"b\", \"\u{e9}\"]"),
    ("[1.0, double('NaN'), -1.0].sort()", "[double(\"NaN\"), -1.0, 1.0]"),
    ("[dyn(1), 'a'].sort()", "no-such-overload"), ("lists.range(3)", "[0, 1, 2]"),
    ("lists.range(0)", "[]"), ("lists.range(-1)", "invalid-argument"),
    ("lists.range(1000000000000)", "invalid-argument"), ("[1, 2].first().value()", "1"),
    ("[1, 2].last().value()", "2"), ("[].first().hasValue()", "false"),
  ])
  func `lists are turned, cut, sorted and made`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("[3, 1, 2].sortBy(x, -x)", "[3, 2, 1]"), ("[].sortBy(x, x)", "[]"),
    ("['bb', 'a', 'cc', 'd'].sortBy(s, size(s))", "[\"a\", \"d\", \"bb\", \"cc\"]"),
    ("[1.0, double('NaN'), -1.0].sortBy(x, x)", "[double(\"NaN\"), -1.0, 1.0]"),
    ("[0.0, -0.0].sortBy(x, x)", "[0.0, -0.0]"), ("[{'n': 2}, {'n': 1}].sortBy(m, m.n)[0].n", "1"),
    ("[1, 2].sortBy(x, [x])", "host"), ("[1].sortBy(x, null)", "host"),
    ("{1: 2}.sortBy(k, k)", "host"), ("dyn({1: 2}).sortBy(k, k)", "no-such-overload"),
    ("dyn([1, 2]).sortBy(x, dyn([x]))", "no-such-overload"),
    ("dyn(7).sortBy(x, x)", "no-such-overload"),
    ("[dyn(1), 'a'].sortBy(x, x)", "no-such-overload"),
    ("[2, 1, 0].sortBy(x, 1 / x)", "division-by-zero"),
    ("['x'].sortBy(x, y, z)", "host"), ("[[2], [1]].sortBy(x, x.map(y, y)[0])", "[[1], [2]]"),
  ])
  func `lists are sorted by a key`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("sets.contains([1, 2], [2])", "true"), ("sets.contains([1], [1, 2])", "false"),
    ("sets.contains([dyn(1)], [1.0, 1u])", "true"), ("sets.contains([], [])", "true"),
    ("sets.equivalent([1, 1], [1])", "true"), ("sets.equivalent([1], [1, 2])", "false"),
    ("sets.intersects([1, 2], [2, 3])", "true"), ("sets.intersects([1], [])", "false"),
    ("sets.intersects(['\u{e9}'], ['e\u{301}'])", "false"),
    ("sets.contains([double('NaN')], [double('NaN')])", "false"),
    ("sets.contains([[1]], [[1.0]])", "host"), ("sets.contains([[1]], [[dyn(1.0)]])", "true"),
  ])
  func `lists are compared as sets`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("math.greatest(1, 1u, 1.0)", "1"), ("math.greatest(1, double('NaN'))", "1"),
    ("math.greatest(dyn('a'), 1)", "no-such-overload"), ("math.greatest('a', 'b')", "host"),
    ("math.least([])", "invalid-argument"), ("math.round(-0.5)", "-1.0"),
    ("math.round(2.5)", "3.0"), ("math.trunc(-1.9)", "-1.0"), ("math.ceil(-0.5)", "-0.0"),
    ("math.sqrt(16)", "4.0"), ("math.sqrt(-1.0)", "double(\"NaN\")"),
    ("math.sign(-0.0)", "-0.0"), ("math.sign(double('NaN'))", "double(\"NaN\")"),
    ("math.bitShiftLeft(1, 63)", "-9223372036854775808"), ("math.bitShiftLeft(1, 64)", "0"),
    ("math.bitShiftLeft(1, -1)", "invalid-argument"), ("math.bitShiftRight(-1, 63)", "1"),
    ("math.bitShiftRight(-1, 9223372036854775807)", "0"), ("math.bitNot(0)", "-1"),
    ("math.bitAnd(1, 1u)", "host"), ("math.abs(-9223372036854775807)", "9223372036854775807"),
  ])
  func `numbers are compared, rounded and shifted`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("'a\u{1F600}b'.indexOf('b')", "2"), ("'abc'.indexOf('', 3)", "3"),
    ("'abc'.indexOf('a', 4)", "index-out-of-range"),
    ("'abc'.indexOf('a', -1)", "index-out-of-range"),
    ("'abcabc'.lastIndexOf('abc', 2)", "0"), ("'abcabc'.lastIndexOf('abc', 6)", "3"),
    ("'e\\u0301'.charAt(1)", "\"\u{301}\""), ("''.charAt(0)", "\"\""),
    ("'a,b,,c'.split(',')", "[\"a\", \"b\", \"\", \"c\"]"),
    ("'a,b,,c'.split(',', 2)", "[\"a\", \"b,,c\"]"), ("''.split(',')", "[\"\"]"),
    ("''.split('')", "[]"), ("'\u{e9}\u{1F600}x'.split('', 2)", "[\"\u{e9}\", \"\u{1F600}x\"]"),
    ("'ab'.split(',', -5)", "[\"ab\"]"), ("'ab'.split('', 1)", "[\"ab\"]"),
    ("'ab'.replace('', '-')", "\"-a-b-\""), ("'ab'.replace('', '-', 1)", "\"-ab\""),
    ("'aaa'.replace('a', 'b', 2)", "\"bba\""), ("'aaa'.replace('a', 'b', 0)", "\"aaa\""),
    ("'aaa'.replace('aa', '')", "\"a\""), ("'\u{e9}'.replace('', '-')", "\"-\u{e9}-\""),
    ("'\\r\\nx\\n'.trim()", "\"x\""), ("'   '.trim()", "\"\""),
    ("['a', 'b'].join('\u{e9}')", "\"a\u{e9}b\""),
    ("[dyn(1)].join()", "no-such-overload"), ("'a\\r\\n'.reverse()", "\"\\n\\ra\""),
    ("'\u{df}\u{e9}aZ'.upperAscii()", "\"\u{df}\u{e9}AZ\""), ("'aaa'.lastIndexOf('aaaa')", "-1"),
  ])
  func `strings are cut and put together by code points`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("'%d'.format([-5])", "-5"), ("'%x'.format([-255])", "-ff"), ("'%b'.format([-5])", "-101"),
    ("'%.0f %.0f'.format([0.5, 2.5])", "0 2"), ("'%s'.format([1e21])", "1000000000000000000000"),
    ("'%d'.format([2.5])", "2.5"), ("'%s'.format([[]])", "[]"), ("'%s'.format([int])", "int"),
    ("'%X'.format([b'\\xff\\x0a'])", "FF0A"), ("'100%%'.format([])", "100%"),
    ("'%.3e'.format([0.0])", "0.000e+00"),
  ])
  func `formats write their arguments`(text: String, expected: String) {
    #expect(result(text) == Value.text(expected).description)
  }

  @Test(arguments: [
    "'%'.format([1])", "'%s'.format([])", "'%q'.format([1])", "'%.f'.format([1.0])",
    "'%.1001f'.format([1.0])", "'%s %s'.format([1])", "'%s'.format([optional.none()])",
    "'%.99999999999999999999f'.format([1.0])", "'%'.format([])",
  ])
  func `a format that asks for what is not there is an error`(text: String) {
    #expect(result(text) == "invalid-argument")
  }

  @Test(arguments: [
    ("base64.encode(b'')", "\"\""), ("base64.encode(b'a')", "\"YQ==\""),
    ("base64.encode(b'ab')", "\"YWI=\""), ("base64.encode(b'\\xfb\\xff')", "\"+/8=\""),
    ("base64.decode('YQ')", "b\"a\""), ("base64.decode('YQ==')", "b\"a\""),
    ("base64.decode('YWI=')", "b\"ab\""), ("base64.decode('')", "b\"\""),
    ("base64.decode('Y')", "invalid-argument"), ("base64.decode('YQ=')", "invalid-argument"),
    ("base64.decode('YQ===')", "invalid-argument"), ("base64.decode('-_8=')", "invalid-argument"),
    ("base64.decode('Y Q=')", "invalid-argument"), ("base64.decode('YW\\r\\nI=\\n')", "b\"ab\""),
    ("base64.decode('=')", "invalid-argument"),
  ])
  func `base64 reads what it writes, and text without padding`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test func `a result that grows too long is an error, not a full memory`() {
    let source = "x.map(i, 'aaaaaaaaaaaaaaaaaaaa').join('').replace('', y, 100000)"
    let list = Value.array([Value](repeating: .int(0), count: 400))
    let long = Value.text(String(repeating: "b", count: 100_000))
    let libraries = [.standard] + Library.extensions
    #expect(outcome(of: source, ["x": list, "y": long], libraries: libraries) == "overflow")
    let nested = "x.map(i, x).flatten()"
    #expect(outcome(of: nested, ["x": list], libraries: libraries) == "overflow")
  }

  @Test func `days are a unit where the host says so`() {
    let libraries = [Library.standard, .extendedDurations]
    #expect(outcome(of: "duration('30d')", libraries: libraries) == "duration(\"2592000s\")")
    #expect(outcome(of: "duration(duration('1m'))", libraries: libraries) == "duration(\"60s\")")
    #expect(outcome(of: "duration('x')", libraries: libraries) == "invalid-argument")
    #expect(outcome(of: "duration('30d')") == "invalid-argument")
  }
}
