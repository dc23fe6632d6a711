package import CEL
package import Diagnostics
package import PolicyEngine
package import PolicyModel

/// How many facts some actions need in order to be allowed.
package struct FactsSummary: Sendable {
  package private(set) var rows: [Row] = []

  /// One action.
  package struct Row: Sendable {
    /// The file that states it.
    package let file: String
    package let kind: String
    /// How many rules ask for something when nothing but the kind is known.
    package let ruleCount: Int
    /// How many facts they ask for, whatever is answered.
    package let askedCount: Int
    /// Nil where the action is not allowed.
    package let reduction: FactReduction?
  }

  package init() {}

  /// Adds an action; without a kind it counts as one that nobody asks for anything.
  ///
  /// Throws as `Gate.prepare` does.
  package mutating func add(
    _ facts: Facts, of gate: Gate, file: String, clock: Timestamp?
  ) throws(FactsProblem) {
    let vocabulary = gate.library.vocabulary
    var asked: FactsAsked?
    if let slot = vocabulary.slot(of: "action.kind"), case .symbol(let kind) = facts.slots[slot] {
      let now = try gate.prepare(facts, at: nil, clock: clock).now
      asked = FactsAsked(kind: kind, slot: slot, gate: gate, now: now)
    }
    rows.append(
      Row(
        file: file, kind: asked?.kindText ?? "(none)", ruleCount: asked?.ruleCount ?? 0,
        askedCount: asked?.slots.count ?? 0,
        reduction: try gate.reduction(of: facts, at: nil, clock: clock)))
  }

  /// A line an action, by kind; below it what could be left out.
  package var text: String {
    var page = PageWriter(labelWidth: 4)
    let room = max(20, (rows.map(\.kind.count).max() ?? 0) + 2)
    func line(_ kind: String, _ cells: [String]) -> String {
      let right = cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
      return kind + String(repeating: " ", count: room - kind.count) + right
    }
    page.line(line("kind", ["rules", "asked", "stated", "needed"]))
    for row in rows.sorted(by: { ($0.kind, $0.file) < ($1.kind, $1.file) }) {
      let stated = row.reduction.map { String($0.stated.count) } ?? "-"
      let needed = row.reduction.map { String($0.needed.count) } ?? "not allowed"
      page.line(
        line(row.kind, [String(row.ruleCount), String(row.askedCount), stated, needed]))
      if let spare = row.reduction?.dispensable, !spare.isEmpty {
        page.field("", ["could be left out: \(spare.joined(separator: ", "))"])
      }
    }
    return page.text
  }

  package var json: JSONValue {
    .object([
      ("format", .int(1)),
      (
        "actions",
        .array(
          rows.map { row in
            .object([
              ("file", .string(row.file)),
              ("kind", .string(row.kind)),
              ("rules", .int(Int64(row.ruleCount))),
              ("asked", .int(Int64(row.askedCount))),
              ("stated", row.reduction.map { Self.texts($0.stated) } ?? .null),
              ("needed", row.reduction.map { Self.texts($0.needed) } ?? .null),
            ])
          })
      ),
    ])
  }

  private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
