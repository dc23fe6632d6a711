package import Diagnostics
package import DocumentTree
package import PolicyModel

/// A file with the facts of one action, as YAML or JSON.
package enum FactsFile {
  /// Reads the facts of a file: JSON where it is named so or begins with `{`, else YAML.
  ///
  /// Nil, or a result without facts, where the file is refused; why stands in the diagnostics.
  package static func read(
    _ path: String, _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) -> ReadFacts? {
    read(path, FactsReader(library), &diagnostics)
  }

  static func read(
    _ path: String, _ reader: FactsReader, _ diagnostics: inout [Diagnostic]
  ) -> ReadFacts? {
    DocumentReader(limits: .facts, nulls: .allowed).load(path: path, excerpts: .marks, &diagnostics)
      .flatMap { read($0, reader, &diagnostics) }
  }

  /// `adjusted` may take what is no fact out of a document of YAML.
  package static func read(
    _ file: SourceFile, _ reader: FactsReader, _ diagnostics: inout [Diagnostic],
    adjusted: (Node) -> Node = { $0 }
  ) -> ReadFacts? {
    if file.isJSON {
      let read = reader.readJSON(file)
      diagnostics += read.diagnostics
      return read
    }
    var mistakes: [Diagnostic] = []
    let documents = DocumentReader(limits: .facts, nulls: .allowed)
    let nodes = documents.readYAML(file, &mistakes)
    let read = nodes.first.map { reader.readYAML(adjusted($0)) }
    if nodes.isEmpty, !mistakes.hasErrors { mistakes.append(.nothingStated(file)) }
    if nodes.count > 1 { mistakes.append(.manyDocuments(nodes[1].range)) }
    let isRefused = mistakes.hasErrors
    diagnostics += mistakes + (read?.diagnostics ?? [])
    return isRefused ? nil : read
  }
}

extension [Diagnostic] {
  fileprivate var hasErrors: Bool { contains { $0.severity == .error } }
}

extension DiagnosticCode {
  fileprivate static let noFacts = DiagnosticCode("no-facts")
}

extension Diagnostic {
  fileprivate static func nothingStated(_ file: SourceFile) -> Diagnostic {
    Diagnostic(
      .noFacts, "the file states no facts", at: SourceRange(file, 0..<0),
      help: "state an action at least: `action: {kind: message.email}`")
  }
}
