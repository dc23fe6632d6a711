import CEL
import Testing

struct MistakeTests {
  @Test(arguments: [
    ("①persn.age", "①undeclared-name: no variable is named `persn`"),
    ("①group.sise", "①undeclared-name: no variable is named `group.sise`"),
    ("①gruop.size", "①undeclared-name: no variable is named `gruop.size`"),
    ("①group.zzzzz", "①undeclared-name: no variable is named `group.zzzzz`"),
    ("①group.zzzzz.yyyyy", "①undeclared-name: no variable is named `group.zzzzz`"),
    ("①qqqqqqq.rrr", "①undeclared-name: no variable is named `qqqqqqq`"),
    ("text.①startWith('a')", "①unknown-function: no function is named `startWith`"),
    ("(text) . ①startWith('a')", "①unknown-function: no function is named `startWith`"),
    ("①durration('1s')", "①unknown-function: no function is named `durration`"),
    ("①person.agee > 1", "①unknown-field: `person` has no field `agee`"),
    ("①number.size", "①unknown-field: an `int` has no field `size`"),
  ])
  func `a misspelt name is told where it stands`(text: String, mistake: String) {
    #expect(Checking.standard.mistakes(in: text) == [mistake])
  }

  @Test(arguments: [
    ("persn.age", "did you mean `person`?"), ("group.sise", "did you mean `group.size`?"),
    ("gruop.size", "did you mean `group.size`?"), ("nobody.owner", "did you mean `group.owner`?"),
    ("group.zzzzz", "none"), ("text.startWith('a')", "did you mean `startsWith`?"),
    ("names.exist(flag)", "did you mean `exists`?"),
    ("names.all()", "it is written `xs.all(x, x > 0)`"),
    ("person.agee", "did you mean `age`?"),
    ("startsWith(text, 'a')", "there is `string.startsWith(string)`"),
    ("text.duration()", "there is `duration(string)`"),
    ("at > '2026-01-01T00:00:00Z'", "write `timestamp(\"2026-01-01T00:00:00Z\")`"),
    ("span > '48h'", "write `duration(\"48h\")`"),
    ("number == 1.5", "make both of one type, as with `double(x)`"),
    ("text == null", "ask with `has(...)` whether something is stated"),
    ("s.size() == 1", "none"), ("math.twise(1)", "did you mean `math.twice`?"),
    ("ages.name", "write the key in brackets: `[\"name\"]`"),
    ("number + text", "make a text of the other by `string(...)`"),
    ("number.size", "it is a function: write `.size()`"),
    ("size == 1", "it is a function: write `size(...)`"), ("names + text", "none"),
  ])
  func `the help says what was probably meant`(text: String, help: String) {
    #expect(Checking.standard.help(in: text) == help)
  }

  @Test(arguments: [
    ("home == text", "only a text that is written out becomes a `term(place)`"),
    ("['DE'].exists(p, p == home)", "only a text that is written out becomes a `term(place)`"),
    ("home == ['DE', 'FR']", "ask with `in` whether it is one of several"),
    ("home == kind", "none"), ("home.within(3)", "none"),
  ])
  func `the help knows of terms`(text: String, help: String) {
    let found = Checking.narrow.help(in: text)
    #expect(found == help || help == "none" && found.hasPrefix("there is"))
  }

  @Test(arguments: [
    ("①number + text", ["①no-such-overload: there is no `int + string`"]),
    ("①-text == text", ["①no-such-overload: there is no `-string`"]),
    ("!①number", ["①type-mismatch: an operand of `!` is a `bool`, not an `int`"]),
    ("text.startsWith(①3)", ["①no-such-overload: there is no `string.startsWith(int)`"]),
    ("①names[text]", ["①no-such-overload: there is no `list(string)[string]`"]),
    ("①number in text", ["①no-such-overload: there is no `int in string`"]),
    ("①duration(1, 2)", ["①no-such-overload: there is no `duration(int, int)`"]),
    ("①flag ? 1 : 'a'", ["①type-mismatch: the branches of `?:` are an `int` and a `string`"]),
    ("①number ? 1 : 2", ["①type-mismatch: the condition of `?:` is a `bool`, not an `int`"]),
    (
      "flag && (①number || !②text)",
      [
        "①type-mismatch: an operand of `||` is a `bool`, not an `int`",
        "②type-mismatch: an operand of `!` is a `bool`, not a `string`",
      ]
    ),
  ])
  func `what does not fit is told in types`(text: String, mistakes: [String]) {
    #expect(Checking.standard.mistakes(in: text) == mistakes)
  }

  @Test(arguments: [
    ("nobody.age > 1 && person.size(nobody) == nothing", 3),
    ("[nobody].exists(x, x.a + 1 == x.b && x.c(3) > 'a')", 2),
    ("nobody == 'a' || nothing[0].b < 3 || flag", 2),
    ("nobody.map(x, x)[0].startsWith('a')", 1), ("{nobody: 1}[nothing].a + 1 > 2", 3),
    ("(flag ? nobody : 1) + 'a'.size()", 1), ("nobody.a.b.c(nobody.d)", 3),
  ])
  func `every mistake is told once and silences what follows from it`(text: String, count: Int) {
    let found = Checking.standard.mistakes(in: text)
    #expect(found.count == count, "\(found)")
  }

  @Test func `the whole must be what is expected`() {
    #expect(
      Checking.standard.mistakes(in: "①number + 1", expecting: .bool) == [
        "①type-mismatch: this is an `int`, where a `bool` is expected"
      ])
    #expect(Checking.standard.mistakes(in: "any", expecting: .bool).isEmpty)
    #expect(Checking.narrow.mistakes(in: "3", expecting: .double).isEmpty)
  }

  @Test func `positions count bytes of the text`() {
    #expect(
      Checking.standard.mistakes(in: "'é😬' == text && ①nobody") == [
        "①undeclared-name: no variable is named `nobody`"
      ])
  }
}
