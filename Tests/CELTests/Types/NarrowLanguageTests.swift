import CEL
import Testing

struct NarrowLanguageTests {
  @Test(arguments: [
    ("①1u == 1u", "①dynamic-type: this is a `uint`, a type that is not used here"),
    ("size(①b'a') == 1", "①dynamic-type: this is a `bytes`, a type that is not used here"),
    ("①dyn(1) == 1", "①dynamic-type: this is a `dyn`, a type that is not used here"),
    ("①type(1) == int", "①dynamic-type: this is a `type(int)`, a type that is not used here"),
    (
      "①person.?age == 1",
      "①dynamic-type: this is an `optional_type(int)`, a type that is not used here"
    ),
    ("[1, ①'a'].size() == 2", "①type-mismatch: this is a `string` in a list of `int`"),
    ("[1, 2.5, ①'a'].size() == 2", "①type-mismatch: this is a `string` in a list of `double`"),
    ("{'a': 1, 'b': ①'c'}.size() == 2", "①type-mismatch: this is a `string` in a map of `int`"),
    ("{1: 1, ①'b': 2}.size() == 2", "①type-mismatch: this is a `string` in a map's keys of `int`"),
    ("①group == 'a'", "①no-such-overload: there is no `group == string`"),
    ("①group.nothing", "①unknown-fact: no fact is named `group.nothing`"),
  ])
  func `a narrower language refuses what it does without`(text: String, mistake: String) {
    #expect(Checking.narrow.mistakes(in: text).first == mistake)
  }

  @Test(arguments: [
    ("span < duration(①'3 days')", "①bad-duration: `3 days` is no duration"),
    (
      "span < duration(①'999999999h')",
      "①bad-duration: the duration `999999999h` is out of range"
    ),
    (
      "at < timestamp(①'2026-13-01T00:00:00Z')",
      "①bad-timestamp: `2026-13-01T00:00:00Z` is no instant"
    ),
    (
      "at.getHours(①'Europe/Nowhere') > 1",
      "①bad-time-zone: no time zone is named `Europe/Nowhere`"
    ),
    ("at.between(①'8', '21:00', 'UTC')", "①bad-clock-time: `8` is no time of day"),
    ("at.between('08:00', ①'25:00', 'UTC')", "①bad-clock-time: `25:00` is no time of day"),
    ("at.between('08:00', '21:00', ①'CET+1')", "①bad-time-zone: no time zone is named `CET+1`"),
  ])
  func `constant texts are read when they are checked`(text: String, mistake: String) {
    #expect(Checking.narrow.mistakes(in: text) == [mistake])
    #expect(Checking.standard.mistakes(in: text).isEmpty)
  }

  @Test(arguments: ["text.matches(①'a(')", "matches(text, ①'(?=a)')"])
  func `constant patterns are compiled when they are checked`(text: String) {
    let found = Checking.narrow.mistakes(in: text)
    #expect(found.count == 1 && found[0].hasPrefix("①bad-regex: "), "\(found)")
  }

  @Test(arguments: [
    "span < duration('30d')", "at < timestamp('2026-01-01T00:00:00Z')",
    "at.getHours('Europe/Rome') > 1", "at.getHours('+02:00') > 1", "text.matches('^a+$')",
    "span < duration(text)", "text.matches(text)", "at.between('08:00', '21:00', text)",
  ])
  func `good constants and texts that are no constants pass`(text: String) {
    #expect(Checking.narrow.mistakes(in: text).isEmpty)
  }

  @Test func `days are durations only where that is wanted`() {
    var checking = Checking.narrow
    checking.environment.options.extendedDurations = false
    #expect(
      checking.mistakes(in: "span < duration(①'30d')") == ["①bad-duration: `30d` is no duration"])
  }
}
