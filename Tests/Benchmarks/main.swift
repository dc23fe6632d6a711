import CEL
import Diagnostics
import FactsReading
import Glibc
import PolicyCompiler
import PolicyEngine
import PolicyModel

/// Prints the engine's figures as one table; the answers are checked first.
///
/// CPU time of one thread.
struct Row {
  var rules = 0
  var load = 0.0
  var verdict50 = 0.0
  var verdict99 = 0.0
  var full50 = 0.0
  var full99 = 0.0
  var line50 = 0.0
  var allocations = 0.0
  var peak = 0

  static let heading =
    "  rules   load ms   verdict us (p50, p99)   explained us (p50, p99)   line us   allocs   peak MB"

  var text: String {
    func column(_ value: Double, _ width: Int, _ digits: Int = 2) -> String {
      let scale = digits == 2 ? 100.0 : 10.0
      let rounded = (value * scale).rounded() / scale
      let text = "\(rounded)"
      return String(repeating: " ", count: max(1, width - text.count)) + text
    }
    return column(Double(rules), 7, 1).dropLast(2) + "  " + column(load, 9, 1)
      + column(verdict50, 13) + column(verdict99, 10) + column(full50, 16) + column(full99, 10)
      + column(line50, 10) + column(allocations, 9) + column(Double(peak), 10, 1).dropLast(2)
  }
}

/// Compiles, checks all answers, and measures; nil where there is no scenario.
func measure(rules: Int) -> Row? {
  guard let scenario = Scenario(rules: rules, requests: 2000) else { return nil }
  var row = Row(rules: rules)
  var compilation = LibraryCompiler.compile(scenario.files)
  var loads: [Int64] = []
  for _ in 0..<(rules > 1000 ? 1 : 5) {
    loads.append(Stopwatch.nanoseconds { compilation = LibraryCompiler.compile(scenario.files) })
  }
  row.load = Double(Samples(loads).median) / 1e6
  guard let library = compilation.library, let client = library.client(named: "sender") else {
    print(DiagnosticFormat.text.render(compilation.diagnostics, version: EngineVersion.current))
    exit(2)
  }
  let gate = Gate(library: library, client: client)
  let reader = FactsReader(library)
  var prepared: [PreparedFacts] = []
  var judgement = Judgement()
  for (number, request) in scenario.requests.enumerated() {
    let read = reader.readJSON(request)
    guard let facts = read.facts, let ready = try? gate.prepare(facts, at: nil, clock: nil) else {
      print(DiagnosticFormat.text.render(read.diagnostics, version: EngineVersion.current))
      exit(2)
    }
    prepared.append(ready)
    gate.judge(ready, into: &judgement)
    let broken = judgement.entries.map { library.rules[$0.rule].name.rule }
    let answer = ([judgement.verdict.rawValue] + broken).joined(separator: " ")
    guard answer == scenario.expected[number] else {
      print("wrong answer to \(request.path): \(answer), not \(scenario.expected[number])")
      exit(1)
    }
  }
  var verdicts: [Int64] = []
  for _ in 0..<5 {
    for facts in prepared {
      verdicts.append(Stopwatch.nanoseconds { gate.judge(facts, into: &judgement) })
    }
  }
  row.verdict50 = Double(Samples(verdicts).median) / 1e3
  row.verdict99 = Double(Samples(verdicts).quantile(0.99)) / 1e3
  let allocations = Stopwatch.allocations {
    for facts in prepared { gate.judge(facts, into: &judgement) }
  }
  row.allocations = Double(allocations) / Double(prepared.count)
  var explained: [Int64] = []
  for facts in prepared {
    explained.append(Stopwatch.nanoseconds { _ = gate.decide(facts) })
  }
  row.full50 = Double(Samples(explained).median) / 1e3
  row.full99 = Double(Samples(explained).quantile(0.99)) / 1e3
  var lines: [Int64] = []
  for request in scenario.requests {
    lines.append(
      Stopwatch.nanoseconds {
        guard let facts = reader.readJSON(request).facts,
          let ready = try? gate.prepare(facts, at: nil, clock: nil)
        else { return }
        gate.judge(ready, into: &judgement)
      })
  }
  row.line50 = Double(Samples(lines).median) / 1e3
  row.peak = Stopwatch.peakMegabytes()
  return row
}

print("campaign gate, 2,000 requests a size, answers checked; CPU time of one thread, medians")
print(Row.heading)
for rules in [10, 100, 1000, 10_000] {
  guard let row = measure(rules: rules) else { exit(0) }
  print(row.text)
}
