import PolicyModel
import Testing
import WorkflowLinting

/// Workflows of one file that call each other.
struct WorkflowCallTests {
  private static func test(_ field: String) -> String {
    "\"conditions\": {\"conditions\": [{\"leftValue\": \"={{ $json.\(field) }}\", "
      + "\"rightValue\": \"\", \"operator\": {\"type\": \"boolean\", \"operation\": \"true\"}}]}"
  }

  private static let mail =
    "\"sendTo\": \"={{ $json.email }}\", \"subject\": \"Our newsletter\", "
    + "\"message\": \"News. Unsubscribe: https://shop.example/u\""

  private static func call(_ id: String, waits: Bool = true) -> String {
    "\"workflowId\": {\"__rl\": true, \"mode\": \"id\", \"value\": \"\(id)\"}, "
      + "\"options\": {\"waitForSubWorkflow\": \(waits)}"
  }

  private static let checks = SmallWorkflow().node("Hook", "webhook")
    .node("Agreed?", "if", test("consent")).node("Listed?", "if", test("unsubscribed"))
    .node("Call", "executeWorkflow", call("sender"))
  private static let checked = checks.connect("Hook", ["Agreed?"]).connect("Agreed?", ["Listed?"])
    .connect("Listed?", [], ["Call"])
  private static let unchecked = checks.row("Hook", "Call")
  private static let sender = SmallWorkflow().node("Called", "executeWorkflowTrigger")
    .node("Send", "gmail", mail).row("Called", "Send")

  /// The findings of the workflows of one file: `0: workflows/check-before-send broken`.
  private static func findings(_ flows: (String, SmallWorkflow)...) throws -> [String] {
    let texts = flows.map { $1.text.replacing("\"name\": \"Small\"", with: "\"id\": \"\($0)\"") }
    let reports = try Shipped.lint("[" + texts.joined(separator: ",\n") + "]")
    return reports.enumerated().flatMap { place, report in
      report.findings.filter { $0.name != "workflows/owned" }.map {
        "\(place): \($0.name) \($0.outcome.rawValue)"
      }
    }
  }

  private static let broken = "1: workflows/check-before-send broken"

  @Test func `who calls has checked`() throws {
    #expect(try Self.findings(("caller", Self.checked), ("sender", Self.sender)) == [])
  }

  @Test func `who calls has not checked`() throws {
    #expect(
      try Self.findings(("caller", Self.unchecked), ("sender", Self.sender)) == [Self.broken])
  }

  @Test func `one of two callers has not checked`() throws {
    #expect(
      try Self.findings(
        ("caller", Self.checked), ("sender", Self.sender), ("other", Self.unchecked))
        == [Self.broken])
  }

  @Test func `a caller that is not in the file leaves it open`() throws {
    #expect(
      try Self.findings(("caller", Self.checked), ("another", Self.sender))
        == ["1: workflows/check-before-send undecided"])
  }

  @Test func `a wait lies between the check and the call`() throws {
    let flow = Self.checks.node("Wait", "wait", "\"unit\": \"days\"", version: 1.1)
      .connect("Hook", ["Agreed?"]).connect("Agreed?", ["Listed?"])
      .connect("Listed?", [], ["Wait"]).connect("Wait", ["Call"])
    #expect(
      try Self.findings(("caller", flow), ("sender", Self.sender))
        == ["1: workflows/check-after-wait broken"])
  }

  @Test(arguments: [(true, [String]()), (false, ["1: workflows/check-before-send broken"])])
  func `what is called checks, for whoever waits for it`(waits: Bool, found: [String]) throws {
    let checker = SmallWorkflow().node("Called", "executeWorkflowTrigger")
      .node("Agreed?", "if", Self.test("consent")).node("Listed?", "if", Self.test("unsubscribed"))
      .node("Done", "noOp").connect("Called", ["Agreed?"]).connect("Agreed?", ["Listed?"])
      .connect("Listed?", [], ["Done"])
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node("Check", "executeWorkflow", Self.call("checker", waits: waits))
      .node("Send", "gmail", Self.mail).row("Hook", "Check", "Send")
    #expect(try Self.findings(("checker", checker), ("flow", flow)) == found)
  }

  @Test func `a workflow that calls itself`() throws {
    let flow = Self.sender.node("Daily", "scheduleTrigger")
      .node("Again", "executeWorkflow", Self.call("={{ $workflow.id }}")).row("Daily", "Again")
    #expect(try Self.findings(("self", flow)) == ["0: workflows/check-before-send broken"])
  }

  @Test func `workflows that only call each other leave open who calls first`() throws {
    let one = Self.sender.node("Next", "executeWorkflow", Self.call("two")).row("Send", "Next")
    let two = SmallWorkflow().node("Called", "executeWorkflowTrigger")
      .node("Back", "executeWorkflow", Self.call("one")).row("Called", "Back")
    #expect(
      try Self.findings(("one", one), ("two", two))
        == ["0: workflows/check-before-send undecided"])
  }

  @Test func `an agent's call of a workflow`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node("Agent", "@n8n/n8n-nodes-langchain.agent", "\"text\": \"Help\"")
      .node("Tool", "@n8n/n8n-nodes-langchain.toolWorkflow", Self.call("sender"))
      .row("Hook", "Agent").connect("Tool", ["Agent"], kind: "ai_tool")
    #expect(try Self.findings(("caller", flow), ("sender", Self.sender)) == [Self.broken])
  }
}
