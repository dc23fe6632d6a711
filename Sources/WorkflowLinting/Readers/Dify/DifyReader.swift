import Diagnostics
package import DocumentTree

/// Reads apps of Dify: a graph of nodes, or for older kinds one model with its tools.
///
/// Source: docs.dify.ai, "Workflow"; `{{#node.field#}}` is what a node gave.
package enum DifyReader: WorkflowReader {
  package static let tool = "dify"
  package static let signs = "Dify (YAML with `kind: app`)"

  package static func recognises(_ root: Node) -> Bool {
    root["app"]?["mode"] != nil
      && (root["workflow"]?["graph"] != nil || root["model_config"] != nil)
  }

  package static func read(_ root: Node) -> [Workflow] { [DifyApp(root).workflow()] }

  package static func references(in text: String) -> [Reference] {
    Braces.inside(text).compactMap { inside in
      let path = inside.trimmingBlanks
      guard path.hasPrefix("#"), path.hasSuffix("#"), path.count > 2 else {
        return path.isEmpty ? nil : Reference(.incoming, String(path))
      }
      let parts = path.dropFirst().dropLast().split(separator: ".", maxSplits: 1)
      guard let node = parts.first else { return nil }
      return Reference(.step(String(node)), parts.count > 1 ? String(parts[1]) : "")
    }
  }

  package static func literal(_ text: String) -> String? { Braces.isWhole(text) ? nil : text }
}

/// One app on its way to a graph.
private struct DifyApp {
  let root: Node
  private var problems: [Diagnostic] = []
  private var steps: [Step] = []
  private var edges: [Edge] = []
  private var places: [String: Int] = [:]

  init(_ root: Node) { self.root = root }

  func workflow() -> Workflow {
    var copy = self
    if let graph = root["workflow"]?["graph"] { copy.read(graph) } else { copy.readModel() }
    let name = root["app"]?["name"]?.scalar
    let remarks = [root["app"]?["description"]?.scalar].compactMap { $0.map(Remark.init) }
    return Workflow(
      tool: DifyReader.tool, name: name?.text ?? "", isActive: nil, steps: copy.steps,
      edges: copy.edges, remarks: remarks + copy.notes, problems: copy.problems,
      range: name?.range ?? root.firstByte)
  }

  private var notes: [Remark] {
    (root["workflow"]?["graph"]?["nodes"]?.elements ?? []).compactMap { node in
      node.text("type") == "custom-note" ? node["data"]?["text"]?.scalar.map(Remark.init) : nil
    }
  }

  private mutating func read(_ graph: Node) {
    let nodes = graph["nodes"]?.elements ?? []
    for node in nodes {
      guard let id = node["id"]?.scalar, let data = node["data"] else {
        problems.append(.broken("this node has no `id` or no `data`", at: node.firstByte))
        continue
      }
      if places[id.text] != nil {
        problems.append(.broken("two nodes have the id `\(id.text)`", at: id.range))
        continue
      }
      places[id.text] = steps.count
      steps.append(step(node, id, data))
    }
    for edge in graph["edges"]?.elements ?? [] { connect(edge, nodes) }
    for node in nodes where node.text("parentId") != nil { connectChild(node, graph) }
  }

  private func step(_ node: Node, _ id: Scalar, _ data: Node) -> Step {
    var type = data.text("type") ?? ""
    let isNote = node.text("type") == "custom-note" || type.isEmpty
    if type == "tool" {
      type = "tool:\(data.text("provider_id") ?? "?")/\(data.text("tool_name") ?? "?")"
    }
    let title = data["title"]?.scalar
    return Step(
      id: id.text, name: title.map(\.text) ?? id.text, type: isNote ? "note" : type,
      parameters: data,
      role: isNote ? .note : type == "start" ? .trigger : .step, branches: branches(data, type),
      remarks: [data["desc"]?.scalar].compactMap { $0.map(Remark.init) },
      range: title?.range ?? id.range)
  }

  /// The handles by which edges leave a node, in the order of its outputs.
  private static func handles(_ data: Node) -> [String] {
    switch data.text("type") {
    case "if-else":
      let cases = (data["cases"]?.elements ?? []).compactMap { $0.text("case_id") }
      return (cases.isEmpty ? ["true"] : cases) + ["false"]
    case "question-classifier":
      return (data["classes"]?.elements ?? []).compactMap { $0.text("id") }
    default: return []
    }
  }

  private func branches(_ data: Node, _ type: String) -> [Branch] {
    guard type == "if-else" else { return [] }
    let cases = data["cases"]?.elements ?? [data]
    let branches = cases.enumerated().map { output, item in
      Branch(output: output, tests: tests(item))
    }
    return branches + [Branch(output: branches.count, tests: [])]
  }

  private func tests(_ item: Node) -> [[Test]] {
    let tests = (item["conditions"]?.elements ?? []).map { condition in
      let path = (condition["variable_selector"]?.elements ?? []).compactMap(\.scalar?.text)
      let subject = "{{#\(path.joined(separator: "."))#}}"
      let operation: Test.Operation =
        switch condition.text("comparison_operator") ?? "" {
        case "=", "is", "eq", "==": .equals
        case "≠", "is not", "not eq", "!=": .differs
        case "contains": .contains
        case "not contains": .lacks
        case "not empty", "exists", "not null": .present
        case "empty", "not exists", "null": .absent
        default: .other
        }
      return Test(subject, operation, condition.text("value") ?? "")
    }
    if tests.isEmpty { return [] }
    return item.text("logical_operator") == "or" ? tests.map { [$0] } : [tests]
  }

  private mutating func connect(_ edge: Node, _ nodes: [Node]) {
    guard let source = edge["source"]?.scalar, let target = edge["target"]?.scalar else { return }
    guard let from = places[source.text] else {
      problems.append(
        .broken("an edge leaves `\(source.text)`, which is no node", at: source.range))
      return
    }
    guard let to = places[target.text] else {
      problems.append(
        .broken("an edge leads to `\(target.text)`, which is no node", at: target.range))
      return
    }
    let handle = edge.text("sourceHandle") ?? "source"
    let output = Self.handles(steps[from].parameters).firstIndex(of: handle) ?? 0
    edges.append(
      Edge(from: from, output: output, to: to, kind: handle == "fail-branch" ? .error : .flow))
  }

  /// What stands in an iteration runs between its beginning and its end, again and again.
  private mutating func connectChild(_ node: Node, _ graph: Node) {
    guard let parent = node.text("parentId").flatMap({ places[$0] }),
      let child = node.text("id").flatMap({ places[$0] })
    else { return }
    if !edges.contains(where: { $0.to == child && $0.from != parent }) {
      edges.append(Edge(from: parent, to: child))
    }
    if !edges.contains(where: { $0.from == child && $0.to != parent }) {
      edges.append(Edge(from: child, to: parent))
    }
  }

  /// An app without a graph: a model that answers, and the tools that it may call.
  private mutating func readModel() {
    guard let model = root["model_config"], let mode = root["app"]?["mode"]?.scalar else { return }
    steps.append(
      Step(
        id: "start", name: "Start", type: "start", parameters: .nothing(at: mode.range),
        role: .trigger, range: mode.range))
    steps.append(
      Step(
        id: "agent", name: mode.text, type: "agent", parameters: model, role: .step,
        range: mode.range))
    edges.append(Edge(from: 0, to: 1))
    for tool in model["agent_mode"]?["tools"]?.elements ?? [] {
      guard let name = tool["tool_name"]?.scalar else { continue }
      edges.append(Edge(from: 1, to: steps.count, kind: .tool))
      steps.append(
        Step(
          id: name.text, name: name.text,
          type: "tool:\(tool.text("provider_id") ?? "?")/\(name.text)", parameters: tool,
          role: .tool, range: name.range))
    }
  }
}
