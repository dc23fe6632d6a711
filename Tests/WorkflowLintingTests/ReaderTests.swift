import Diagnostics
import DocumentTree
import Testing
import WorkflowLinting

/// Small exports of each tool, and the graph that they are read as.
struct ReaderTests {
  /// `Start -> Ask; Ask -0-> Send; Ask -1-> Stop`, with what is wrong behind it.
  static func graph(_ text: String, path: String = "flow.json") -> String {
    var diagnostics: [Diagnostic] = []
    let read = Readers.read(SourceFile(path: path, text: text), &diagnostics)
    guard diagnostics.isEmpty else {
      return diagnostics.map(\.code.rawValue).joined(separator: " ")
    }
    return read.map { describe($0.workflow) }.joined(separator: " | ")
  }

  private static func describe(_ workflow: Workflow) -> String {
    let lines = workflow.edges.filter { $0.kind != .part }.map { edge in
      let mark =
        switch edge.kind {
        case .flow: edge.output == 0 ? "->" : "-\(edge.output)->"
        case .error: "-!->"
        case .tool: "-t->"
        case .part: ""
        }
      return "\(workflow.steps[edge.from].name) \(mark) \(workflow.steps[edge.to].name)"
    }
    let problems = workflow.problems.map { "(\($0.code.rawValue))" }
    return ([workflow.tool + ":"] + lines.sorted() + problems).joined(separator: " ")
  }

  @Test func `a router of Make, a filter and a handler of errors`() {
    let text = """
      {"name": "S", "flow": [
        {"id": 1, "module": "gateway:CustomWebHook", "mapper": {}, "metadata": {"designer": {"name": "Hook"}}},
        {"id": 7, "module": "builtin:BasicRouter", "metadata": {"designer": {"name": "Router"}}, "routes": [
          {"flow": [{"id": 3, "module": "google-email:ActionSendEmail", "mapper": {"to": ["{{1.email}}"]},
            "filter": {"name": "ok", "conditions": [[{"a": "{{1.consent}}", "o": "boolean:equal", "b": "true"}]]},
            "metadata": {"designer": {"name": "Mail"}},
            "onerror": [{"id": 9, "module": "slack:CreateMessage", "metadata": {"designer": {"name": "Tell"}}}]}]},
          {"flow": [{"id": 4, "module": "datastore:AddRecord", "metadata": {"designer": {"name": "Keep"}}}]}]}],
       "metadata": {}}
      """
    #expect(
      Self.graph(text) == "make: Hook -> Router Mail -!-> Tell Router -1-> Keep Router -> Mail")
  }

  @Test func `branches of Make that are merged again`() {
    func module(_ id: Int, _ name: String, _ more: String = "") -> String {
      "{\"id\": \(id), \"module\": \"x:\(name)\", \"metadata\": {\"designer\": {\"name\": \"\(name)\"}}\(more)}"
    }
    let branches =
      ", \"branches\": [{\"merge\": true, \"flow\": [\(module(3, "Yes"))]}, {\"merge\": true, \"flow\": [\(module(4, "No"))]}]"
    let text =
      "{\"blueprint\": {\"name\": \"S\", \"flow\": [\(module(1, "A")), \(module(2, "If", branches)), \(module(5, "Merge"))]}}"
    #expect(
      Self.graph(text) == "make: A -> If If -1-> No If -> Yes No -> Merge Yes -> Merge")
  }

  @Test func `a flow of Salesforce`() {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Flow xmlns="http://soap.sforce.com/2006/04/metadata">
        <label>Welcome</label>
        <start><connector><targetReference>Ask</targetReference></connector></start>
        <decisions><name>Ask</name><label>Agreed?</label>
          <defaultConnector><targetReference>Keep</targetReference></defaultConnector>
          <rules><name>Yes</name><conditionLogic>and</conditionLogic>
            <conditions><leftValueReference>$Record.HasOptedOutOfEmail</leftValueReference>
              <operator>EqualTo</operator><rightValue><booleanValue>false</booleanValue></rightValue></conditions>
            <connector><targetReference>Mail</targetReference></connector></rules></decisions>
        <actionCalls><name>Mail</name><label>Mail</label><actionName>emailSimple</actionName>
          <actionType>emailSimple</actionType>
          <faultConnector><targetReference>Keep</targetReference></faultConnector></actionCalls>
        <recordCreates><name>Keep</name><label>Keep</label></recordCreates>
      </Flow>
      """
    #expect(
      Self.graph(text, path: "flow.xml")
        == "salesforce-flow: Agreed? -1-> Keep Agreed? -> Mail Mail -!-> Keep Start -> Agreed?")
  }

  @Test(arguments: [
    ("<Flow><label>x</Flow>", "xml-syntax"),
    ("<!DOCTYPE Flow [<!ENTITY a \"b\">]><Flow/>", "xml-doctype"),
    ("<Other><label>x</label></Other>", "unknown-workflow"),
  ])
  func `XML that is refused`(text: String, code: String) {
    #expect(Self.graph(text, path: "flow.xml") == code)
  }

  @Test func `XML knows where its texts stand`() throws {
    let text =
      "<Flow>\n  <label>Größe &amp; Preis</label>\n  <decisions><name>Ask</name></decisions></Flow>"
    var diagnostics: [Diagnostic] = []
    let file = SourceFile(path: "flow.xml", text: text)
    let root = try #require(DocumentReader().readXML(file, &diagnostics))
    let label = try #require(root["Flow"]?["label"]?.scalar)
    #expect(label.text == "Größe & Preis")
    #expect(label.range.text == "Größe &amp; Preis")
    let name = try #require(root["Flow"]?["decisions"]?["name"]?.scalar)
    #expect(name.range.start.line == 3)
    #expect(name.range.start.column == 20)
  }

  @Test func `elements that are too deep`() {
    let depth = 600
    let text = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    #expect(Self.graph(text, path: "flow.xml") == "nesting-too-deep")
  }

  @Test func `a journey`() {
    let text = """
      {"key": "k", "name": "J", "workflowApiVersion": 1.0, "activities": [
        {"key": "W", "name": "Wait", "type": "WAIT", "outcomes": [{"key": "o", "next": "E"}], "configurationArguments": {}},
        {"key": "E", "name": "Mail", "type": "EMAILV2", "outcomes": [{"key": "p", "next": "none"}], "configurationArguments": {}}],
       "triggers": [{"key": "T", "name": "In", "type": "EmailAudience"}]}
      """
    #expect(Self.graph(text) == "sfmc-journey: In -> Wait Wait -> Mail (broken-workflow)")
  }

  @Test func `an app of Dify with a question and an iteration`() {
    let text = """
      kind: app
      version: 0.1.5
      app: {name: A, mode: workflow}
      workflow:
        graph:
          nodes:
            - {id: "1", data: {type: start, title: Start}}
            - {id: "2", data: {type: if-else, title: Ask, cases: [{case_id: "true", logical_operator: and, conditions: [{comparison_operator: is, value: "yes", variable_selector: ["1", consent]}]}]}}
            - {id: "3", data: {type: llm, title: Write}}
            - {id: "4", data: {type: iteration, title: Each}}
            - {id: "5", parentId: "4", data: {type: iteration-start, title: First}}
            - {id: "6", parentId: "4", data: {type: code, title: Do}}
          edges:
            - {source: "1", target: "2", sourceHandle: source}
            - {source: "2", target: "3", sourceHandle: "true"}
            - {source: "2", target: "4", sourceHandle: "false"}
            - {source: "5", target: "6", sourceHandle: source}
      """
    #expect(
      Self.graph(text, path: "app.yml")
        == "dify: Ask -1-> Each Ask -> Write Do -> Each Each -> First First -> Do Start -> Ask")
  }

  @Test func `an app of Dify without a graph`() {
    let text = """
      kind: app
      app: {name: A, mode: agent-chat}
      model_config: {pre_prompt: Help, agent_mode: {tools: [{provider_id: smtp, tool_name: send_mail}]}}
      """
    #expect(
      Self.graph(text, path: "app.yml") == "dify: Start -> agent-chat agent-chat -t-> send_mail")
  }

  @Test func `an n8n template, a list, an answer of the interface`() {
    let flow =
      "{\"nodes\": [{\"name\": \"A\", \"type\": \"n8n-nodes-base.webhook\"}, {\"name\": \"B\", \"type\": \"n8n-nodes-base.set\"}], "
      + "\"connections\": {\"A\": {\"main\": [[{\"node\": \"B\", \"type\": \"main\", \"index\": 0}]]}}}"
    #expect(Self.graph(flow) == "n8n: A -> B")
    #expect(Self.graph("[\(flow), \(flow)]") == "n8n: A -> B | n8n: A -> B")
    #expect(Self.graph("{\"data\": [\(flow)]}") == "n8n: A -> B")
    #expect(
      Self.graph(
        "{\"workflow\": {\"id\": 1, \"name\": \"T\", \"nodes\": [{\"name\": \"x\"}], \"workflow\": \(flow)}}"
      )
        == "n8n: A -> B")
  }

  @Test func `what hangs in the air is said`() {
    let text =
      "{\"nodes\": [{\"name\": \"A\", \"type\": \"n8n-nodes-base.webhook\"}, {\"name\": \"A\", \"type\": \"n8n-nodes-base.set\"}, {\"name\": \"C\"}], "
      + "\"connections\": {\"A\": {\"main\": [[{\"node\": \"Z\"}], null]}, \"Y\": {\"main\": [[{\"node\": \"A\"}]]}}}"
    #expect(
      Self.graph(text)
        == "n8n: (broken-workflow) (broken-workflow) (broken-workflow) (broken-workflow)")
  }

  @Test(arguments: [
    ("={{ $json.body.email }}", [".email body"]), ("={{ $json['first name'] }}", [".first name"]),
    ("={{ $('Get lead').item.json.x }} and {{ $node[\"B\"].json.y }}", ["Get lead.x", "B.y"]),
    ("={{ $('A').first().json.a.toUpperCase() }}", ["A.a"]), ("{{ $json.email }}", []),
    ("={{ $fromAI('to', 'whom') }}", ["model.to"]), ("={{ JSON.stringify($json) }}", ["."]),
    ("={{ $input.all()[0].json.n }}", [".n"]), ("={{ $json.a", [".a"]), ("=", []),
  ])
  func `what n8n's expressions refer to`(text: String, expected: [String]) {
    let found = N8nReader.references(in: text).map { reference in
      switch reference.source {
      case .incoming:
        reference.field == "body.email" ? ".email body" : ".\(reference.field)"
      case .step(let name): "\(name).\(reference.field)"
      case .model: "model.\(reference.field)"
      case .setting: "setting.\(reference.field)"
      }
    }
    #expect(found == expected)
  }
}
