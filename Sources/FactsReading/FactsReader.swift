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
    readJSON(file.bytes, bytes ?? 0..<file.bytes.count, .file(file))
  }

  /// Reads one JSON object, which is all of a line.
  package func readJSON(_ line: InputLine) -> ReadFacts {
    readJSON(line.bytes, 0..<line.bytes.count, .line(line))
  }

  /// Reads a document's mapping.
  package func readYAML(_ node: Node) -> ReadFacts {
    var walk = FactsWalk(NodeSource(node), layout, .file(node.range.file))
    walk.readRequest()
    return walk.result(and: nil)
  }

  private func readJSON(_ bytes: [UInt8], _ range: Range<Int>, _ input: FactsInput) -> ReadFacts {
    let source = JSONSource(bytes, range: range, depth: limits.depth)
    var walk = FactsWalk(source, layout, input)
    walk.readRequest()
    let problem = walk.source.problem.map { problem in
      Diagnostic(
        problem.code, problem.message, at: SourceRange(input.file, problem.place),
        help: problem.help)
    }
    return walk.result(and: problem)
  }
}

extension FactsWalk {
  /// `problem`: what ended the reading of the text.
  fileprivate consuming func result(and problem: Diagnostic?) -> ReadFacts {
    ReadFacts(
      facts: isRefused || problem != nil ? nil : facts,
      diagnostics: problem.map { mistakes + [$0] } ?? mistakes, input: input, places: places,
      clientPlace: clientPlace)
  }
}
