import CEL
import Diagnostics
import FactsReading
import PolicyCompiler
package import PolicyEngine
package import PolicyModel

/// A library in memory, for tests: text in, decisions out.
package struct SmallLibrary {
  package let library: CompiledLibrary

  /// Raised where a test's own text is wrong.
  package struct Refused: Error, CustomStringConvertible {
    package let description: String
  }

  package init(_ yaml: String) throws {
    let file = SourceFile(path: "library.yaml", text: yaml)
    let compilation = LibraryCompiler.compile([file])
    guard let library = compilation.library else {
      throw Refused(
        description: compilation.diagnostics.map { diagnostic in
          let place = diagnostic.range.map { "\($0.start.line):\($0.start.column)" } ?? ""
          return "\(place) \(diagnostic.code.rawValue): \(diagnostic.message)"
        }.joined(separator: "\n") + "\n" + yaml)
    }
    self.library = library
  }

  package func gate(_ client: String = "me", usesIndex: Bool = true) throws -> Gate {
    guard let client = library.client(named: client) else {
      throw Refused(description: "no client `\(client)`")
    }
    return Gate(library: library, client: client, usesIndex: usesIndex)
  }

  /// Reads facts as JSON.
  package func facts(_ json: String) throws -> Facts {
    let read = FactsReader(library).readJSON(SourceFile(path: "facts.json", text: json))
    guard let facts = read.facts else {
      throw Refused(
        description: read.diagnostics.map { "\($0.code.rawValue): \($0.message)" }
          .joined(separator: "\n") + "\n" + json)
    }
    return facts
  }

  /// Reads and prepares facts as JSON; they must state `now`.
  package func prepared(_ json: String, for gate: Gate) throws -> PreparedFacts {
    try gate.prepare(facts(json), at: nil, clock: nil)
  }
}
