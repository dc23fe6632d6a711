package import Diagnostics
import FactsReading
import PolicyEngine
package import PolicyModel

/// Recorded requests decided under two libraries: what came out otherwise.
package struct CorpusReplay: Sendable {
  package private(set) var lines = 0
  /// Lines that one of the two refuses, with the first reason of each.
  package private(set) var refused: [(line: Int, diagnostic: Diagnostic)] = []
  /// By the verdicts before and after, how many lines.
  package private(set) var verdicts: [Change: Int] = [:]
  /// By rule, how many lines it gives less for, and more.
  package private(set) var rules: [RuleName: (milder: Int, stricter: Int)] = [:]

  package struct Change: Hashable, Comparable, Sendable {
    package let before: Verdict
    package let after: Verdict

    package static func < (left: Change, right: Change) -> Bool {
      (left.before, left.after) < (right.before, right.after)
    }
  }

  private let old: CompiledLibrary
  private let new: CompiledLibrary
  private let readers: (old: FactsReader, new: FactsReader)
  private var gates: (old: ClientGates, new: ClientGates)

  package init(old: CompiledLibrary, new: CompiledLibrary, client: String?) {
    self.old = old
    self.new = new
    readers = (FactsReader(old), FactsReader(new))
    gates = (ClientGates(library: old, client: client), ClientGates(library: new, client: client))
  }

  package var hasChanges: Bool {
    verdicts.keys.contains { $0.before != $0.after } || !rules.isEmpty
  }

  /// Decides one line under both.
  package mutating func add(_ line: SourceFile, number: Int) {
    lines += 1
    do {
      let before = try Self.judge(line, old, readers.old, &gates.old)
      let after = try Self.judge(line, new, readers.new, &gates.new)
      verdicts[Change(before: before.verdict, after: after.verdict), default: 0] += 1
      for rule in Set(before.rules.keys).union(after.rules.keys) {
        let (first, second) = (before.rules[rule] ?? .allow, after.rules[rule] ?? .allow)
        if first > second { rules[rule, default: (0, 0)].milder += 1 }
        if first < second { rules[rule, default: (0, 0)].stricter += 1 }
      }
    } catch {
      refused.append((number, error.diagnostic))
    }
  }

  private struct Refusal: Error {
    let diagnostic: Diagnostic
  }

  private static func judge(
    _ line: SourceFile, _ library: CompiledLibrary, _ reader: FactsReader,
    _ gates: inout ClientGates
  ) throws(Refusal) -> (verdict: Verdict, rules: [RuleName: Verdict]) {
    let read = reader.readJSON(line)
    guard let facts = read.facts else {
      throw Refusal(
        diagnostic: read.diagnostics.first
          ?? Diagnostic(.noInstant, "the line is refused", at: nil))
    }
    do {
      let gate = try gates.gate(named: facts.client, at: read.clientRange)
      let prepared = try gate.prepare(facts, at: nil, clock: nil)
      var judgement = Judgement()
      gate.judge(prepared, into: &judgement)
      let rules = judgement.entries.map { (library.rules[$0.rule].name, $0.verdict) }
      return (judgement.verdict, Dictionary(rules, uniquingKeysWith: max))
    } catch let problem as ClientProblem {
      throw Refusal(diagnostic: problem.diagnostic)
    } catch let problem as FactsProblem {
      throw Refusal(diagnostic: read.diagnostic(of: problem))
    } catch {
      throw Refusal(diagnostic: Diagnostic(.noInstant, "the line is refused", at: nil))
    }
  }

  /// For a terminal and for a pull request alike.
  package var text: String {
    let changed = verdicts.filter { $0.key.before != $0.key.after }
    let count = changed.values.reduce(0, +)
    var text = "\(count) of \(lines) recorded requests get another verdict\n"
    for (change, count) in changed.sorted(by: { $0.key < $1.key }) {
      text += "  \(change.before.rawValue) → \(change.after.rawValue)  \(count)\n"
    }
    if !rules.isEmpty {
      text += "\nBy rule\n"
      for (rule, counts) in rules.sorted(by: { $0.key < $1.key }) {
        text += "  \(rule)  stricter for \(counts.stricter), milder for \(counts.milder)\n"
      }
    }
    if !refused.isEmpty { text += "\n\(refused.count) requests were refused and not compared\n" }
    return text
  }

  package var json: JSONValue {
    .object([
      ("format", .int(1)), ("requests", .int(Int64(lines))),
      ("refused", .int(Int64(refused.count))), ("changed", .bool(hasChanges)),
      (
        "verdicts",
        .array(
          verdicts.sorted { $0.key < $1.key }.map { change, count in
            .object([
              ("before", .string(change.before.rawValue)),
              ("after", .string(change.after.rawValue)), ("requests", .int(Int64(count))),
            ])
          })
      ),
      (
        "rules",
        .array(
          rules.sorted { $0.key < $1.key }.map { rule, counts in
            .object([
              ("rule", .string(rule.description)), ("stricter", .int(Int64(counts.stricter))),
              ("milder", .int(Int64(counts.milder))),
            ])
          })
      ),
    ])
  }
}
