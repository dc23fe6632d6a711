package import Diagnostics
package import DocumentTree
package import PolicyModel

/// Reads requests into the fact slots of a library.
///
/// Made once for a library (it indexes every name and term), used for any number of requests by any
/// number of threads. A line of 490 bytes takes about 1.5 us.
package struct FactsReader: Sendable {
  private let layout: FactsLayout
  private let limits: ReadingLimits

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
    return walk.result(and: walk.source.problem?.diagnostic(in: file))
  }

  /// Reads a document's mapping.
  package func readYAML(_ node: Node) -> ReadFacts {
    var walk = FactsWalk(NodeSource(node), layout, node.range.file)
    walk.readRequest()
    return walk.result(and: nil)
  }
}

extension FactsWalk {
  /// `problem`: what ended the reading of the text.
  fileprivate func result(and problem: Diagnostic?) -> ReadFacts {
    ReadFacts(
      facts: isRefused || problem != nil ? nil : facts,
      diagnostics: problem.map { mistakes + [$0] } ?? mistakes, file: file, places: places,
      clientPlace: clientPlace)
  }
}
