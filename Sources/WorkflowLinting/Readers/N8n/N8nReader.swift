import Diagnostics
package import DocumentTree

/// Reads n8n's exports: one workflow, a list of them, an answer of its interface, a template.
///
/// Source: docs.n8n.io, "Export and import workflows"; the names of connections are those of nodes.
package enum N8nReader: WorkflowReader {
  package static let tool = "n8n"
  package static let signs = "n8n (JSON with `nodes` and `connections`)"

  package static func recognises(_ root: Node) -> Bool { !find(in: root).isEmpty }

  package static func read(_ root: Node) -> [Workflow] {
    find(in: root).map { N8nWorkflow($0.node, name: $0.name).workflow() }
  }

  package static func references(in text: String) -> [Reference] {
    N8nExpression.references(in: text)
  }

  package static func literal(_ text: String) -> String? { N8nExpression.literal(text) }

  /// The workflows in a file with the names that stand around them.
  ///
  /// A template names the nodes that it uses beside the workflow itself, which stands one deeper.
  private static func find(
    in node: Node, name: Scalar? = nil, depth: Int = 0
  ) -> [(node: Node, name: Scalar?)] {
    if let elements = node.elements {
      return depth > 2 ? [] : elements.flatMap { find(in: $0, depth: depth + 1) }
    }
    guard node.entries != nil, depth < 5 else { return [] }
    let name = node["name"]?.scalar ?? name
    for key in ["workflow", "data"] {
      guard let inner = node[key], inner.scalar == nil else { continue }
      let found = find(in: inner, name: name, depth: depth + 1)
      if !found.isEmpty { return found }
    }
    guard let nodes = node["nodes"]?.elements, node["connections"]?.entries != nil,
      nodes.allSatisfy({ $0.entries != nil })
    else { return [] }
    return [(node, name)]
  }
}

/// One workflow on its way out of JSON.
private struct N8nWorkflow {
  let node: Node
  let name: Scalar?
  private var problems: [Diagnostic] = []
  private var steps: [Step] = []
  /// By node's name: its place among the steps.
  private var places: [String: Int] = [:]
  private var edges: [Edge] = []
  /// By step: how many outputs it has beside the one for failures; nil where failures stop it.
  private var outputs: [Int?] = []

  init(_ node: Node, name: Scalar?) {
    self.node = node
    self.name = name
  }

  func workflow() -> Workflow {
    var copy = self
    let connections = node["connections"]?.entries ?? []
    copy.readSteps(kinds: Self.kinds(connections), fed: Self.fed(connections))
    copy.readEdges(connections)
    return Workflow(
      tool: N8nReader.tool, id: node.text("id"), name: name?.text ?? "", isActive: active,
      steps: copy.steps, edges: copy.edges, remarks: remarks, problems: copy.problems,
      range: name?.range
        ?? SourceRange(
          node.range.file, node.range.bytes.lowerBound..<node.range.bytes.lowerBound + 1))
  }

  private var active: Bool? {
    if case .bool(let value)? = node["active"]?.scalar?.resolved { return value }
    return nil
  }

  private var remarks: [Remark] {
    var scalars = [node["description"]?.scalar, node["meta"]?["description"]?.scalar]
    for tag in node["tags"]?.elements ?? [] { scalars.append(tag.scalar ?? tag["name"]?.scalar) }
    for step in node["nodes"]?.elements ?? []
    where step.text("type")?.hasSuffix(".stickyNote") == true {
      scalars.append(step["parameters"]?["content"]?.scalar)
    }
    return scalars.compactMap { $0.map(Remark.init) }
  }

  /// By node's name: the kinds of connection that leave it.
  private static func kinds(_ connections: [Node.Entry]) -> [String: Set<String>] {
    var kinds: [String: Set<String>] = [:]
    for entry in connections {
      for kind in entry.value.entries ?? [] where kind.value.elements?.isEmpty == false {
        kinds[entry.name, default: []].insert(kind.name)
      }
    }
    return kinds
  }

  /// The names of the nodes that the flow leads to.
  private static func fed(_ connections: [Node.Entry]) -> Set<String> {
    var names: Set<String> = []
    for entry in connections {
      for output in entry.value["main"]?.elements ?? [] {
        for target in output.elements ?? [] {
          if let name = target.text("node") { names.insert(name) }
        }
      }
    }
    return names
  }

  private mutating func readSteps(kinds: [String: Set<String>], fed: Set<String>) {
    for (number, node) in (node["nodes"]?.elements ?? []).enumerated() {
      guard let type = node["type"]?.scalar else {
        problems.append(.broken("this node has no `type`", at: node.firstByte))
        continue
      }
      let name = node["name"]?.scalar
      let id = name?.text ?? "node \(number + 1)"
      if places[id] != nil {
        problems.append(
          .broken(
            "two nodes are named `\(id)`: connections mean the first", at: name?.range ?? type.range
          ))
      } else {
        places[id] = steps.count
      }
      let leaving = kinds[id] ?? []
      let parameters = node["parameters"] ?? .nothing(at: type.range)
      let version = node.text("typeVersion").flatMap { Double($0) } ?? 1
      outputs.append(
        node.text("onError") == "continueErrorOutput"
          ? N8nConditions.outputCount(type: type.text, parameters) : nil)
      steps.append(
        Step(
          id: places[id] == steps.count ? id : "\(id) (\(number + 1))", name: id, type: type.text,
          standIns: Self.standIns(type.text), version: version, parameters: parameters,
          role: Self.role(type.text, leaving, isFed: fed.contains(id)),
          isDisabled: node.isTrue("disabled"),
          branches: N8nConditions.branches(type: type.text, version: version, parameters),
          call: Self.call(type.text, parameters),
          isEntrance: type.text.hasSuffix(".executeWorkflowTrigger"),
          pinned: self.node["pinData"]?[id],
          remarks: [node["notes"]?.scalar].compactMap { $0.map(Remark.init) },
          range: name?.range ?? type.range))
    }
  }

  /// `gmailTool` is `gmail` offered to an agent.
  private static func standIns(_ type: String) -> [String] {
    type.hasSuffix("Tool") ? [String(type.dropLast(4))] : []
  }

  /// The workflow that a node runs: by its id, or by `$workflow.id` the one that it stands in.
  private static func call(_ type: String, _ parameters: Node) -> Step.Call? {
    guard type.hasSuffix(".executeWorkflow") || type.hasSuffix(".toolWorkflow") else { return nil }
    let waits = parameters["options"]?.text("waitForSubWorkflow") != "false"
    let written = parameters["workflowId"]?["value"]?.scalar ?? parameters["workflowId"]?.scalar
    guard let id = written.flatMap({ N8nReader.literal($0.text) }) else {
      let isItself = written?.text.firstRange(ofASCII: "$workflow.id") != nil
      return isItself ? Step.Call(workflow: nil, waits: waits) : nil
    }
    return Step.Call(workflow: id, waits: waits)
  }

  private static func role(_ type: String, _ leaving: Set<String>, isFed: Bool) -> Step.Role {
    if type.hasSuffix(".stickyNote") { return .note }
    if leaving.contains("ai_tool") { return .tool }
    if !leaving.contains("main"), leaving.contains(where: { $0.hasPrefix("ai_") }) { return .part }
    let starts = ["webhook", "cron", "interval", "start", "emailReadImap"]
    let isTrigger = type.hasSuffix("Trigger") || starts.contains { type.hasSuffix(".\($0)") }
    return isTrigger && !isFed ? .trigger : .step
  }

  private mutating func readEdges(_ connections: [Node.Entry]) {
    for entry in connections {
      guard let from = places[entry.name] else {
        if entry.value.entries?.isEmpty == false {
          problems.append(
            .broken(
              "connections leave `\(entry.name)`, but no node is named so", at: entry.key.range))
        }
        continue
      }
      for kind in entry.value.entries ?? [] {
        for (output, targets) in (kind.value.elements ?? []).enumerated() {
          for target in targets.elements ?? [] { connect(from, output, kind.name, target) }
        }
      }
    }
  }

  private mutating func connect(_ from: Int, _ output: Int, _ kind: String, _ target: Node) {
    guard let name = target["node"]?.scalar else { return }
    guard let to = places[name.text] else {
      problems.append(
        .broken("a connection leads to `\(name.text)`, but no node is named so", at: name.range))
      return
    }
    if kind == "main" {
      let isFailure = outputs[from].map { output >= $0 } ?? false
      let startsOnFailure = steps[from].type.hasSuffix(".errorTrigger")
      edges.append(
        Edge(
          from: from, output: output, to: to, kind: isFailure || startsOnFailure ? .error : .flow))
    } else if kind == "ai_tool" {
      edges.append(Edge(from: to, to: from, kind: .tool))
    } else {
      edges.append(Edge(from: from, to: to, kind: .part))
    }
  }
}

extension Node {
  /// The place to point at where a whole object is meant.
  var firstByte: SourceRange {
    SourceRange(
      range.file, range.bytes.lowerBound..<min(range.bytes.lowerBound + 1, range.bytes.upperBound))
  }
}

extension Diagnostic {
  static func broken(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .brokenWorkflow, message, at: range, help: "export the workflow again from its tool",
      severity: .warning)
  }
}
