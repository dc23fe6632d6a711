import Diagnostics
import PolicyEngine
import PolicyModel

extension LintReport {
  /// SARIF 2.1.0 (OASIS Standard), for code scanning.
  ///
  /// A denied finding is an error, one to review a warning, one that cannot be told a note. What
  /// somebody asked to ignore is there as suppressed; a path is a code flow of one thread. Files that
  /// were refused, and what is wrong with others, are notifications of the run.
  package var sarif: String {
    let all = workflows.flatMap { workflow in
      workflow.findings.map { (workflow: workflow, finding: $0) }
        + workflow.suppressed.map { (workflow: workflow, finding: $0) }
    }
    var rules: [String: Citation] = [:]
    for (_, finding) in all where rules[finding.name] == nil { rules[finding.name] = finding.rule }
    let names = rules.keys.sorted()
    let driver = JSONValue.object([
      ("name", .string("scruple")), ("version", .string(EngineVersion.current)),
      ("semanticVersion", .string(EngineVersion.current)),
      ("rules", .array(names.compactMap { name in rules[name].map { Self.rule(name, $0) } })),
    ])
    let run = JSONValue.object([
      ("tool", .object([("driver", driver)])),
      ("columnKind", .string("unicodeCodePoints")),
      ("invocations", .array([invocation])),
      ("results", .array(all.map { Self.result($0.finding, $0.workflow, names) })),
    ])
    return JSONValue.object([
      ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .string("2.1.0")), ("runs", .array([run])),
    ]).text(pretty: true) + "\n"
  }

  private static func rule(_ name: String, _ citation: Citation) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(name)), ("shortDescription", message(citation.title ?? name)),
    ]
    if let remedy = citation.remedy { members.append(("help", message(remedy))) }
    members.append(
      ("properties", .object([("cite", .array(citation.cite.map(JSONValue.string)))])))
    return .object(members)
  }

  private var invocation: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("executionSuccessful", .bool(refused.isEmpty))
    ]
    let problems = workflows.flatMap(\.problems)
    if !refused.isEmpty || !problems.isEmpty {
      let notifications =
        refused.map { Self.notification("error", $0) }
        + problems.map { Self.notification("warning", $0) }
      members.append(("toolExecutionNotifications", .array(notifications)))
    }
    return .object(members)
  }

  private static func notification(_ level: String, _ diagnostic: Diagnostic) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("level", .string(level)),
      ("message", message("\(diagnostic.code.rawValue): \(diagnostic.message)")),
    ]
    if let range = diagnostic.range {
      let place = JSONValue.object([("physicalLocation", SARIFPlace.value(of: range))])
      members.append(("locations", .array([place])))
    }
    return .object(members)
  }

  private static func result(
    _ finding: Finding, _ workflow: WorkflowReport, _ names: [String]
  ) -> JSONValue {
    var text = finding.message
    if let mend = finding.mend { text += " Mend: \(mend)" }
    if !finding.cites.isEmpty { text += " (\(finding.cites.joined(separator: ", ")))" }
    var location: [(key: String, value: JSONValue)] = [
      ("physicalLocation", SARIFPlace.value(of: finding.range))
    ]
    if let step = finding.step {
      location.append(
        (
          "logicalLocations",
          .array([.object([("name", .string(step.name)), ("kind", .string("object"))])])
        ))
    }
    var members: [(key: String, value: JSONValue)] = [
      ("ruleId", .string(finding.name)),
      ("ruleIndex", .int(Int64(names.firstIndex(of: finding.name) ?? -1))),
      ("level", .string(level(finding))), ("message", message(text)),
      ("locations", .array([.object(location)])),
      ("partialFingerprints", .object([("scruple/v1", .string(finding.fingerprint))])),
    ]
    if finding.path.count > 1 { members.append(("codeFlows", .array([flow(finding, workflow)]))) }
    if let suppression = finding.suppression {
      members.append(
        (
          "suppressions",
          .array([
            .object([
              ("kind", .string("inSource")), ("justification", .string(suppression.reason)),
            ])
          ])
        ))
    } else if finding.isKnown {
      members.append(("baselineState", .string("unchanged")))
    }
    return .object(members)
  }

  private static func flow(_ finding: Finding, _ workflow: WorkflowReport) -> JSONValue {
    let locations = finding.path.compactMap { name -> JSONValue? in
      guard let step = workflow.workflow.steps.first(where: { $0.name == name }) else { return nil }
      return .object([
        (
          "location",
          .object([
            ("physicalLocation", SARIFPlace.value(of: step.range)), ("message", message(name)),
          ])
        )
      ])
    }
    return .object([("threadFlows", .array([.object([("locations", .array(locations))])]))])
  }

  private static func level(_ finding: Finding) -> String {
    if finding.outcome == .undecided { return "note" }
    return finding.verdict == .deny ? "error" : "warning"
  }

  private static func message(_ text: String) -> JSONValue { .object([("text", .string(text))]) }
}
