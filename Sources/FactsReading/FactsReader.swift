package import Diagnostics
package import DocumentTree
package import PolicyModel

/// Reads requests into the fact slots of a library.
///
/// Made once for a library (it indexes every name and term), used for any number of requests by any
/// number of threads. JSON of the common form goes straight into the slots (`QuickWalk`), all else,
/// and whatever has a mistake, by the full reader (`FactsWalk`).
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
    let range = bytes ?? 0..<file.bytes.count
    if let read = readQuickly(file.bytes, range) {
      return ReadFacts(read, file, range, by: self)
    }
    return readFully(file, range)
  }

  /// Reads one JSON object of the common form onto what is known before, as it is told for a
  /// library, or else nothing; nil where it is left to the full reader.
  package func readQuickly(
    _ bytes: [UInt8], _ range: Range<Int>, onto base: Facts? = nil
  ) -> QuickFacts? {
    layout.readQuickly(bytes, range, onto: base ?? layout.nothing, depthLimit: limits.depth)
  }

  /// Reads one JSON object, whatever its form, and says what is wrong with it.
  func readFully(_ file: SourceFile, _ range: Range<Int>) -> ReadFacts {
    var walk = FactsWalk(
      JSONSource(file.bytes, range: range, depth: limits.depth), layout, file)
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
