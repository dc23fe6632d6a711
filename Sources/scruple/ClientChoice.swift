import ArgumentParser
import FactsReading
import PolicyEngine
import PolicyModel

extension CompiledLibrary {
  /// The gate of the client that the command line names; complains and ends where there is none.
  func gate(ofClient id: String) throws(ExitCode) -> Gate {
    var gates = ClientGates(library: self, client: nil)
    do {
      return try gates.gate(named: id, at: nil)
    } catch {
      throw Mistakes.complain([error.diagnostic])
    }
  }
}
