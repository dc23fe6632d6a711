import PolicyModel
import Testing
import WorkflowLinting

/// What people who judged findings on real workflows found wrong, and what was missed.
struct JudgedFlowTests {
  private static let agent = "@n8n/n8n-nodes-langchain.agent"

  private static func mail(to: String, _ subject: String, _ body: String) -> String {
    "\"sendTo\": \"\(to)\", \"subject\": \"\(subject)\", \"message\": \"\(body)\""
  }

  // MARK: Whom it reaches

  @Test(arguments: [
    ("user@example.com", "A special offer", true), ("user@example.com", "New lead", false),
    ("desk@shop.example", "A special offer", false),
  ])
  func `a placeholder hides a customer where the text speaks to one`(
    address: String, subject: String, isMarketing: Bool
  ) throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node("Send", "gmail", Self.mail(to: address, subject, "Click here")).row("Hook", "Send")
    let isFound = try flow.findings().contains("workflows/check-before-send broken at Send")
    #expect(isFound == isMarketing)
  }

  @Test func `an answer to whoever wrote in is none of the prompt's marketing`() throws {
    let flow = SmallWorkflow().node("Text", "twilioTrigger")
      .node("Write", Self.agent, "\"text\": \"Qualify leads for our campaign\"")
      .node(
        "Answer", "twilio",
        "\"to\": \"={{ $('Text').item.json.From }}\", \"message\": \"={{ $json.output }}\""
      )
      .row("Text", "Write", "Answer")
    #expect(try flow.findings() == ["workflows/ai-text-approved broken at Answer"])
  }

  @Test func `what a message that came in starts is no answer to somebody else`() throws {
    let flow = SmallWorkflow().node("Inbox", "gmailTrigger").node("Every day", "scheduleTrigger")
      .node(
        "Send", "gmail", "\"sendTo\": \"={{ $json.email }}\", \"message\": \"={{ $json.text }}\""
      )
      .row("Inbox", "Send").connect("Every day", ["Send"])
    #expect(try flow.findings() == ["workflows/check-before-send undecided at Send"])
  }

  @Test func `a person put into a tool that sends is written to`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node(
        "Add", "httpRequest",
        "\"method\": \"POST\", \"url\": \"https://api.instantly.ai/api/v2/leads\", "
          + "\"jsonBody\": \"={\\\"email\\\": \\\"{{ $json.email }}\\\", \\\"text\\\": \\\"{{ $('Write').item.json.output }}\\\"}\""
      )
      .node("Write", Self.agent, "\"text\": \"Write\"").row("Hook", "Write", "Add")
    #expect(
      try flow.findings() == [
        "workflows/check-before-send broken at Add", "workflows/ai-text-approved broken at Add",
      ])
  }

  // MARK: What machines read and write

  @Test func `where no machine writes, nobody asks whether one did`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node("Text", "twilio", "\"to\": \"={{ $json.phone }}\", \"resource\": \"call\"")
      .row("Hook", "Text")
    #expect(try !flow.findings().contains { $0.contains("ai-text-approved") })
  }

  @Test func `the subject of a mail is no address`() throws {
    let mail = Self.mail(to: "={{ $json.from }}", "={{ $json.email_subject }}", "Hello")
    let flow = SmallWorkflow().node("Inbox", "gmailTrigger")
      .node("Write", Self.agent, "\"text\": \"Write\"").node("Send", "gmail", mail)
      .row("Inbox", "Write", "Send")
    #expect(try flow.findings() == ["workflows/ai-text-approved broken at Send"])
  }

  @Test func `what a step puts into a field is in it`() throws {
    func flow(_ value: String) -> SmallWorkflow {
      SmallWorkflow().node("Hook", "webhook")
        .node(
          "Set", "set",
          "\"assignments\": {\"assignments\": [{\"name\": \"lead\", \"value\": \"\(value)\"}]}"
        )
        .node("Read", Self.agent, "\"text\": \"={{ $json.lead }}\"").row("Hook", "Set", "Read")
    }
    let found = ["workflows/redaction-before-model broken at Read"]
    #expect(try flow("={{ { mail: $json.email } }}").findings() == found)
    #expect(try flow("={{ { size: $json.size } }}").findings() == [])
  }

  @Test func `a draft in a field named email is no address`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node("Write", Self.agent, "\"text\": \"Write\"")
      .node(
        "Keep", "set",
        "\"assignments\": {\"assignments\": [{\"name\": \"email\", \"value\": \"={{ $json.output }}\"}]}"
      )
      .node("Check", Self.agent, "\"text\": \"={{ $('Keep').item.json.email }}\"")
      .row("Hook", "Write", "Keep", "Check")
    #expect(try flow.findings() == [])
  }

  @Test func `people made up for an example are nobody`() throws {
    func flow(_ prompt: String) -> SmallWorkflow {
      SmallWorkflow().node("Hook", "webhook").node("Write", Self.agent, "\"text\": \"\(prompt)\"")
        .row("Hook", "Write")
    }
    let found = ["workflows/no-personal-data-in-definition broken at Write"]
    #expect(try flow("<example_1>alex.ray@university.edu</example_1> Go on").findings() == [])
    #expect(try flow("<example>a</example> Ask alex.ray@university.edu").findings() == found)
    #expect(try flow("Like <example>alex.ray@university.edu").findings() == [])
  }

  // MARK: Data

  @Test func `items pinned for trying out are looked through`() throws {
    let text = SmallWorkflow().node("Hook", "webhook").node("Stop", "noOp").row("Hook", "Stop").text
    func pinned(_ address: String) throws -> [String] {
      let items = "\"pinData\": {\"Hook\": [{\"json\": {\"who\": \"\(address)\"}}]}, \"nodes\""
      let report = try #require(
        try Shipped.lint(text.replacing("\"nodes\"", with: items)).first)
      return report.findings.map(\.name)
    }
    #expect(
      try pinned("emily.chen@shop.test") == [
        "workflows/no-personal-data-in-definition", "workflows/owned",
      ])
    #expect(try pinned("jane.doe@example.com") == ["workflows/owned"])
  }

  @Test func `what one tool of an agent gathers, another may keep`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook")
      .node("Agent", Self.agent, "\"text\": \"Enrich\"")
      .node("Look", "n8n-nodes-hdw.hdwLinkedinTool", "\"operation\": \"getProfile\"")
      .node("Keep", "hubspotTool", "\"operation\": \"update\"").row("Hook", "Agent")
      .connect("Look", ["Agent"], kind: "ai_tool")
    #expect(try flow.findings() == [])
    let kept = flow.connect("Keep", ["Agent"], kind: "ai_tool")
    #expect(try kept.findings() == ["workflows/scraped-people broken at Look"])
  }

  @Test func `a fetch from somewhere gives nothing away`() throws {
    let flow = SmallWorkflow().node("Inbox", "whatsAppTrigger")
      .node("Fetch", "httpRequest", "\"url\": \"={{ $json.url }}\"").row("Inbox", "Fetch")
    #expect(try flow.findings() == [])
  }

  @Test func `whom a journey's audience holds is settled elsewhere`() throws {
    let text = """
      {"key": "j", "name": "J", "workflowApiVersion": 1, "activities": [{"key": "E-1", \
      "name": "Mail", "type": "EMAILV2", "outcomes": [], "configurationArguments": {}}], \
      "triggers": [{"key": "TRIGGER", "name": "TRIGGER", "type": "EmailAudience"}]}
      """
    let report = try #require(try Shipped.lint(text).first)
    let finding = try #require(
      report.findings.first { $0.name == "workflows/check-before-send" })
    #expect(finding.outcome == .undecided)
    #expect(finding.missing == ["step.always_after"])
  }

  @Test func `a workflow without parameters tells no purpose by its name`() throws {
    let flow = SmallWorkflow().node("Hook", "webhook").node("Wait", "wait")
      .node("Send appointment", "twilio").row("Hook", "Wait", "Send appointment")
    #expect(
      try flow.findings() == ["workflows/check-before-send undecided at Send appointment"])
  }
}
