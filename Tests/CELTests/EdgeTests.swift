import CEL
import Diagnostics
import Testing

/// Edges of meaning, each from its text to its value.
struct EdgeTests {
  private static let libraries = [.standard] + Library.extensions

  /// What comes of a text in a container, with names of several depths.
  private func result(_ text: String, container: String = "") -> String {
    var environment = Environment(container: container, libraries: Self.libraries)
    let values: [(String, ValueType, Value)] = [
      ("x", .int, .int(1)), ("a.x", .int, .int(2)), ("a.b.x", .int, .int(3)),
      ("a.b", .map(.string, .int), .map(MapValue(entries: [(.text("y"), .int(4))]))),
      ("u", .bool, .unknown(UnknownSet("u"))), ("v", .bool, .unknown(UnknownSet("v"))),
      ("n", .int, .unknown(UnknownSet("n"))), ("m", .int, .unknown(UnknownSet("m"))),
      ("us", .list(.int), .array([.int(1), .unknown(UnknownSet("us"))])),
    ]
    for (slot, value) in values.enumerated() {
      environment.declare(Variable(name: value.0, type: value.1, slot: slot))
    }
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    guard let checked = environment.compile(source, &diagnostics) else {
      return diagnostics.map(\.code.rawValue).joined(separator: " ")
    }
    var evaluation = Evaluation(slots: values.map(\.2))
    evaluation.collectsUnknowns = true
    let value = Program(checked, options: environment.options).evaluate(&evaluation)
    guard case .error(let error) = value else { return value.description }
    return error.code.rawValue
  }

  @Test(arguments: [
    ("", "x", "1"), ("a", "x", "2"), ("a.b", "x", "3"), ("a.b.c", "x", "3"), ("z", "x", "1"),
    ("a.b", ".x", "1"), ("a.b", "a.x", "2"), ("a", "b.x", "3"), ("", "a.b.x", "3"),
    ("", "a.b.y", "4"), ("a", "b.y", "4"), ("a.b", ".a.b.y", "4"), ("", "a.b['y']", "4"),
    ("a.b", "size('é')", "1"), ("a.b", "int('7') + x", "10"),
    ("a.b", "[5].map(x, x + .x)", "[6]"), ("a.b", "[{'x': 5}].map(a, a.x + .a.x)", "[7]"),
    ("", "a.b.z", "no-such-key"), ("", "a.c", "undeclared-name"),
  ])
  func `names are looked up from the container outwards`(
    container: String, text: String, expected: String
  ) {
    #expect(result(text, container: container) == expected)
  }

  @Test(arguments: [
    ("[7].map(x, x)", "[7]"), ("[7].map(x, .x)", "[1]"), ("[[7]].map(x, x.map(x, x + 1))", "[[8]]"),
    ("[7].map(x, [x + 1].map(x, x + 1))[0][0] + x", "10"), ("cel.bind(x, 5, x) + x", "6"),
    ("cel.bind(x, x + 1, cel.bind(x, x + 1, x + 1))", "4"), ("cel.bind(x, .x + x, x)", "2"),
    ("[10, 20].transformList(x, a, x + a)", "[10, 21]"),
    ("[1].transformList(a, x, [2].map(a, a + x))", "[[3]]"),
    ("[7].all(size, size == 7) && size([1]) == 1", "true"),
    ("['abc'].map(math, math.charAt(0))", "[\"a\"]"),
    ("[ip('::1')].map(ip, ip.isLoopback())", "[true]"), ("[1].map(int, int)", "[1]"),
    ("[1].exists(x, x == 1) && x == 1", "true"), ("optional.of(7).optMap(x, x + .x).value()", "8"),
  ])
  func `a macro's variables hide what is outside, within it alone`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("1 / 0 > 0 || true", "true"), ("true || 1 / 0 > 0", "true"), ("1 / 0 > 0 && false", "false"),
    ("false && 1 / 0 > 0", "false"), ("1 / 0 > 0 || false", "division-by-zero"),
    ("false || 1 / 0 > 0", "division-by-zero"), ("[0, 1].exists(e, 1 / e > 0)", "true"),
    ("[1, 0].exists(e, 1 / e > 0)", "true"), ("[0, 1].all(e, 1 / e > 1)", "false"),
    ("[1, 0].all(e, 1 / e > 1)", "false"), ("[0, 1].all(e, 1 / e > 0)", "division-by-zero"),
    ("[0, 1].exists_one(e, 1 / e > 0)", "division-by-zero"), ("false ? 1 / 0 : 2", "2"),
    ("true ? 2 : 1 / 0", "2"), ("1 / 0 > 0 ? 1 : 1", "division-by-zero"),
    ("{'a': 1}.b == 1 || true", "true"), ("dyn('a') && false", "false"),
    ("true || dyn(1)", "true"), ("dyn('a') || false", "no-such-overload"),
    ("cel.bind(e, 1 / 0, true || e > 0)", "true"), ("[1 / 0].size() == 1", "division-by-zero"),
  ])
  func `an error is absorbed where the other side decides`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("u && v", "unknown(u, v)"), ("v || u", "unknown(u, v)"), ("u && false", "false"),
    ("true || u", "true"), ("n + m", "unknown(m, n)"), ("[n, m, 1]", "unknown(m, n)"),
    ("n == m", "unknown(m, n)"), ("n > 1 || m > 1 || n < 5", "unknown(m, n)"),
    ("u ? n : m", "unknown(u)"), ("u && 1 / 0 > 0", "unknown(u)"),
    ("1 / 0 + n", "division-by-zero"),
    ("n + 1 / 0", "division-by-zero"), ("us.size()", "2"), ("us[0]", "1"), ("us[1]", "unknown(us)"),
    ("1 in us", "true"), ("2 in us", "unknown(us)"), ("us.exists(e, e == 1)", "true"),
    ("us.all(e, e == 1 || n == 2)", "unknown(n, us)"), ("us == [2, 1]", "false"),
    ("us == [1, 2]", "unknown(us)"), ("us.sort()", "unknown(us)"), ("us.distinct()", "unknown(us)"),
    ("sets.contains([1], us)", "unknown(us)"), ("us.map(e, 1)", "[1, 1]"),
    ("[us].flatten() == [3, 3]", "false"), ("math.greatest(us)", "unknown(us)"),
    ("'%s'.format([us])", "unknown(us)"), ("us.sortBy(e, -e)", "unknown(us)"),
    ("{'a': n}.?b.orValue(m)", "unknown(m, n)"), ("optional.of(n).hasValue()", "unknown(n)"),
  ])
  func `what is unknown is named, all of it, where nothing else decides`(
    text: String, expected: String
  ) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("size('e\\u0301') == 2 && size(bytes('é')) == 2 && size('\\U0001F600') == 1", "true"),
    ("size(b'\\u') == 1", "bad-literal"), ("string(b'\\xc3\\xa9') == 'é'", "true"),
    ("string(b'\\xc3')", "invalid-argument"),
    ("bytes('é') == b'é' && b'é' == b'\\xc3\\xa9'", "true"),
    ("b'\\xff' > b'\\x7f\\x7f' && 'é' > 'z' && '\\U0001F600' > '\\uffff'", "true"),
    ("'a\\u0000b'.contains('\\u0000b')", "true"), ("'é'.startsWith('e')", "false"),
    ("'e\\u0301' < 'é'", "true"), ("r'\\x41' + '\\x41' == '\\\\x41A'", "true"),
    ("'''a'b''' == \"a'b\" && \"\"\"a\"b\"\"\" == 'a\"b'", "true"),
  ])
  func `strings are code points, bytes are octets`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("timestamp('0001-01-01T00:00:00.000000001Z').getMilliseconds()", "0"),
    ("timestamp('9999-12-31T23:59:59.999999999Z').getSeconds('+00:01')", "59"),
    ("timestamp('0001-01-01T00:00:00Z') - duration('0.000000001s')", "overflow"),
    ("timestamp(-62135596800) == timestamp('0001-01-01T00:00:00Z')", "true"),
    ("timestamp(-62135596801)", "overflow"), ("timestamp(253402300800)", "overflow"),
    ("int(timestamp('9999-12-31T23:59:59.999999999Z'))", "253402300799"),
    ("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"),
    ("string(timestamp('1969-12-31T23:59:59.000000001Z'))", "\"1969-12-31T23:59:59.000000001Z\""),
    ("timestamp('9999-12-31T23:59:59-00:01')", "invalid-argument"),
    ("duration('9223372036.854775807s') > duration('9223372036s')", "true"),
    ("duration('9223372036.854775808s')", "overflow"),
    ("duration('-9223372036.854775808s') < duration('0')", "true"),
    ("-9223372036854775808 - 0 == int('-9223372036854775808')", "true"),
    ("int(9223372036854775807.0)", "overflow"), ("int(-9223372036854775808.0)", "overflow"),
    ("int(9223372036854774784.0)", "9223372036854774784"),
    ("uint(18446744073709551616.0)", "overflow"),
    ("uint(-0.5)", "overflow"), ("int(-0.5)", "0"), ("uint(double('NaN'))", "overflow"),
    ("int(double('-Infinity'))", "overflow"),
    ("double(18446744073709551615u)", "1.8446744073709552e+19"),
  ])
  func `times and numbers hold to their limits`(text: String, expected: String) {
    #expect(result(text) == expected)
  }
}
