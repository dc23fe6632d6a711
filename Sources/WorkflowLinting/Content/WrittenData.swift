import CEL
import Diagnostics
import DocumentTree
import PolicyModel

/// What stands in a step's parameters, or in items kept with it, that should not: keys, somebody's
/// address.
struct WrittenData {
  private(set) var secrets: [(name: String, place: Scalar)] = []
  private(set) var literals: [(data: Symbol, place: Scalar)] = []

  init(_ step: Step, _ mapped: MappedStep, _ content: WorkflowContent) {
    let parameters = Parameters(node: step.parameters, reader: content.mapper.reader)
    // Where a message goes to, somebody's address has to stand.
    let addressed = Set((mapped.texts(.to) + mapped.texts(.from)).map(\.range.bytes))
    let prompts = Set(mapped.texts(.prompt).map(\.range.bytes))
    let pinned = step.pinned.map { Parameters(node: $0, reader: content.mapper.reader).allTexts }
    for scalar in parameters.allTexts + (pinned ?? []) where scalar.text.utf8.count > 6 {
      for pattern in content.mapper.table.texts {
        guard let data = pattern.data else {
          if Self.holds(pattern, scalar.text) { secrets.append((pattern.name, scalar)) }
          continue
        }
        if addressed.contains(scalar.range.bytes) { continue }
        let isPrompt = prompts.contains(scalar.range.bytes)
        let text = isPrompt ? Self.withoutExamples(scalar.text) : scalar.text
        if Self.holds(pattern, text) { literals.append((data, scalar)) }
      }
    }
  }

  /// A prompt without what it shows between `<example>` and `</example>`: people made up.
  private static func withoutExamples(_ text: String) -> String {
    var kept = ""
    var rest = text[...]
    while let open = rest.firstRange(ofASCII: "<example") {
      kept += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstRange(ofASCII: "</example") else {
        return kept
      }
      rest = rest[close.upperBound...]
    }
    return kept + rest
  }

  /// Whether some word of a text fits a pattern and is no placeholder.
  private static func holds(_ pattern: TextPattern, _ text: String) -> Bool {
    guard pattern.pattern.matches(text) else { return false }
    guard let except = pattern.except else { return true }
    let words = text.split { " \n\t\"'<>()[]{},;`\\".contains($0) }.map(String.init)
    let fitting = words.filter(pattern.pattern.matches)
    if !fitting.isEmpty { return fitting.contains { !except.matches($0) } }
    // A pattern of several words.
    return text.split(separator: "\n").map(String.init).contains {
      pattern.pattern.matches($0) && !except.matches($0)
    }
  }
}
