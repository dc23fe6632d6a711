package import Diagnostics
import PolicyModel

extension VerificationReport {
  /// For machines; `format` 1.
  package var json: JSONValue {
    var entries: [(key: String, value: JSONValue)] = [
      ("format", .int(1)), ("solver", .string("Z3 " + solver)),
      ("questions", .int(Int64(questions))),
      ("layers", .array(layers.map(Self.json))), ("settings", .array(settings.map(Self.json))),
    ]
    if let rules {
      entries.append(("rules", .array(rules.breakable.map(Self.breakable))))
      entries.append(("superfluous", .array(rules.superfluous.map(Self.json))))
      entries.append(("contradictions", .array(rules.contradictions.map(Self.json))))
      entries.append(("open_pairs", .int(Int64(rules.openPairs))))
    }
    return .object(entries)
  }

  private static func json(_ layer: LayerFinding) -> JSONValue {
    .object([
      ("client", .string(layer.client)), ("parent", .string(layer.parent)),
      ("rules", .array(layer.proofs.map(json))),
      ("waivers", .array(layer.waivers.map(JSONValue.string))),
      ("newly_covered", .array(layer.newlyCovered.map(JSONValue.string))),
    ])
  }

  private static func json(_ finding: SettingFinding) -> JSONValue {
    .object([
      ("setting", .string(finding.setting.name)),
      ("tighter", .string(finding.setting.tighter.rawValue)),
      ("status", .string(finding.status.rawValue)),
      ("rules", .array(finding.proofs.map(json))),
    ])
  }

  private static func json(_ entry: (rule: RuleName, proof: Proof)) -> JSONValue {
    .object([("rule", .string(entry.rule.description))] + json(entry.proof))
  }

  static func json(_ proof: Proof) -> [(key: String, value: JSONValue)] {
    switch proof {
    case .proved: [("status", .string("proved"))]
    case .tried(let count, let because):
      [
        ("status", .string("tried")), ("facts_tried", .int(Int64(count))),
        ("because", .string(because)),
      ]
    case .counterexample(let found):
      [("status", .string("counterexample")), ("example", json(found))]
    }
  }

  static func json(_ found: Counterexample) -> JSONValue {
    .object([
      ("words", .string(found.words)),
      ("conditions", .array(found.conditions.map(JSONValue.string))), ("facts", found.request),
    ])
  }

  /// Of a rule by itself a proof means that it can never be broken.
  private static func breakable(_ entry: (rule: RuleName, proof: Proof)) -> JSONValue {
    let status =
      switch entry.proof {
      case .proved: "never-broken"
      case .tried: "not-seen-broken"
      case .counterexample: "can-be-broken"
      }
    return .object([
      ("rule", .string(entry.rule.description)), ("status", .string(status)),
    ])
  }

  private static func json(_ pair: RulePair) -> JSONValue {
    .array([.string(pair.one.description), .string(pair.other.description)])
  }
}
