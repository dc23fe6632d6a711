import CEL
import Testing

struct DecimalTextTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "-0"), (1, "1"), (100, "100"), (123_456, "123456"), (999_999, "999999"),
      (1_000_000, "1e+06"), (1_234_567, "1.234567e+06"), (0.0001, "0.0001"), (0.00001, "1e-05"),
      (0.1, "0.1"), (1e21, "1e+21"), (1e100, "1e+100"), (1e-100, "1e-100"), (0x1p-1074, "5e-324"),
      (-123.25, "-123.25"), (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
    ] as [(Double, String)])
  func `the general form is the shortest that reads back`(value: Double, text: String) {
    #expect(DecimalText.general(value) == text)
    #expect(value.isNaN || value.isInfinite || Double(text) == value)
  }

  @Test(
    arguments: [
      (0, "0"), (1e21, "1000000000000000000000"), (1.5e-7, "0.00000015"), (-0.1, "-0.1"),
      (123.456, "123.456"), (1e22, "10000000000000000000000"),
    ] as [(Double, String)])
  func `the plain form has no exponent`(value: Double, text: String) {
    #expect(DecimalText.plain(value) == text)
  }

  @Test(
    arguments: [
      (0.5, 0, "0"), (1.5, 0, "2"), (2.5, 0, "2"), (0.125, 2, "0.12"), (0.375, 2, "0.38"),
      (1e300, 1, nil), (-0.04, 1, "-0.0"), (1.0, 20, "1.00000000000000000000"),
    ] as [(Double, Int, String?)])
  func `the fixed form is exact and rounds halves to even`(
    value: Double, digits: Int, text: String?
  ) {
    let fixed = DecimalText.fixed(value, digits: digits)
    if let text { #expect(fixed == text) } else { #expect(fixed.utf8.count == 303) }
  }

  @Test func `the scientific form has two digits of exponent at least`() {
    #expect(DecimalText.scientific(1_234.5, digits: 2) == "1.23e+03")
    #expect(DecimalText.scientific(0, digits: 0) == "0e+00")
  }
}
