import CEL
import Diagnostics
import Testing

struct CoercionTests {
  @Test(arguments: [
    ("home == 'DE'", ["'DE' → term DE"]), ("'DE' != home", ["'DE' → term DE"]),
    ("kind.within('message')", ["'message' → term message"]),
    ("home.within(['EU', 'FR'])", ["'EU' → term EU", "'FR' → term FR"]),
    ("home in ['DE', 'FR']", ["'DE' → term DE", "'FR' → term FR"]),
    ("'DE' in places", ["'DE' → term DE"]), ("places.covers('EU')", ["'EU' → term EU"]),
    ("[home].covers('EU')", ["'EU' → term EU"]), ("['EU'].covers(home)", ["'EU' → term EU"]),
    ("[home, 'DE'].covers(home)", ["'DE' → term DE"]),
    ("['DE', home] == places", ["'DE' → term DE"]),
    ("visits['DE'].age > 1", ["'DE' → term DE"]), ("has(visits['DE'].age)", ["'DE' → term DE"]),
    ("'DE' in visits", ["'DE' → term DE"]), ("limit('FR') == 1", ["'FR' → term FR"]),
    ("home == (flag ? 'DE' : 'FR')", ["'DE' → term DE", "'FR' → term FR"]),
    ("(flag ? 'DE' : home) == home", ["'DE' → term DE"]),
    ("(flag ? home : 'DE') == home", ["'DE' → term DE"]),
    ("home in (flag ? ['DE'] : ['FR'])", ["'DE' → term DE", "'FR' → term FR"]),
    ("visits.exists(p, p.within('EU'))", ["'EU' → term EU"]),
    ("visits.exists(p, v, v.home == 'DE')", ["'DE' → term DE"]),
    ("places == ['DE']", ["'DE' → term DE"]), ("person{home: 'FR'}.age == 1", ["'FR' → term FR"]),
    ("cel.bind(h, home, h == 'DE')", ["'DE' → term DE"]),
    ("text == 'DE'", []), ("'a' == 'b'", []), ("text in ['DE', 'FR']", []), ("names == ['DE']", []),
    ("counts['DE'] == 1", []), ("text.startsWith('DE')", []),
  ])
  func `a string is a term where one is expected`(text: String, terms: [String]) {
    let meanings = Checking.narrow.meanings(of: text)
    #expect(meanings.filter { $0.contains(" → term ") } == terms)
    #expect(Checking.narrow.type(of: text) == "bool")
  }

  @Test(arguments: [
    ("home == 'DE'", "term_equals"), ("home != 'DE'", "term_not_equals"),
    ("home in ['DE']", "term_in_list"), ("home in places", "term_in_list"),
    ("home in []", "term_in_list"), ("home in visits", "in_map"), ("text == 'DE'", "equals"),
    ("text in names", "in_list"), ("home.within(places)", "term_within_any"),
    ("places == places", "equals"), ("number == 1", "equals"),
  ])
  func `the more specific overload is meant`(text: String, overload: String) {
    #expect(Checking.narrow.meanings(of: text).first == "\(text) → \(overload)")
  }

  @Test(arguments: [
    ("share < 1", ["share < 1 → less_double", "share → variable share", "1 → constant 1.0"]),
    ("1 == share", ["1 == share → equals", "1 → constant 1.0", "share → variable share"]),
    ("share * 2 + 1 > 3", ["3 → constant 3.0"]), ("share in [1, 2]", ["2 → constant 2.0"]),
    ("share in [1, 2.5]", ["1 → constant 1.0"]), ("shares[0] == 1", ["1 → constant 1.0"]),
    ("(flag ? share : 1) < 2", ["1 → constant 1.0", "2 → constant 2.0"]),
    ("shares.all(s, s >= 0 && s <= 1)", ["0 → constant 0.0", "1 → constant 1.0"]),
  ])
  func `an int literal is a double where one is expected`(text: String, meanings: [String]) {
    let found = Checking.narrow.meanings(of: text)
    #expect(meanings.allSatisfy(found.contains), "\(found)")
  }

  @Test(arguments: ["number < 1", "1 < 2", "names[0] == 'a'", "1 in [1, 2]", "number % 2 == 0"])
  func `other int literals stay ints`(text: String) {
    let found = Checking.narrow.meanings(of: text)
    #expect(!found.contains { $0.contains("constant") }, "\(found)")
    #expect(Checking.narrow.type(of: text) == "bool")
  }

  @Test(arguments: [
    ("home == ①'XX'", ["①unknown-term: no `term(place)` is named `XX`"]),
    (
      "home in [①'XX', 'DE', ②'YY'] && kind.within(③'DE')",
      [
        "①unknown-term: no `term(place)` is named `XX`",
        "②unknown-term: no `term(place)` is named `YY`",
        "③unknown-term: no `term(kind)` is named `DE`",
      ]
    ),
    ("home == ①'EU'", ["①coarse-term: `_==_` with a coarse `term(place)`"]),
    ("①'EU' != home", ["①coarse-term: `_!=_` with a coarse `term(place)`"]),
    ("home in ['DE', ①'EU']", ["①coarse-term: `@in` with a coarse `term(place)`"]),
    ("home.within('EU')", []), ("places.covers('EU')", []), ("visits['EU'].age == 1", []),
    (
      "①home == kind", ["①no-such-overload: there is no `term(place) == term(kind)`"]
    ),
    ("①'DE'.within('EU')", ["①no-such-overload: there is no `string.within(string)`"]),
    ("①home == text", ["①no-such-overload: there is no `term(place) == string`"]),
    (
      "①visits.DE.age == 1",
      [
        "①unknown-field: the keys of this map are of type `term(place)`, which no field names"
      ]
    ),
  ])
  func `a string that is no term is a mistake at the string`(text: String, mistakes: [String]) {
    #expect(Checking.narrow.mistakes(in: text) == mistakes)
  }

  @Test func `the whole may be a term too`() {
    var diagnostics: [Diagnostic] = []
    let checked = Checking.narrow.compile("'DE'", expecting: Checking.term("place"), &diagnostics)
    #expect(checked?.type == Checking.term("place"))
    #expect(
      Checking.narrow.mistakes(in: "①text", expecting: Checking.term("place")) == [
        "①type-mismatch: this is a `string`, where a `term(place)` is expected"
      ])
  }
}
