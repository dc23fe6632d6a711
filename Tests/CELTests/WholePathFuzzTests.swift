import CEL
import Diagnostics
import Testing

/// Random changes of good expressions, from their text to their value.
///
/// Nothing may end the process, and what several ways lead to must be the same: `truth` and
/// `evaluate`, with and without a check of the types, with and without the exhaustive mode.
struct WholePathFuzzTests {
  private static let seeds = [
    "x + 1 > y * 2 - 3 % 4 || -x == y / z", "l.map(e, e * 2).exists(e, e > 3) && l[0] in l",
    "m.a == 'b' || has(m.c) && m['d'] != null", "u ? l : l.filter(e, e != 1)",
    "size(s) + size(l) + size(m) == 7u || s.startsWith('a')", "cel.bind(v, [x, y], v + v)[3] < 5",
    "timestamp('2024-02-29T12:00:00Z') + duration('36h') > t",
    "t.getHours('Europe/Rome') - d.getSeconds()",
    "int('7') + int(2.9) + int(3u) == int(true ? 1 : 2)", "string(1.5) + string(x) + string(b'ab')",
    "[1, 2.0, 3u, 'four', null, [5], {6: 7}][x]", "{'k': 1, 2: l, true: m}[s]",
    "l.all(i, e, e > i) ? l.transformMap(i, e, i + e) : {}", "m.?a[?0]", "e && u || !u && false",
    "dyn(x) == dyn(1.0) && type(x) == int", "s.matches('^[a-z]+$') && s.contains(s)",
    "l.exists_one(e, e == 1) && [].all(e, e)", "x in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]",
    "-9223372036854775808 - 1", "18446744073709551615u + 1u", "[[1], [2]].map(a, a.map(b, b + x))",
    "google.protobuf.Int64Value{value: x} == x", "l == [1, 2] && m == {'a': 'b'}", "1 / 0 > 0 || e",
  ]
  private static let pieces =
    seeds.flatMap { $0.split(separator: " ").map(String.init) } + [
      "(", ")", "[", "]", "{", "}", ",", ".", "?", ":", "!", "-", "&&", "||", "==", "<", " in ",
      "x", "l", "m", "u", "e", "null", "0", "9223372036854775807", "1e300", "double('NaN')", "''",
    ]
  private static let variables: [(name: String, type: ValueType, value: Value)] = [
    ("x", .int, .int(1)), ("y", .int, .int(.min)), ("z", .dyn, .uint(0)),
    ("s", .string, .text("a")),
    ("l", .list(.int), .array([.int(1), .int(.max)])), ("u", .bool, .unknown(UnknownSet("u"))),
    ("m", .map(.string, .dyn), .map(MapValue(entries: [(key: .text("a"), value: .null)]))),
    ("t", .timestamp, Timestamp("9999-12-31T23:59:59Z").map(Value.timestamp) ?? .null),
    ("d", .duration, .duration(.max)), ("e", .bool, .failure(.host, "a failure")),
  ]
  private let environment: Environment

  init() {
    var environment = Environment()
    for (slot, variable) in Self.variables.enumerated() {
      environment.declare(Variable(name: variable.name, type: variable.type, slot: slot))
    }
    self.environment = environment
  }

  @Test(arguments: 0..<6)
  func `every way to a value gives the same one`(seed: UInt64) {
    var random = Randomness(state: seed)
    for _ in 0..<FuzzLength.cases(usual: 400) {
      var words = (Self.seeds.randomElement(using: &random) ?? "").split(separator: " ")[...]
        .map(String.init)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let start = Int.random(in: 0...words.count, using: &random)
        let end = min(words.count, start + Int.random(in: 0...1, using: &random))
        let piece =
          Bool.random(using: &random)
          ? Self.pieces.randomElement(using: &random)
          : Self.seeds.randomElement(using: &random).map { "(\($0))" }
        words.replaceSubrange(start..<end, with: [piece ?? ""])
      }
      check(words.joined(separator: " "))
    }
  }

  private func check(_ text: String) {
    let source = SourceFile(path: "<test>", text: text)
    var diagnostics: [Diagnostic] = []
    guard let parsed = Parser.parse(source, &diagnostics) else { return }
    guard let unchecked = environment.resolveUnchecked(parsed, &diagnostics) else {
      Issue.record("\(text) cannot be resolved")
      return
    }
    let wanted = outcome(Program(unchecked), text)
    guard let checked = environment.check(parsed, &diagnostics) else {
      #expect(!diagnostics.isEmpty)
      return
    }
    #expect(outcome(Program(checked), text) == wanted, "\(text)")
  }

  /// The value as text; an error or unknown without its reasons.
  private func outcome(_ program: Program, _ text: String) -> String {
    var evaluation = Evaluation(slots: Self.variables.map(\.value))
    let value = program.evaluate(&evaluation)
    #expect(program.truth(&evaluation) == value.expectedTruth, "\(text)")
    evaluation.isExhaustive = true
    evaluation.collectsUnknowns = true
    evaluation.recordsWitnesses = true
    #expect(program.evaluate(&evaluation).kindAndContent == value.kindAndContent, "\(text)")
    return value.kindAndContent
  }
}

extension Value {
  fileprivate var expectedTruth: Truth {
    switch self {
    case .bool(let value): Truth(value)
    case .unknown: .unknown
    case .null, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list, .map,
      .record, .optional, .type, .opaque, .error:
      .error
    }
  }

  fileprivate var kindAndContent: String {
    switch self {
    case .unknown: "unknown"
    case .error: "error"
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .optional, .type, .opaque:
      description
    }
  }
}
