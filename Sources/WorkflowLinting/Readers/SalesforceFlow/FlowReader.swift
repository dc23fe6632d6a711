import Diagnostics
package import DocumentTree

/// Reads flows of Salesforce: metadata in XML, elements by kind, edges by name.
///
/// Source: developer.salesforce.com, "Metadata API: Flow".
package enum FlowReader: WorkflowReader {
  package static let tool = "salesforce-flow"
  package static let signs = "Salesforce (a flow: XML with `<Flow>`)"

  /// The reader of XML gives the root element's name as the one key of a mapping.
  package static func recognises(_ root: Node) -> Bool { root["Flow"]?.entries != nil }

  package static func read(_ root: Node) -> [Workflow] {
    root["Flow"].map { [SalesforceFlow($0).workflow()] } ?? []
  }

  /// `{!Get_Contact.Email}`, and `{!$Record.Email}` for the record that started the flow.
  package static func references(in text: String) -> [Reference] {
    var found: [Reference] = []
    var rest = text[...]
    while let open = rest.firstRange(ofASCII: "{!") {
      let inside = rest[open.upperBound...]
      guard let close = inside.firstRange(ofASCII: "}") else { break }
      let parts = inside[..<close.lowerBound].split(separator: ".", maxSplits: 1).map(String.init)
      rest = inside[close.upperBound...]
      guard let first = parts.first else { continue }
      // A variable without a dot is a field of the flow itself.
      found.append(
        parts.count == 1
          ? Reference(.incoming, first)
          : Reference(first.hasPrefix("$") ? .incoming : .step(first), parts[1]))
    }
    return found
  }

  package static func literal(_ text: String) -> String? {
    let text = text.trimmingBlanks
    guard text.hasPrefix("{!"), text.hasSuffix("}"), text.firstIndex(of: "}") == text.indices.last
    else { return String(text) }
    return nil
  }
}

/// One flow on its way to a graph.
private struct SalesforceFlow {
  let node: Node
  private var problems: [Diagnostic] = []
  private var steps: [Step] = []
  private var edges: [Edge] = []
  private var places: [String: Int] = [:]

  /// The kinds of element that are steps.
  private static let kinds: Set<String> = [
    "actionCalls", "apexPluginCalls", "assignments", "collectionProcessors", "customErrors",
    "decisions", "loops", "orchestratedStages", "recordCreates", "recordDeletes", "recordLookups",
    "recordRollbacks", "recordUpdates", "screens", "steps", "steppedStages", "subflows",
    "transforms", "waits",
  ]

  init(_ node: Node) { self.node = node }

  func workflow() -> Workflow {
    var copy = self
    copy.readSteps()
    copy.readEdges()
    let label = node["label"]?.scalar ?? node["interviewLabel"]?.scalar
    return Workflow(
      tool: FlowReader.tool, name: label?.text ?? "",
      isActive: node.text("status").map { $0 == "Active" }, steps: copy.steps, edges: copy.edges,
      remarks: [node["description"]?.scalar].compactMap { $0.map(Remark.init) },
      problems: copy.problems, range: label?.range ?? node.firstByte)
  }

  private mutating func readSteps() {
    for entry in node.entries ?? [] {
      if entry.name == "start" {
        steps.append(
          Step(
            id: "start", name: "Start", type: Self.startType(entry.value),
            parameters: Self.parameters(entry.value), role: .trigger, range: entry.key.range))
      } else if Self.kinds.contains(entry.name) {
        add(entry)
      }
    }
    if !steps.contains(where: { $0.role == .trigger }), let first = node["startElementReference"] {
      steps.append(
        Step(
          id: "start", name: "Start", type: "start", parameters: .nothing(at: first.range),
          role: .trigger, range: first.range))
    }
  }

  private mutating func add(_ entry: Node.Entry) {
    guard let name = entry.value["name"]?.scalar else {
      problems.append(.broken("this element has no `name`", at: entry.key.range))
      return
    }
    if places[name.text] != nil {
      problems.append(.broken("two elements are named `\(name.text)`", at: name.range))
      return
    }
    var type = entry.name
    if type == "actionCalls" {
      type = "actionCalls:\(entry.value.text("actionType") ?? "?")"
      if let action = entry.value.text("actionName"), !type.hasSuffix(":\(action)") {
        type += ":\(action)"
      }
    }
    places[name.text] = steps.count
    steps.append(
      Step(
        id: name.text, name: entry.value.text("label") ?? name.text, type: type,
        parameters: Self.parameters(entry.value), role: .step, branches: branches(entry),
        entry: nil,
        remarks: [entry.value["description"]?.scalar].compactMap { $0.map(Remark.init) },
        range: name.range))
    for stage in entry.value.all("stageSteps") { add(stage, of: steps.count - 1) }
  }

  /// A stage's steps: each may start when the stage begins.
  private mutating func add(_ stage: Node, of parent: Int) {
    guard let name = stage["name"]?.scalar, places[name.text] == nil else { return }
    let action = stage.text("actionType") ?? stage.text("stepSubtype") ?? "?"
    places[name.text] = steps.count
    edges.append(Edge(from: parent, to: steps.count))
    steps.append(
      Step(
        id: name.text, name: stage.text("label") ?? name.text, type: "stageSteps:\(action)",
        parameters: Self.parameters(stage), role: .step, range: name.range))
  }

  private static func startType(_ start: Node) -> String {
    start.text("triggerType").map { "start:\($0)" } ?? "start"
  }

  // MARK: Edges

  private mutating func readEdges() {
    if let start = steps.firstIndex(where: { $0.role == .trigger }) {
      let element = node["start"]
      connect(start, element?["connector"], output: 0)
      for path in element?.all("scheduledPaths") ?? [] {
        connect(start, path["connector"], output: 0)
      }
      if let first = node["startElementReference"]?.scalar { connect(start, to: first, output: 0) }
    }
    for entry in node.entries ?? [] where Self.kinds.contains(entry.name) {
      guard let from = entry.value.text("name").flatMap({ places[$0] }) else { continue }
      readEdges(of: entry.value, from)
    }
  }

  private mutating func readEdges(of element: Node, _ from: Int) {
    let rules = element.all("rules") + element.all("waitEvents")
    for (output, rule) in rules.enumerated() { connect(from, rule["connector"], output: output) }
    connect(from, element["defaultConnector"], output: rules.count)
    connect(from, element["connector"], output: 0)
    connect(from, element["nextValueConnector"], output: 0)
    connect(from, element["noMoreValuesConnector"], output: 1)
    connect(from, element["faultConnector"], output: 9, kind: .error)
    // Behind a stage's steps the flow goes on.
    if let next = element["connector"]?["targetReference"]?.scalar {
      for stage in element.all("stageSteps") {
        if let step = stage.text("name").flatMap({ places[$0] }) {
          connect(step, to: next, output: 0)
        }
      }
    }
  }

  private mutating func connect(
    _ from: Int, _ connector: Node?, output: Int, kind: Edge.Kind = .flow
  ) {
    guard let target = connector?["targetReference"]?.scalar else { return }
    connect(from, to: target, output: output, kind: kind)
  }

  private mutating func connect(
    _ from: Int, to target: Scalar, output: Int, kind: Edge.Kind = .flow
  ) {
    guard let to = places[target.text] else {
      problems.append(
        .broken("a connector leads to `\(target.text)`, which is no element", at: target.range))
      return
    }
    edges.append(Edge(from: from, output: output, to: to, kind: kind))
  }

  // MARK: Conditions and parameters

  private func branches(_ entry: Node.Entry) -> [Branch] {
    guard entry.name == "decisions" else { return [] }
    let rules = entry.value.all("rules")
    let branches = rules.enumerated().map { output, rule in
      let tests = rule.all("conditions").map(Self.test)
      let isAny = rule.text("conditionLogic") == "or"
      return Branch(
        output: output, tests: tests.isEmpty ? [] : isAny ? tests.map { [$0] } : [tests])
    }
    return branches + [Branch(output: rules.count, tests: [])]
  }

  private static func test(_ condition: Node) -> Test {
    let value = condition["rightValue"]?.entries?.first?.value.scalar?.text ?? ""
    let operation: Test.Operation =
      switch condition.text("operator") ?? "" {
      case "EqualTo": .equals
      case "NotEqualTo": .differs
      case "Contains": .contains
      case "IsNull", "IsBlank", "IsEmpty": value == "false" ? .present : .absent
      default: .other
      }
    return Test("{!\(condition.text("leftValueReference") ?? "")}", operation, value)
  }

  /// An element's parameters by their names, references written as the texts that they stand for.
  private static func parameters(_ element: Node) -> Node {
    var entries: [Node.Entry] = []
    for entry in element.entries ?? [] {
      switch entry.name {
      case "inputParameters", "inputAssignments":
        guard let name = entry.value["name"] ?? entry.value["field"],
          let value = entry.value["value"]?.entries?.first
        else { continue }
        entries.append(Node.Entry(key: name, value: written(value)))
      case "connector", "faultConnector", "defaultConnector", "rules", "locationX", "locationY",
        "name", "label", "stageSteps", "processMetadataValues":
        continue
      default: entries.append(Node.Entry(key: entry.key, value: deepWritten(entry.value)))
      }
    }
    return Node(.mapping(entries), at: element.range)
  }

  private static func written(_ value: Node.Entry) -> Node {
    guard value.name == "elementReference", let scalar = value.value.scalar else {
      return value.value
    }
    let text = "{!\(scalar.text)}"
    return Node(.scalar(Scalar(text, style: .plain, range: scalar.range)), at: scalar.range)
  }

  private static func deepWritten(_ node: Node) -> Node {
    guard let entries = node.entries else { return node }
    return Node(
      .mapping(
        entries.map { entry in
          Node.Entry(
            key: entry.key,
            value: entry.name == "elementReference" ? written(entry) : deepWritten(entry.value))
        }), at: node.range)
  }
}

extension Node {
  /// All values of a name, which in XML may stand more than once.
  func all(_ name: String) -> [Node] {
    (entries ?? []).filter { $0.name == name }.map(\.value)
  }
}
