import CEL
import Diagnostics
import Testing

/// Bytes of all kinds, from lexer to value: nothing ends the process, and every mistake has a place.
struct CorpusFuzzTests {
  private let world = TypedWorld()
  private let environment = TypedWorld().environment()

  @Test func `the corpus itself is no trouble`() {
    var random = Randomness(state: 1)
    for text in FuzzCorpus.expressions { check(Array(text.utf8), &random) }
  }

  @Test(arguments: 0..<4)
  func `changed bytes are no trouble`(seed: UInt64) {
    var random = Randomness(state: seed)
    for _ in 0..<FuzzLength.cases(usual: 500) {
      var bytes = expression(&random)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0...3, using: &random))
        bytes.replaceSubrange(start..<end, with: piece(&random))
      }
      check(bytes, &random)
    }
  }

  @Test(arguments: 0..<4)
  func `expressions within expressions are no trouble`(seed: UInt64) {
    var random = Randomness(state: seed)
    for _ in 0..<FuzzLength.cases(usual: 500) {
      var text = String(decoding: expression(&random), as: UTF8.self)
      for name in ["i", "s", "is", "x"] where Bool.random(using: &random) {
        let inner = String(decoding: expression(&random), as: UTF8.self)
        text = replaced(name, in: text, by: "(\(inner))")
      }
      check(Array(text.utf8), &random)
    }
  }

  private func expression(_ random: inout Randomness) -> [UInt8] {
    Array((FuzzCorpus.expressions.randomElement(using: &random) ?? "").utf8)
  }

  private func piece(_ random: inout Randomness) -> [UInt8] {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: [UInt8.random(in: 0...255, using: &random)]
    case 1: Array(expression(&random).prefix(Int.random(in: 0...20, using: &random)))
    default: Array((FuzzCorpus.pieces.randomElement(using: &random) ?? "").utf8)
    }
  }

  /// A text with the first place where a name stands as a word replaced.
  private func replaced(_ name: String, in text: String, by inner: String) -> String {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let place = words.firstIndex(of: name) else { return text }
    return (words[..<place] + [inner] + words[(place + 1)...]).joined(separator: " ")
  }

  private func check(_ bytes: [UInt8], _ random: inout Randomness) {
    let source = SourceFile(path: "<test>", bytes: bytes)
    var diagnostics: [Diagnostic] = []
    guard let parsed = Parser.parse(source, &diagnostics) else {
      #expect(!diagnostics.isEmpty)
      return
    }
    var values = RandomValues(random: random)
    let slots = world.variables.map { values.value($0.type) }
    random = values.random
    if let unchecked = environment.resolveUnchecked(parsed, &diagnostics) {
      evaluate(unchecked, slots)
    }
    guard let checked = environment.check(parsed, &diagnostics) else {
      #expect(!diagnostics.isEmpty && diagnostics.allSatisfy { isPlaced($0, bytes.count) })
      return
    }
    evaluate(checked, slots)
    evaluate(checked, slots.map { values.unknown("fact", $0) })
    let estimate = CostEstimate(of: checked, records: [TypedWorld.declaration])
    #expect(estimate.min <= estimate.max)
  }

  private func isPlaced(_ diagnostic: Diagnostic, _ count: Int) -> Bool {
    guard let range = diagnostic.range?.bytes else { return false }
    return range.lowerBound >= 0 && range.upperBound <= count
  }

  private func evaluate(_ checked: CheckedExpression, _ slots: [Value]) {
    let program = Program(checked, records: [TypedWorld.declaration])
    var evaluation = Evaluation(slots: slots)
    evaluation.costLimit = 20_000
    let value = program.evaluate(&evaluation)
    // What comes of it can be looked at and sorted, whatever it is.
    #expect(Value.totalOrder(value, value) == .same && !value.description.isEmpty)
    #expect(program.truth(&evaluation) == value.truth || evaluation.cost > evaluation.costLimit)
  }
}
