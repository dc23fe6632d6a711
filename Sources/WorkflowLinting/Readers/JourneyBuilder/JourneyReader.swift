import Diagnostics
package import DocumentTree

/// Reads journeys of Salesforce Marketing Cloud: activities, and which follows which.
///
/// Source: developer.salesforce.com, "Journey Specification"; what no activity leads to is entered
/// from the triggers.
package enum JourneyReader: WorkflowReader {
  package static let tool = "sfmc-journey"
  package static let signs = "Marketing Cloud (a journey: JSON with `activities` and `triggers`)"

  package static func recognises(_ root: Node) -> Bool { !journeys(in: root).isEmpty }

  package static func read(_ root: Node) -> [Workflow] {
    journeys(in: root).map { Journey($0).workflow() }
  }

  private static func journeys(in root: Node) -> [Node] {
    let candidates = root.elements ?? root["items"]?.elements ?? [root]
    return candidates.filter { node in
      node["workflowApiVersion"] != nil && (node["activities"] != nil || root["items"] != nil)
    }
  }

  /// `{{Event.x."y"}}` and `%%field%%`.
  package static func references(in text: String) -> [Reference] {
    let fields = Braces.inside(text).map { $0.filter { $0 != "\"" } } + personal(text)
    return fields.map { Reference(.incoming, String($0.trimmingBlanks)) }
  }

  private static func personal(_ text: String) -> [String] {
    guard text.contains("%%") else { return [] }
    let parts = text.split(separator: "%%", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == 1 && !$0.element.hasPrefix("=") }.map {
      String($0.element)
    }
  }

  package static func literal(_ text: String) -> String? { Braces.isWhole(text) ? nil : text }
}

/// One journey on its way to a graph.
private struct Journey {
  let node: Node
  private var problems: [Diagnostic] = []
  private var steps: [Step] = []
  private var edges: [Edge] = []

  init(_ node: Node) { self.node = node }

  func workflow() -> Workflow {
    var copy = self
    copy.read()
    let name = node["name"]?.scalar
    return Workflow(
      tool: JourneyReader.tool, name: name?.text ?? "",
      isActive: node.text("status").map { $0 == "Published" || $0 == "Running" }, steps: copy.steps,
      edges: copy.edges, remarks: [node["description"]?.scalar].compactMap { $0.map(Remark.init) },
      problems: copy.problems, range: name?.range ?? node.firstByte)
  }

  private mutating func read() {
    let triggers = node["triggers"]?.elements ?? []
    for trigger in triggers {
      guard let type = trigger["type"]?.scalar else { continue }
      add(trigger, type: "trigger:\(type.text)", at: trigger["key"]?.scalar ?? type, role: .trigger)
    }
    var places: [String: Int] = [:]
    if node["activities"] == nil {
      problems.append(
        .broken("this list names the journey without its activities", at: node.firstByte))
    }
    let activities = node["activities"]?.elements ?? []
    for activity in activities {
      guard let type = activity["type"]?.scalar, let key = activity["key"]?.scalar else {
        problems.append(.broken("this activity has no `key` or no `type`", at: activity.firstByte))
        continue
      }
      if places[key.text] != nil {
        problems.append(.broken("two activities have the key `\(key.text)`", at: key.range))
        continue
      }
      places[key.text] = steps.count
      add(activity, type: type.text, at: key, role: .step)
    }
    var fed: Set<Int> = []
    for activity in activities {
      guard let from = activity.text("key").flatMap({ places[$0] }) else { continue }
      for (output, outcome) in (activity["outcomes"]?.elements ?? []).enumerated() {
        guard let next = outcome["next"]?.scalar, !next.text.isEmpty else { continue }
        guard let to = places[next.text] else {
          problems.append(
            .broken("an outcome leads to `\(next.text)`, which is no activity", at: next.range))
          continue
        }
        fed.insert(to)
        edges.append(Edge(from: from, output: output, to: to))
      }
    }
    for place in places.values.sorted() where !fed.contains(place) {
      for trigger in steps.indices where steps[trigger].role == .trigger {
        edges.append(Edge(from: trigger, to: place))
      }
    }
  }

  private mutating func add(_ activity: Node, type: String, at key: Scalar, role: Step.Role) {
    let name = activity["name"]?.scalar
    let settings = activity["configurationArguments"]?.entries ?? []
    let arguments = activity["arguments"]?.entries ?? []
    // Whether sends are transactional stands at the journey, not at its activities.
    let own = (node.entries ?? []).filter { ["definitionType", "channel"].contains($0.name) }
    steps.append(
      Step(
        id: key.text, name: name.flatMap { $0.text.isEmpty ? nil : $0.text } ?? key.text,
        type: type,
        parameters: Node(.mapping(settings + arguments + own), at: activity.range), role: role,
        branches: branches(of: activity),
        remarks: [activity["description"]?.scalar].compactMap { $0.map(Remark.init) },
        range: key.range))
  }

  /// The criteria of a decision, by outcome.
  private func branches(of activity: Node) -> [Branch] {
    guard let criteria = activity["configurationArguments"]?["criteria"]?.entries else { return [] }
    let outcomes = activity["outcomes"]?.elements ?? []
    let branches = outcomes.enumerated().map { output, outcome in
      let text = criteria.first { $0.name == outcome.text("key") }?.value.scalar?.text
      return Branch(output: output, tests: text.map { [[JourneyCriteria.test($0)]] } ?? [])
    }
    return branches.contains { !$0.tests.isEmpty } ? branches : []
  }
}

/// A criterion as it stands in a journey: XML in a text, `<Condition Key="..." Operator="..."><Value>`.
private enum JourneyCriteria {
  static func test(_ xml: String) -> Test {
    let subject = attribute("Key", xml) ?? xml
    let operation: Test.Operation =
      switch attribute("Operator", xml) ?? "" {
      case "Equal", "Is": .equals
      case "NotEqual", "IsNot": .differs
      case "Contains": .contains
      case "DoesNotContain": .lacks
      case "IsNotNull", "Exists": .present
      case "IsNull", "NotExists": .absent
      default: .other
      }
    var value = ""
    if let open = xml.firstRange(ofASCII: "CDATA[") {
      let rest = xml[open.upperBound...]
      value = String(rest[..<(rest.firstRange(ofASCII: "]]")?.lowerBound ?? rest.endIndex)])
    }
    return Test(subject, operation, value)
  }

  private static func attribute(_ name: String, _ xml: String) -> String? {
    let parts = xml.split(separator: "\(name)=\"", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return parts[1].split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first
      .map(
        String.init)
  }
}
