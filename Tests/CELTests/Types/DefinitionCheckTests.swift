import CEL
import Diagnostics
import Testing

struct DefinitionCheckTests {
  private func checking() throws -> Checking {
    var checking = Checking.narrow
    let definitions: [(String, [Definition.Parameter], String)] = [
      ("is_adult", [], "person.age >= 18"),
      ("near", [.init(name: "where", type: Checking.term("place"))], "home.within(where)"),
      (
        "between", [.init(name: "low", type: .double), .init(name: "high", type: .double)],
        "share >= low && share <= high"
      ),
      ("far", [.init(name: "home", type: Checking.term("place"))], "!near(home)"),
    ]
    for (name, parameters, body) in definitions {
      var diagnostics: [Diagnostic] = []
      let checked = checking.compile(body, parameters: parameters, &diagnostics)
      let parsed = try #require(checked, "\(diagnostics.map(\.message))")
      checking.environment.define(Definition(name: name, parameters: parameters, body: parsed))
    }
    return checking
  }

  @Test(arguments: [
    ("is_adult && near('DE')", ["is_adult → definition is_adult", "'DE' → term DE"]),
    ("near(home)", ["near(home) → definition near", "home → variable home"]),
    ("between(0, 1)", ["0 → constant 0.0", "1 → constant 1.0"]),
    ("places.exists(p, near(p))", ["p → local p"]),
    ("near(flag ? 'DE' : home)", ["'DE' → term DE"]),
  ])
  func `a definition is named or called`(text: String, meanings: [String]) throws {
    let found = try checking().meanings(of: text)
    #expect(meanings.allSatisfy(found.contains), "\(found)")
  }

  @Test func `parameters hide variables in the body`() throws {
    var diagnostics: [Diagnostic] = []
    let body = try #require(
      try checking().compile(
        "home == 'email'", parameters: [.init(name: "home", type: Checking.term("kind"))],
        &diagnostics))
    #expect(body.type == .bool)
  }

  @Test(arguments: [
    ("near(①kind)", ["①type-mismatch: `where` of `near` is a `term(place)`, not a `term(kind)`"]),
    ("near(①'email')", ["①unknown-term: no `term(place)` is named `email`"]),
    ("①near()", ["①no-such-overload: `near` takes 1 argument, not 0"]),
    (
      "①near(home, ②nobody)",
      [
        "①no-such-overload: `near` takes 1 argument, not 2",
        "②unknown-fact: no fact is named `nobody`",
      ]
    ),
    (
      "①near || true",
      ["①no-such-overload: `near` is named here without its arguments"]
    ),
    (
      "①is_adult() && flag",
      [
        "①no-such-overload: `is_adult` takes no arguments"
      ]
    ),
    (
      "①naer(home)",
      ["①unknown-function: no function is named `naer`"]
    ),
  ])
  func `a definition's arguments are checked`(text: String, mistakes: [String]) throws {
    #expect(try checking().mistakes(in: text) == mistakes)
  }

  @Test(arguments: [
    ("near()", "it takes (term(place))"), ("near", "call it: `near(where)`"),
    ("is_adult()", "name it without parentheses: `is_adult`"),
    ("naer(home)", "did you mean `near`?"),
  ])
  func `the help says how a definition is used`(text: String, help: String) throws {
    #expect(try checking().help(in: text) == help)
  }
}
