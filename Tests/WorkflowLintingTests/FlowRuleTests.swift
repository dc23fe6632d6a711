import Diagnostics
import PolicyModel
import Testing
import WorkflowLinting

/// What the rules for workflows find in small workflows, and what they leave alone.
struct FlowRuleTests {
  private static let mail =
    "\"sendTo\": \"={{ $json.email }}\", \"subject\": \"Our newsletter\", "
    + "\"message\": \"News. Unsubscribe: https://shop.example/u\""
  private static let consent = Self.test("={{ $json.consent }}", "true")
  private static let listed = Self.test("={{ $json.unsubscribed }}", "true")

  private static func test(_ left: String, _ operation: String, _ right: String = "") -> String {
    "\"conditions\": {\"conditions\": [{\"leftValue\": \"\(left)\", \"rightValue\": \"\(right)\", "
      + "\"operator\": {\"type\": \"boolean\", \"operation\": \"\(operation)\"}}]}"
  }

  private static let start = SmallWorkflow().node("Hook", "webhook").node("Send", "gmail", mail)

  /// A webhook, both checks, and whatever else, before the mail.
  private static let checked = start.node("Agreed?", "if", consent).node("Listed?", "if", listed)
    .connect("Hook", ["Agreed?"]).connect("Agreed?", ["Listed?"])

  @Test func `a marketing mail without any check`() throws {
    #expect(
      try Self.start.row("Hook", "Send").findings() == [
        "workflows/check-before-send broken at Send"
      ])
  }

  @Test func `both checks on every path`() throws {
    #expect(try Self.checked.connect("Listed?", [], ["Send"]).findings() == [])
  }

  @Test func `the wrong output of a check is none`() throws {
    #expect(
      try Self.checked.connect("Listed?", ["Send"], []).findings()
        == ["workflows/check-before-send broken at Send"])
  }

  @Test func `a check that both outputs go round guards nothing`() throws {
    #expect(
      try Self.checked.connect("Listed?", ["Send"], ["Send"]).findings()
        == ["workflows/check-before-send broken at Send"])
  }

  @Test func `a second trigger goes round the checks`() throws {
    let report = try Self.checked.node("Every day", "scheduleTrigger").connect(
      "Listed?", [], ["Send"]
    )
    .connect("Every day", ["Send"]).lint()
    let finding = try #require(report.findings.first)
    #expect(finding.name == "workflows/check-before-send")
    #expect(finding.path == ["Every day", "Send"])
  }

  @Test func `a wait of days behind the checks`() throws {
    let flow = Self.checked.node("Wait", "wait", "\"unit\": \"days\", \"amount\": 3", version: 1.1)
      .connect("Listed?", [], ["Wait"]).connect("Wait", ["Send"])
    let finding = try #require(try flow.lint().findings.first)
    #expect(finding.name == "workflows/check-after-wait")
    #expect(finding.path == ["Hook", "Agreed?", "Listed?", "Wait", "Send"])
  }

  @Test func `a disabled check checks nothing`() throws {
    let flow = Self.start.node("Agreed?", "if", Self.consent, more: "\"disabled\": true")
      .node("Listed?", "if", Self.listed).connect("Hook", ["Agreed?"])
      .connect("Agreed?", ["Listed?"]).connect("Listed?", [], ["Send"])
    #expect(try flow.findings() == ["workflows/check-before-send broken at Send"])
  }

  @Test func `code that speaks of opt-outs leaves it open`() throws {
    let flow = Self.start.node(
      "Code", "code", "\"jsCode\": \"return items.filter(i => !i.unsubscribed)\""
    )
    .row("Hook", "Code", "Send")
    #expect(try flow.findings() == ["workflows/check-before-send undecided at Send"])
  }

  @Test func `code that speaks of something else checks nothing`() throws {
    let flow = Self.start.node("Code", "code", "\"jsCode\": \"return items.slice(0, 3)\"")
      .row("Hook", "Code", "Send")
    #expect(try flow.findings() == ["workflows/check-before-send broken at Send"])
  }

  @Test func `a workflow that another one calls leaves it open`() throws {
    let flow = SmallWorkflow().node("Called", "executeWorkflowTrigger").node(
      "Send", "gmail", Self.mail
    )
    .row("Called", "Send")
    #expect(try flow.findings() == ["workflows/check-before-send undecided at Send"])
  }

  @Test func `a mail to a fixed address is a note to the team`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node(
        "Send", "gmail", "\"sendTo\": \"desk@shop.example\", \"subject\": \"New newsletter lead\""
      )
      .row("Hook", "Send")
    #expect(try flow.findings() == [])
  }

  @Test func `a receipt asks for no consent`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node(
        "Send", "gmail",
        "\"sendTo\": \"={{ $json.email }}\", \"subject\": \"Your invoice\", \"message\": \"x\""
      )
      .row("Hook", "Send")
    #expect(try flow.findings() == [])
  }

  @Test func `what a mail is for may not be seen`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node(
        "Send", "gmail", "\"sendTo\": \"={{ $json.email }}\", \"message\": \"={{ $json.text }}\""
      )
      .row("Hook", "Send")
    let report = try flow.lint()
    let finding = try #require(report.findings.first { $0.outcome == .undecided })
    #expect(finding.missing.contains("action.purpose"))
    #expect(finding.rules.count > 1)
  }

  @Test func `a machine's text goes out with nobody reading it, or behind a yes`() throws {
    let mail =
      "\"sendTo\": \"={{ $json.email }}\", \"subject\": \"Your booking\", \"message\": \"={{ $('Write').item.json.output }}\""
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node("Write", "@n8n/n8n-nodes-langchain.agent", "\"text\": \"Answer the guest\"")
      .node("Send", "gmail", mail)
    #expect(
      try flow.row("Hook", "Write", "Send").findings() == [
        "workflows/ai-text-approved broken at Send"
      ])
    let approved = flow.node("Ask", "gmail", "\"operation\": \"sendAndWait\"")
      .node("Yes?", "if", Self.test("={{ $json.data.approved }}", "true"))
      .row("Hook", "Write", "Ask", "Yes?").connect("Yes?", ["Send"], [])
    #expect(try approved.findings() == [])
    // Who asks and goes on whatever the answer is has not asked.
    let unread = flow.node("Ask", "gmail", "\"operation\": \"sendAndWait\"").row(
      "Hook", "Write", "Ask", "Send")
    #expect(try unread.findings() == ["workflows/ai-text-approved broken at Send"])
  }

  @Test func `what only a failure leads to`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node(
        "Look", "hubspot", "\"operation\": \"get\"", more: "\"onError\": \"continueErrorOutput\""
      )
      .node(
        "Sorry", "gmail",
        "\"sendTo\": \"={{ $json.email }}\", \"subject\": \"Your order\", \"message\": \"x\""
      )
      .connect("Hook", ["Look"]).connect("Look", [], ["Sorry"])
    #expect(try flow.findings() == ["workflows/no-send-on-failure broken at Sorry"])
  }

  @Test func `a loop that sends`() throws {
    let flow = Self.checked.node("Each", "splitInBatches", version: 3).connect(
      "Listed?", [], ["Each"]
    )
    .connect("Each", [], ["Send"]).connect("Send", ["Each"])
    #expect(try flow.findings() == ["workflows/capped-loop broken at Send"])
    let capped = Self.checked.node("Each", "splitInBatches", version: 3)
      .node("Sent?", "if", Self.test("={{ $json.already_sent }}", "false"))
      .connect("Listed?", [], ["Each"]).connect("Each", [], ["Sent?"]).connect(
        "Sent?", ["Send"], ["Each"]
      )
      .connect("Send", ["Each"])
    #expect(try capped.findings() == [])
  }

  @Test func `a key in an address`() throws {
    let key = "sk-" + String(repeating: "a1B2", count: 8)
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node(
        "Set", "set",
        "\"assignments\": {\"assignments\": [{\"name\": \"key\", \"value\": \"\(key)\"}]}"
      )
      .row("Hook", "Set")
    let finding = try #require(try flow.lint().findings.first)
    #expect(finding.name == "workflows/no-secrets")
    #expect(finding.range.text.contains(key))
  }

  @Test func `a node that nobody named`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook").node("Thing", "n8n-nodes-unheard-of.thing")
      .row("Hook", "Thing")
    #expect(try flow.findings() == ["workflows/step-mapped broken at Thing"])
  }

  @Test func `a tool of an agent is chosen by a model`() throws {
    let flow = SmallWorkflow().node("Chat", "webhook")
      .node("Agent", "@n8n/n8n-nodes-langchain.agent", "\"text\": \"Help\"")
      .node(
        "Mail", "gmailTool",
        "\"sendTo\": \"={{ $fromAI('to') }}\", \"subject\": \"Your order\", \"message\": \"={{ $fromAI('text') }}\""
      )
      .row("Chat", "Agent").connect("Mail", ["Agent"], kind: "ai_tool")
    #expect(
      try flow.findings() == [
        "workflows/ai-text-approved broken at Mail",
        "accountability/agent-needs-approval broken at Mail",
      ])
  }

  @Test func `what the team declares counts, with its reason`() throws {
    let flow = Self.start.node(
      "About", "stickyNote",
      "\"content\": \"scruple: declare consent_check because the segment holds people who opted in\\n"
        + "scruple: declare suppression_check because the segment leaves the list out\\nscruple: owner crm\""
    )
    .row("Hook", "Send")
    let report = try flow.lint()
    #expect(report.findings.isEmpty)
    #expect(report.annotations.upstream.map(\.reason).contains("the segment leaves the list out"))
  }

  @Test func `a wait after what was checked upstream`() throws {
    let flow = Self.start.node(
      "About", "stickyNote",
      "\"content\": \"scruple: declare consent_check because x\\nscruple: declare suppression_check because y\""
    )
    .node("Wait", "wait", "\"unit\": \"days\", \"amount\": 3", version: 1.1).row(
      "Hook", "Wait", "Send")
    #expect(try flow.findings() == ["workflows/check-after-wait broken at Send"])
  }

  @Test func `a finding is ignored with a reason, and not without`() throws {
    func flow(_ note: String) -> SmallWorkflow {
      SmallWorkflow().node("Hook", "webhook").node(
        "Send", "gmail", Self.mail, more: "\"notes\": \"\(note)\""
      )
      .row("Hook", "Send")
    }
    let ignored = try flow("scruple: ignore workflows/check-before-send because it is a test")
      .lint()
    #expect(ignored.suppressed.map(\.name) == ["workflows/check-before-send"])
    let unreasoned = try flow("scruple: ignore workflows/check-before-send").lint()
    #expect(unreasoned.suppressed.isEmpty)
    #expect(unreasoned.problems.map(\.code.rawValue) == ["bad-annotation"])
  }
}
