import CEL
import Diagnostics
import FactsReading
import Glibc
import PolicyCompiler
import PolicyEngine
import PolicyModel

/// What is measured, each by itself where a profiler looks on.
enum Phase: String, CaseIterable {
  case load
  case verdict
  case explained
  case line
  case threads
}

/// A library of the scenario with its requests, the answers to which are checked.
struct Measurement {
  private let scenario: Scenario
  private let library: CompiledLibrary
  private let gate: Gate
  private let reader: FactsReader
  private var prepared: [PreparedFacts] = []
  private var judgement = Judgement()
  private(set) var row = Row()

  /// Nil where there is no scenario; exits where an answer is wrong.
  init?(rules: Int) {
    guard let scenario = Scenario(rules: rules, requests: 2000) else { return nil }
    self.scenario = scenario
    row.rules = rules
    let compilation = LibraryCompiler.compile(scenario.files)
    guard let library = compilation.library, let client = library.client(named: "sender") else {
      print(DiagnosticFormat.text.render(compilation.diagnostics, version: EngineVersion.current))
      exit(2)
    }
    self.library = library
    gate = Gate(library: library, client: client)
    reader = FactsReader(library)
    checkAnswers()
    row.peak = Stopwatch.peakMegabytes()
  }

  private mutating func checkAnswers() {
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
      let decision = gate.decide(ready)
      let cited = decision.citations.filter { $0.outcome == .broken }.map(\.rule.rule)
      let explained = ([decision.verdict.rawValue] + cited).joined(separator: " ")
      let expected = scenario.expected[number]
      for wrong in [answer, explained] where wrong != expected {
        print("wrong answer to \(request.path): \(wrong), not \(expected)")
        exit(1)
      }
    }
  }

  mutating func measure(_ phase: Phase) {
    switch phase {
    case .load: measureLoad()
    case .verdict: measureVerdict()
    case .explained: measureExplained()
    case .line: measureLine()
    case .threads: (row.twoThreads, row.twoThreadsClock) = TwoThreads.ratios(gate, prepared)
    }
  }

  private mutating func measureLoad() {
    var cpu: [Int64] = []
    var clock: [Int64] = []
    for _ in 0..<(row.rules > 1000 ? 3 : 9) {
      let start = (Stopwatch.processCPU(), Stopwatch.clock())
      let compilation = LibraryCompiler.compile(scenario.files)
      cpu.append(Stopwatch.processCPU() - start.0)
      clock.append(Stopwatch.clock() - start.1)
      precondition(compilation.library != nil)
    }
    row.load = Double(Samples(cpu).median) / 1e6
    row.loadClock = Double(Samples(clock).median) / 1e6
  }

  private mutating func measureVerdict() {
    var samples: [Int64] = []
    for _ in 0..<5 {
      for facts in prepared {
        samples.append(Stopwatch.nanoseconds { gate.judge(facts, into: &judgement) })
      }
    }
    let verdicts = Samples(samples)
    row.verdict50 = Double(verdicts.median) / 1e3
    row.verdict99 = Double(verdicts.quantile(0.99)) / 1e3
    let allocations = Stopwatch.allocations {
      for facts in prepared { gate.judge(facts, into: &judgement) }
    }
    row.allocations = Double(allocations) / Double(prepared.count)
  }

  private mutating func measureExplained() {
    var samples: [Int64] = []
    var cited = 0
    for facts in prepared {
      samples.append(
        Stopwatch.nanoseconds { gate.judge(facts, into: &judgement, collectsAll: true) })
      cited += judgement.entries.count
    }
    let explained = Samples(samples)
    row.explained50 = Double(explained.median) / 1e3
    row.explained99 = Double(explained.quantile(0.99)) / 1e3
    row.citations = Double(cited) / Double(prepared.count)
    var written: [Int64] = []
    for facts in prepared {
      written.append(Stopwatch.nanoseconds { _ = gate.decide(facts) })
    }
    row.written50 = Double(Samples(written).median) / 1e3
  }

  private mutating func measureLine() {
    var samples: [Int64] = []
    let before = Stopwatch.allocationCount
    for request in scenario.requests {
      samples.append(Stopwatch.nanoseconds { judgeLine(request) })
    }
    row.line50 = Double(Samples(samples).median) / 1e3
    row.lineAllocations =
      Double(Stopwatch.allocationCount - before) / Double(scenario.requests.count)
  }

  private mutating func judgeLine(_ request: SourceFile) {
    guard let facts = reader.readJSON(request).facts,
      let ready = try? gate.prepare(facts, at: nil, clock: nil)
    else { return }
    gate.judge(ready, into: &judgement)
  }
}
