import DocumentTree

/// The conditions of n8n's `if`, `filter` and `switch`, of all their versions.
enum N8nConditions {
  /// The outputs of a node with their conditions; none where the node parts nothing.
  static func branches(type: String, version: Double, _ parameters: Node) -> [Branch] {
    switch type {
    case "n8n-nodes-base.if":
      let tests = alternatives(parameters)
      return tests.isEmpty ? [] : [Branch(output: 0, tests: tests), Branch(output: 1, tests: [])]
    case "n8n-nodes-base.filter":
      let tests = alternatives(parameters)
      return tests.isEmpty ? [] : [Branch(output: 0, tests: tests), Branch(output: 1, tests: [])]
    case "n8n-nodes-base.switch":
      return version < 3 ? oldSwitch(parameters) : newSwitch(parameters)
    default:
      return []
    }
  }

  /// How many outputs a node has beside the one for its failures.
  static func outputCount(type: String, _ parameters: Node) -> Int {
    switch type {
    case "n8n-nodes-base.if", "n8n-nodes-base.splitInBatches": 2
    case "n8n-nodes-base.switch":
      (parameters["rules"]?["values"] ?? parameters["rules"]?["rules"])?.elements.map {
        $0.count + 1
      } ?? 4
    case "n8n-nodes-base.compareDatasets": 4
    case "@n8n/n8n-nodes-langchain.textClassifier":
      (parameters["categories"]?["categories"]?.elements?.count ?? 1) + 1
    case "@n8n/n8n-nodes-langchain.sentimentAnalysis": 5
    case "@n8n/n8n-nodes-langchain.guardrails": 2
    default: 1
    }
  }

  /// Version 2: `conditions.conditions[]` and a `combinator`; version 1: lists by type.
  private static func alternatives(_ parameters: Node) -> [[Test]] {
    guard let conditions = parameters["conditions"] else { return [] }
    var tests: [Test] = []
    let isAny: Bool
    if let list = conditions["conditions"]?.elements {
      tests = list.compactMap(test)
      isAny = conditions.text("combinator") == "or" || parameters.text("combinator") == "or"
    } else {
      for entry in conditions.entries ?? [] {
        let usual = entry.name == "number" ? "smaller" : "equal"
        for item in entry.value.elements ?? [] { tests.append(oldTest(item, usual: usual)) }
      }
      isAny = parameters.text("combineOperation") == "any"
    }
    if tests.isEmpty { return [] }
    return isAny ? tests.map { [$0] } : [tests]
  }

  private static func newSwitch(_ parameters: Node) -> [Branch] {
    let rules = parameters["rules"]?["values"] ?? parameters["rules"]?["rules"]
    let branches = (rules?.elements ?? []).enumerated().map {
      Branch(output: $0, tests: alternatives($1))
    }
    return branches.isEmpty ? [] : branches + [Branch(output: branches.count, tests: [])]
  }

  private static func oldSwitch(_ parameters: Node) -> [Branch] {
    let subject = parameters.text("value1") ?? ""
    return (parameters["rules"]?["rules"]?.elements ?? []).enumerated().map { place, rule in
      let output = rule.text("output").flatMap { Int($0) } ?? place
      let test = Test(
        subject, operation(rule.text("operation") ?? "equal"), rule.text("value2") ?? "")
      return Branch(output: output, tests: [[test]])
    }
  }

  private static func test(_ node: Node) -> Test? {
    guard node.entries != nil else { return nil }
    let name = node["operator"]?.text("operation") ?? node["operator"]?.scalar?.text ?? "equals"
    let subject = node.text("leftValue") ?? ""
    switch name {
    case "true": return Test(subject, .equals, "true")
    case "false": return Test(subject, .equals, "false")
    default: return Test(subject, operation(name), node.text("rightValue") ?? "")
    }
  }

  private static func oldTest(_ node: Node, usual: String) -> Test {
    Test(
      node.text("value1") ?? "", operation(node.text("operation") ?? usual),
      node.text("value2") ?? "")
  }

  private static func operation(_ name: String) -> Test.Operation {
    switch name {
    case "equal", "equals": .equals
    case "notEqual", "notEquals": .differs
    case "contains": .contains
    case "notContains": .lacks
    case "exists", "notEmpty", "isNotEmpty": .present
    case "notExists", "empty", "isEmpty": .absent
    default: .other
    }
  }
}
