import CEL
import Testing

struct DurationTests {
  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("0s", 0), ("1ns", 1), ("1us", 1_000), ("1\u{B5}s", 1_000),
      ("1\u{3BC}s", 1_000), ("1ms", 1_000_000), ("1s", 1_000_000_000), ("+1s", 1_000_000_000),
      ("1m", 60_000_000_000), ("1h", 3_600_000_000_000), ("-1h30m", -5_400_000_000_000),
      ("1.5s", 1_500_000_000), (".5s", 500_000_000), ("1.s", 1_000_000_000),
      ("1.5h", 5_400_000_000_000),
      ("1s1s", 2_000_000_000), ("1m1h", 3_660_000_000_000), ("0.0000000001s", 0),
      ("0.9999999999ns", 0), ("1.0000000019s", 1_000_000_001),
      ("0.1234567891234567899h", 444_444_440_844),
      ("9223372036.854775807s", .max), ("-9223372036.854775808s", .min),
      ("2562047h47m16.854775807s", .max),
    ] as [(String, Int64)])
  func `Go's form of a duration is read`(text: String, nanoseconds: Int64) {
    #expect(Durations.parse(text) == .nanoseconds(nanoseconds))
  }

  @Test(arguments: [
    "9223372036.854775808s", "-9223372036.854775809s", "320000000000s", "-320000000000s",
    "99999999999999999999999999h", "2562048h",
  ])
  func `beyond 292 years there are none`(text: String) {
    #expect(Durations.parse(text) == .outOfRange)
    #expect(Durations.parse(text).value == nil)
  }

  @Test(arguments: [
    "", "1", "-", "+", "s", ".s", ".", "1d", "1 s", " 1s", "1s ", "1h-30m", "--1s", "1S", "1e3s",
    "00", "0x1s", "1s1", "1.5.5s", "1,5s", "\u{661}s", "P1D",
  ])
  func `other texts are none`(text: String) {
    #expect(Durations.parse(text) == .malformed)
  }

  @Test(
    arguments: [
      ("30d", 2_592_000_000_000_000), ("1d12h", 129_600_000_000_000),
      ("-0.5d", -43_200_000_000_000),
    ] as [(String, Int64)])
  func `days are read where they are allowed`(text: String, nanoseconds: Int64) {
    #expect(Durations.parse(text, allowsDays: true) == .nanoseconds(nanoseconds))
    #expect(Durations.parse(text) == .malformed)
  }

  @Test(
    arguments: [
      (0, "0s"), (1, "0.000000001s"), (-1, "-0.000000001s"), (1_500_000_000, "1.5s"),
      (3_600_000_000_000, "3600s"), (.max, "9223372036.854775807s"),
      (.min, "-9223372036.854775808s"),
    ] as [(Int64, String)])
  func `a duration's text is in seconds and reads back`(nanoseconds: Int64, text: String) {
    #expect(Durations.text(nanoseconds) == text)
    #expect(Durations.parse(text) == .nanoseconds(nanoseconds))
  }
}
