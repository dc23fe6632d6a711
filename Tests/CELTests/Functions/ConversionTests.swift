import CEL
import Testing

struct ConversionTests {
  @Test(arguments: [
    ("int('-9223372036854775808')", "-9223372036854775808"),
    ("int('9223372036854775808')", "overflow"), ("int('+5')", "5"),
    ("int(' 5')", "invalid-argument"), ("int('5 ')", "invalid-argument"),
    ("int('0x1F')", "invalid-argument"), ("int('')", "invalid-argument"),
    ("int('-')", "invalid-argument"), ("int('1.0')", "invalid-argument"),
    ("int(9223372036854775807u)", "9223372036854775807"),
    ("int(9223372036854775808u)", "overflow"), ("int(-7.9)", "-7"), ("int(7.9)", "7"),
    ("int(9223372036854774784.0)", "9223372036854774784"),
    ("int(9223372036854775807.0)", "overflow"), ("int(-9223372036854775808.0)", "overflow"),
    ("int(1e99)", "overflow"), ("int(-1e99)", "overflow"), ("int(double('NaN'))", "overflow"),
    ("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"),
  ])
  func `int takes what fits and nothing else`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("uint('18446744073709551615')", "18446744073709551615u"),
    ("uint('18446744073709551616')", "overflow"), ("uint('-1')", "overflow"),
    ("uint(-1)", "overflow"), ("uint(1.9)", "1u"), ("uint(-0.0)", "0u"),
    ("uint(-0.1)", "overflow"), ("uint(18446744073709551616.0)", "overflow"),
    ("uint(18446744073709549568.0)", "18446744073709549568u"),
    ("uint(double('NaN'))", "overflow"),
  ])
  func `uint takes what fits and nothing else`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("double('1e3')", "1000.0"), ("double('-0')", "-0.0"), ("double('.5')", "0.5"),
    ("double('NaN')", "double(\"NaN\")"), ("double('Infinity')", "double(\"Infinity\")"),
    ("double('-inf')", "double(\"-Infinity\")"), ("double(' 1')", "invalid-argument"),
    ("double('1 ')", "invalid-argument"), ("double('')", "invalid-argument"),
    ("double('0x1p3')", "invalid-argument"), ("double('nan(1)')", "invalid-argument"),
    ("double('1_000')", "invalid-argument"),
    ("double(9223372036854775807)", "9.223372036854776e+18"),
    ("double(18446744073709551615u)", "1.8446744073709552e+19"),
  ])
  func `double reads decimal text`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("string(1.0)", "1"), ("string(1e6)", "1e+06"), ("string(1e-7)", "1e-07"),
    ("string(-0.0)", "-0"), ("string(0.1)", "0.1"), ("string(123456.0)", "123456"),
    ("string(1234567.0)", "1.234567e+06"), ("string(true)", "true"), ("string(7u)", "7"),
    ("string(-9223372036854775808)", "-9223372036854775808"),
    ("string(b'\\xc3\\xa9')", "\u{e9}"), ("string(duration('1h30m1.5s'))", "5401.5s"),
    ("string(duration('-1ns'))", "-0.000000001s"), ("string(duration('0'))", "0s"),
    ("string(timestamp('2009-02-13T23:31:30.5+01:00'))", "2009-02-13T22:31:30.5Z"),
  ])
  func `string writes values as C and Go do`(text: String, expected: String) {
    #expect(outcome(of: text) == Value.text(expected).description)
  }

  @Test(arguments: [
    ("string(b'\\xff')", "invalid-argument"), ("string(b'\\xed\\xa0\\x80')", "invalid-argument"),
    ("bytes('\u{e9}')", "b\"\\xc3\\xa9\""), ("bool('True')", "true"), ("bool('f')", "false"),
    ("bool('tRUE')", "invalid-argument"), ("bool('')", "invalid-argument"),
    ("timestamp(0)", "timestamp(\"1970-01-01T00:00:00Z\")"),
    ("timestamp(253402300800)", "overflow"), ("timestamp(-62135596801)", "overflow"),
    ("timestamp('2023-02-29T00:00:00Z')", "invalid-argument"),
    ("timestamp('yesterday')", "invalid-argument"),
    ("duration('1d')", "invalid-argument"), ("duration('320000000000s')", "overflow"),
    ("duration('-106751d')", "invalid-argument"),
    ("type(1) == int && type(type(1)) == type", "true"),
    ("type(duration('1s')) == google.protobuf.Duration", "true"),
    ("type([1]) == type(['a'])", "true"), ("type(null) == null_type", "true"),
  ])
  func `the other conversions refuse what they cannot read`(text: String, expected: String) {
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [-1.5, 0.1, 1e21, 0x1p-1074, 0x1.fffffffffffffp1023, 0x1p53])
  func `a double's text reads back as the same double`(number: Double) {
    let text = "double(string(x))"
    #expect(Value.identical(value(of: text, ["x": .double(number)]), .double(number)))
  }

  @Test(arguments: [
    "int([1])", "uint('a' == 'a')", "timestamp(1.0)", "duration(1)", "bytes(1)", "string([1])",
  ])
  func `a type that no overload takes is a mistake`(text: String) {
    #expect(outcome(of: text) == "host")
  }

  @Test(arguments: ["int(x)", "uint(x)", "double(x)", "bool(x)", "bytes(x)", "string(x)"])
  func `a type that no overload takes is an error at run time`(text: String) {
    #expect(outcome(of: text, ["x": .array([])]) == "no-such-overload")
  }
}
