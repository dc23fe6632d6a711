import ArgumentParser
import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// One action of a facts file, with the gate of whoever acts.
struct Request {
  let read: ReadFacts
  let facts: Facts
  let gate: Gate

  /// Says what is wrong with the file, and ends the command, where it cannot be judged.
  init(path: String, client: String?, library: CompiledLibrary) throws(ExitCode) {
    var diagnostics: [Diagnostic] = []
    guard let read = FactsFile.read(path, library, &diagnostics), let facts = read.facts
    else { throw Mistakes.complain(diagnostics) }
    var gates = ClientGates(library: library, client: client)
    do {
      try ActionKind.check(read, of: library)
      gate = try gates.gate(named: facts.client, at: read.clientRange)
    } catch let problem as ClientProblem {
      throw Mistakes.complain([problem.diagnostic])
    } catch let problem as ActionKind.Problem {
      throw Mistakes.complain([problem.diagnostic])
    } catch {
      throw .fault
    }
    self.read = read
    self.facts = facts
  }

  static let clockNote = "note: the facts state no `now`; judged by the clock"

  /// What a gate makes of the facts; where they do not fit the client, says so and ends the command.
  func judged<Answer>(
    by judge: (Gate, Facts) throws(FactsProblem) -> Answer
  ) throws(ExitCode) -> Answer {
    do {
      return try judge(gate, facts)
    } catch {
      throw Mistakes.complain([read.diagnostic(of: error)])
    }
  }
}
