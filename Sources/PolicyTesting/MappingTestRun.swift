import CEL
package import Diagnostics
import DocumentTree
package import PolicyCompiler
package import PolicyModel
import WorkflowLinting

/// Runs the `tests` documents of mappings: a step as its tool writes it, and what it must be.
///
///     tests: n8n
///     cases:
///       - case: mail is sent where nothing is said
///         step: {type: n8n-nodes-base.gmail, version: 2.1, parameters: {sendTo: "={{ $json.email }}"}}
///         maps: {action.kind: message.email}
///
/// `maps` names facts of the action and, beside them, `mapped`, `waits` and `opaque`.
///
/// Codes: `tests-bad-case`, `unknown-fact`.
package struct MappingTestRun {
  private let library: CompiledLibrary
  private var diagnostics: [Diagnostic] = []

  /// A suite a document; documents of policies are passed over.
  package static func suites(
    _ documents: [TestsDocument], _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) -> [TestReport.Suite] {
    var run = MappingTestRun(library: library)
    let suites = documents.compactMap { run.suite($0) }
    diagnostics += run.diagnostics
    return suites
  }

  private init(library: CompiledLibrary) { self.library = library }

  private mutating func suite(_ document: TestsDocument) -> TestReport.Suite? {
    guard let mapping = library.mappings.first(where: { $0.id == document.policy }) else {
      return nil
    }
    guard let cases = document.node["cases"]?.elements, !cases.isEmpty else {
      report("a tests document needs a list of `cases`", at: document.range)
      return nil
    }
    let tool = document.node["tool"]?.scalar?.text ?? mapping.tool ?? mapping.id
    let mapper = Mapper(library: library, tool: tool)
    return TestReport.Suite(
      policy: mapping.id, cases: cases.compactMap { result(of: $0, mapper) }, rules: [], atoms: [])
  }

  private mutating func result(of node: Node, _ mapper: Mapper) -> TestReport.CaseResult? {
    guard let name = node["case"]?.scalar, let step = node["step"],
      let type = step["type"]?.scalar, let maps = node["maps"]?.entries, !maps.isEmpty
    else {
      report("a case of a mapping needs `case`, `step` with a `type`, and `maps`", at: node.range)
      return nil
    }
    for entry in node.entries ?? [] where !["case", "step", "maps"].contains(entry.name) {
      report("`\(entry.name)` is no key here", at: entry.key.range)
    }
    let parameters = step["parameters"] ?? Node(.mapping([]), at: step.range)
    let version = step["version"]?.scalar.flatMap { Double($0.text) }
    let mapped = mapper.map(
      Step(
        id: "step", name: step["name"]?.scalar?.text ?? "step", type: type.text,
        standIns: (step["offered_as"]?.scalar?.text).map { [$0] } ?? [], version: version,
        parameters: parameters, role: .step, range: type.range))
    let failures = maps.compactMap { entry -> String? in
      guard let value = value(of: entry, mapped, mapper) else { return nil }
      let wanted = Self.text(entry.value)
      return value == wanted ? nil : "expected \(entry.name) \(wanted), got \(value)"
    }
    return TestReport.CaseResult(
      name: name.text, file: name.range.file.path, line: name.range.start.line, failures: failures)
  }

  /// What a fact was found to be, as text; nil where no fact is named so, which is reported.
  private mutating func value(
    of entry: Node.Entry, _ mapped: MappedStep, _ mapper: Mapper
  ) -> String? {
    let vocabulary = mapper.vocabulary
    switch entry.name {
    case "mapped": return String(mapped.state != .unmapped)
    case "waits": return String(mapped.waits)
    case "opaque": return String(mapped.reading?.isCode == true || mapped.doubt != nil)
    case "action.kind": return mapped.kind.map(vocabulary.text) ?? "nothing"
    default: break
    }
    guard let slot = vocabulary.slot(of: entry.name), entry.name.hasPrefix("action.") else {
      diagnostics.append(
        Diagnostic(
          DiagnosticCode("unknown-fact"), "no fact of an action is named `\(entry.name)`",
          at: entry.key.range,
          help: Suggestion.nearest(to: entry.name, in: vocabulary.facts.map(\.path)).map {
            "did you mean `\($0)`?"
          }))
      return nil
    }
    guard let value = mapped.facts[slot] else { return "nothing" }
    return Self.text(value, vocabulary)
  }

  private static func text(_ node: Node) -> String {
    if let elements = node.elements {
      return "[" + elements.map(text).joined(separator: ", ") + "]"
    }
    return node.scalar?.text ?? "{}"
  }

  private static func text(_ value: Value, _ vocabulary: Vocabulary) -> String {
    switch value {
    case .symbol(let symbol): vocabulary.text(of: symbol)
    case .string(let text): text.string
    case .list(let list):
      "[" + list.elements.map { text($0, vocabulary) }.joined(separator: ", ") + "]"
    default: value.description
    }
  }

  private mutating func report(_ message: String, at range: SourceRange) {
    diagnostics.append(
      Diagnostic(
        .testsBadCase, message, at: range,
        help:
          "write `- case: ...`, `step: {type: ..., parameters: {...}}`, `maps: {action.kind: ...}`")
    )
  }
}
