import ArgumentParser
import CEL
import DecisionWriting
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// Judges one action a line: one decision goes out for each line that comes in, in their order.
///
/// A line that cannot be read is answered by its mistakes, and the next one is judged all the same.
struct GateLines {
  private let library: CompiledLibrary
  private let reader: FactsReader
  private var gates: ClientGates
  private let at: Timestamp?
  private let format: GateCommand.OutputFormat
  private var worst = Worst.allowed
  private var isEmpty = true
  private var usedClock = false

  /// What the run ends with: a fault before a denial, a denial before a review.
  private enum Worst: Int {
    case allowed
    case review
    case denied
    case rejected
  }

  init(
    library: CompiledLibrary, client: String?, at: Timestamp?, format: GateCommand.OutputFormat
  ) {
    self.library = library
    reader = FactsReader(library)
    gates = ClientGates(library: library, client: client)
    self.at = at
    self.format = format
  }

  mutating func run(path: String) throws {
    var diagnostics: [Diagnostic] = []
    guard var lines = LineReader(path: path, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    while let line = lines.next() {
      isEmpty = false
      judge(line)
    }
    if isEmpty { throw Mistakes.complain([.noActions(lines.path)]) }
    if usedClock { Terminal.complain(Request.clockNote) }
    switch worst {
    case .allowed: return
    case .review: throw ExitCode.review
    case .denied: throw ExitCode.denied
    case .rejected: throw ExitCode.fault
    }
  }

  private mutating func judge(_ line: LineReader.Line) {
    var diagnostics = line.diagnostics
    if let file = line.file {
      let read = reader.readJSON(file)
      diagnostics += read.diagnostics
      if let facts = read.facts {
        do {
          try ActionKind.check(read, of: library)
          let gate = try gates.gate(named: facts.client, at: read.clientRange)
          let prepared = try gate.prepare(facts, at: at, clock: Terminal.now())
          usedClock = usedClock || prepared.usedClock
          write(gate.decide(prepared), line.number)
          return
        } catch let problem as ClientProblem {
          diagnostics.append(problem.diagnostic)
        } catch let problem as FactsProblem {
          diagnostics.append(read.diagnostic(of: problem))
        } catch let problem as ActionKind.Problem {
          diagnostics.append(problem.diagnostic)
        } catch {
          // None of the calls throws anything else.
        }
      }
    }
    reject(line.number, diagnostics)
  }

  private mutating func write(_ decision: Decision, _ number: Int) {
    switch decision.verdict {
    case .allow: break
    case .requireReview: raise(to: .review)
    case .deny: raise(to: .denied)
    }
    switch format {
    case .text: Terminal.say(DecisionText.line(of: decision, number: number) + "\n")
    case .json: Terminal.say(DecisionJSON.value(of: decision).text(pretty: false) + "\n")
    }
  }

  private mutating func reject(_ number: Int, _ diagnostics: [Diagnostic]) {
    raise(to: .rejected)
    switch format {
    case .text:
      let reasons = diagnostics.map(\.message).joined(separator: "; ")
      Terminal.say("\(number)  rejected  \(reasons.printable)\n")
      Mistakes.complain(ofLine: number, diagnostics)
    case .json:
      Terminal.say(DecisionJSON.rejection(line: number, diagnostics).text(pretty: false) + "\n")
    }
  }

  private mutating func raise(to other: Worst) {
    if other.rawValue > worst.rawValue { worst = other }
  }
}

extension DiagnosticCode {
  fileprivate static let noActions = DiagnosticCode("no-actions")
}

extension Diagnostic {
  fileprivate static func noActions(_ path: String) -> Diagnostic {
    Diagnostic(
      .noActions, "`\(path)` holds no action", at: nil,
      help: "write one JSON object a line; an empty input is no permission")
  }
}
