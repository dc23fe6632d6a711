package import Diagnostics
package import DocumentTree
package import PolicyModel

/// Reads requests into the fact slots of a library.
///
/// Made once for a library (it indexes every name and term), used for any number of requests by any
/// number of threads. A line of 480 bytes takes about 2.5 us, and 13 ns more for each fact of the
/// vocabulary, whose unknowns are copied.
package struct FactsReader: Sendable {
  let layout: FactsLayout
  let limits: ReadingLimits

  package init(_ library: CompiledLibrary) {
    self.init(library.vocabulary, slotCount: library.slotCount)
  }

  init(_ vocabulary: Vocabulary, slotCount: Int = 0, limits: ReadingLimits = .facts) {
    layout = FactsLayout(vocabulary, slotCount: slotCount)
    self.limits = limits
  }

  /// Reads one JSON object, which is all of the file or of a stretch of it.
  package func readJSON(_ file: SourceFile, bytes: Range<Int>? = nil) -> ReadFacts {
    let source = JSONSource(
      file.bytes, range: bytes ?? 0..<file.bytes.count, depth: limits.depth)
    var walk = FactsWalk(source, layout, file)
    walk.readRequest()
    return walk.result()
  }

  /// Reads a document's mapping.
  package func readYAML(_ node: Node) -> ReadFacts {
    var walk = FactsWalk(NodeSource(node), layout, node.range.file)
    walk.readRequest()
    return walk.result(and: nil)
  }
}

extension FactsWalk<JSONSource> {
  /// What was read, with what ended the reading of the text.
  func result() -> ReadFacts {
    guard let problem = source.problem else { return result(and: nil) }
    return result(
      and: source.isFollowed
        ? .manyDocuments(SourceRange(file, problem.range)) : problem.diagnostic(in: file))
  }
}

extension FactsWalk {
  /// `problem`: what ended the reading of the text.
  func result(and problem: Diagnostic?) -> ReadFacts {
    var diagnostics = mistakes
    if let problem { diagnostics.append(problem) }
    return ReadFacts(
      facts: isRefused || problem != nil ? nil : facts, diagnostics: diagnostics, file: file,
      places: places, clientPlace: clientPlace)
  }
}

extension DiagnosticCode {
  fileprivate static let manyDocuments = DiagnosticCode("many-documents")
}

extension Diagnostic {
  static func manyDocuments(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .manyDocuments, "the facts of one action are one document, and here another begins",
      at: range, help: "many actions stand in a file `*.ndjson`, one JSON object a line")
  }
}
