import Diagnostics
import DocumentTree
import TestSupport
import Testing
import WorkflowLinting

/// Exports that are cut, damaged, huge or strange: a clear answer, never a crash.
struct BadInputTests {
  private static let flow = SmallWorkflow().node("Hook", "webhook")
    .node("Write", "@n8n/n8n-nodes-langchain.agent", "\"text\": \"={{ $json.body.name }}\"")
    .node(
      "Send", "gmail",
      "\"sendTo\": \"={{ $json.email }}\", \"subject\": \"Our newsletter\", \"message\": \"={{ $json.output }}\""
    )
    .row("Hook", "Write", "Send")

  @Test func `an export that is cut at any place is refused or judged`() throws {
    let bytes = Array(Self.flow.text.utf8)
    let linter = try Shipped.linter()
    for length in stride(from: 0, to: bytes.count, by: 7) {
      var diagnostics: [Diagnostic] = []
      let file = SourceFile(path: "flow.json", bytes: Array(bytes[..<length]))
      _ = linter.lint(Readers.read(file, &diagnostics))
      #expect(!diagnostics.isEmpty)
    }
  }

  @Test(arguments: 0..<200)
  func `damaged bytes never crash it`(seed: UInt64) throws {
    var dice = Dice(seed)
    var bytes = Array(Self.flow.text.utf8)
    for _ in 0..<dice.number(1...6) {
      let place = dice.number(0...bytes.count - 1)
      if dice.chance(30) {
        bytes.remove(at: place)
      } else {
        bytes[place] = UInt8(dice.number(0...255))
      }
    }
    var diagnostics: [Diagnostic] = []
    let linter = try Shipped.linter()
    let read = Readers.read(SourceFile(path: "flow.json", bytes: bytes), &diagnostics)
    let reports = linter.lint(read)
    _ = LintReport(workflows: reports, refused: diagnostics, linter: linter).html
  }

  @Test func `connections of every wrong shape`() throws {
    for shape in [
      "null", "[]", "{}", "3", "\"x\"", "[null]", "[[null]]", "[[{}]]", "[[{\"node\": 3}]]",
      "{\"main\": {}}",
    ] {
      let text =
        "{\"nodes\": [{\"name\": \"A\", \"type\": \"n8n-nodes-base.set\", \"parameters\": [1]}], "
        + "\"connections\": {\"A\": {\"main\": \(shape), \"ai_tool\": \(shape)}}}"
      _ = try Shipped.lint(text)
    }
  }

  @Test func `a circle of everything`() throws {
    let flow = SmallWorkflow().node("A", "gmail", "\"sendTo\": \"={{ $json.email }}\"").node(
      "B", "set"
    )
    .connect("A", ["B", "A"]).connect("B", ["A", "B"])
    #expect(try flow.lint().steps.count == 2)
  }

  @Test func `parameters that are deeply nested`() throws {
    let deep = String(repeating: "{\"a\": ", count: 400) + "1" + String(repeating: "}", count: 400)
    _ = try SmallWorkflow().node("A", "set", "\"x\": \(deep)").lint()
    let deeper = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    var diagnostics: [Diagnostic] = []
    let text = SmallWorkflow().node("A", "set", "\"x\": \(deeper)").text
    #expect(Readers.read(SourceFile(path: "flow.json", text: text), &diagnostics).isEmpty)
    #expect(diagnostics.map(\.code.rawValue) == ["nesting-too-deep"])
  }

  @Test func `a version that nobody knows and expressions in place of everything`() throws {
    let flow = SmallWorkflow().node(
      "A", "gmail",
      "\"operation\": \"={{ $json.o }}\", \"resource\": \"={{ $json.r }}\", \"sendTo\": 3",
      version: 99
    )
    .node(
      "B", "httpRequest", "\"method\": \"={{ $json.m }}\", \"url\": \"={{ $json.u }}\"", version: 99
    )
    .node("C", "wait", "\"unit\": \"={{ $json.u }}\", \"amount\": \"={{ $json.n }}\"")
    .row("A", "B", "C")
    let report = try flow.lint()
    #expect(report.coverage.effectful == 3)
    #expect(report.findings.contains { $0.name == "workflows/step-mapped" && $0.step?.name == "B" })
  }
}
