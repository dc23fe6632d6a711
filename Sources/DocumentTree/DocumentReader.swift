package import Diagnostics

/// Reads YAML and JSON into trees of nodes, and reports every mistake in what it reads.
package struct DocumentReader: Sendable {
  package let limits: ReadingLimits
  package let nulls: Nulls

  package init(limits: ReadingLimits = .policies, nulls: Nulls = .refused) {
    self.limits = limits
    self.nulls = nulls
  }

  /// The documents of a file, each with at least one value.
  ///
  /// A syntax error, or a limit that is passed, ends the file: its documents are then dropped. Any
  /// other mistake is reported and read over.
  package func readYAML(_ file: SourceFile, _ diagnostics: inout [Diagnostic]) -> [Node] {
    if file.bytes.count > limits.bytes {
      diagnostics.append(.tooLarge(file.path, limits.bytes, at: SourceRange(file, 0..<0)))
      return []
    }
    var check = TextCheck()
    if let problem = check.problem(in: file) {
      diagnostics.append(problem)
      return []
    }
    var events = EventStream(file, from: check.start, isASCII: check.isASCII)
    var builder = TreeBuilder(file, limits, nulls)
    do throws(YAMLProblem) {
      while true {
        let event = try events.next()
        let isEnd = if case .streamEnd = event.kind { true } else { false }
        if builder.take(event) { continue }
        diagnostics += builder.diagnostics
        return isEnd ? builder.documents : []
      }
    } catch {
      diagnostics += builder.diagnostics
      diagnostics.append(.syntax(error, in: file))
      return []
    }
  }

  /// The one value of a JSON text; nil where it is not JSON or passes a limit.
  package func readJSON(_ file: SourceFile, _ diagnostics: inout [Diagnostic]) -> Node? {
    if file.bytes.count > limits.bytes {
      diagnostics.append(.tooLarge(file.path, limits.bytes, at: SourceRange(file, 0..<0)))
      return nil
    }
    var reading = JSONTreeReader(file, limits, nulls)
    let node = reading.read()
    diagnostics += reading.diagnostics
    return node
  }
}
