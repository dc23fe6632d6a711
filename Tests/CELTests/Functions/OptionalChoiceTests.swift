import CEL
import Diagnostics
import Testing

/// `or` and `orValue`: what stands behind is evaluated only where it is needed.
struct OptionalChoiceTests {
  private static let variables: KeyValuePairs<String, Value> = [
    "u": .unknown(UnknownSet("u")), "d": .int(5),
    "m": .map(MapValue(entries: [(.text("a"), .int(1)), (.text("n"), .null)])),
  ]

  @Test(arguments: [
    ("m.?a.orValue(1 / 0)", "1"), ("m.?b.orValue(1 / 0)", "division-by-zero"),
    ("m.?a.or(optional.of(1 / 0)).value()", "1"), ("m.?b.or(m.?a).value()", "1"),
    ("m.?a.orValue(u)", "1"), ("m.?b.orValue(u)", "unknown(u)"), ("m.?b.orValue(2)", "2"),
    ("m.?n.orValue(2)", "null"), ("u.?a.orValue(2)", "unknown(u)"),
    ("u.?a.orValue(1 / 0)", "unknown(u)"),
    ("m.?b.?c.or(optional.none()).orValue(m.?a.orValue(1 / 0))", "1"),
    ("(1 / 0 > 0 ? m.?a : m.?a).orValue(2)", "division-by-zero"),
    // With an open type the values decide, as everywhere.
    ("dyn(m.?a).orValue(1 / 0)", "1"), ("d.orValue(1)", "no-such-overload"),
    ("dyn(optional.none()).or(d)", "no-such-overload"),
    ("dyn(optional.of(1)).or(d).value()", "1"),
  ])
  func `what stands behind a value is not looked at`(text: String, expected: String) {
    let found = outcome(of: text, Self.variables, libraries: [.standard] + Library.extensions)
    #expect(found == expected)
  }

  @Test func `what is counted are all errors, where that is asked for`() {
    var environment = Environment(libraries: [.standard, .optionals])
    environment.declare(Variable(name: "o", type: .optional(.int), slot: 0))
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: "o.orValue(1 / 0) == 1")
    let program = environment.compile(source, &diagnostics).map { Program($0) }
    for (isExhaustive, errors) in [(false, 0), (true, 1)] {
      var evaluation = Evaluation(slots: [.some(.int(1))])
      evaluation.isExhaustive = isExhaustive
      #expect(program?.truth(&evaluation) == .yes)
      #expect(evaluation.errorCount == errors)
    }
  }
}
