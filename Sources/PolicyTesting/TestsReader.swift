import CEL
package import Diagnostics
import DocumentTree
package import PolicyCompiler
package import PolicyModel

/// Reads `tests` documents.
///
/// Codes: `tests-unknown-rule`, `tests-unknown-client`, `tests-bad-case`, `tests-bad-path`. All
/// mistakes are found in one run. That the policy exists, the compiler has checked.
package struct TestsReader {
  private let library: CompiledLibrary
  private var diagnostics: [Diagnostic] = []

  private static let keys = ["tests", "client", "now", "facts", "cases"]
  private static let caseKeys = [
    "case", "now", "at", "with", "without", "rule", "cites", "expect",
  ]

  private init(_ library: CompiledLibrary) { self.library = library }

  /// The suites of all documents of policies, in the order of the documents.
  package static func read(
    _ documents: [TestsDocument], _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) -> [TestSuite] {
    var reader = TestsReader(library)
    let mappings = Set(library.mappings.map(\.id))
    let suites = documents.filter { !mappings.contains($0.policy) }.compactMap { reader.suite($0) }
    diagnostics += reader.diagnostics
    return suites
  }

  private mutating func suite(_ document: TestsDocument) -> TestSuite? {
    checkKeys(of: document.node, Self.keys)
    checkShapes(of: document.node, ["client": .text, "facts": .mapping, "cases": .list])
    let client = document.node["client"]?.scalar
    if let client, library.client(named: client.text) == nil {
      report(
        .testsUnknownClient, "no client is named `\(client.text)`", at: client.range,
        help: suggestion(client.text, library.clients.map(\.id)))
      return nil
    }
    var base = document.node["facts"] ?? Node(.mapping([]), at: document.range)
    if let now = document.node["now"] {
      base = FactsEdit.setting(["now"], of: base, to: now, named: now)
    }
    guard let nodes = document.node["cases"]?.elements, !nodes.isEmpty else {
      report(
        .testsBadCase, "a tests document needs a list of `cases`",
        at: document.node["cases"]?.range ?? document.range,
        help: "write `cases:` and under it `- case: what it shows`")
      return nil
    }
    let cases = nodes.compactMap { testCase($0, base: base, policy: document.policy) }
    // A client's own tests are judged as the client.
    let judged = client?.text ?? library.client(named: document.policy)?.id
    return TestSuite(
      policy: document.policy, client: judged, cases: cases, range: document.range)
  }

  private mutating func testCase(_ node: Node, base: Node, policy: String) -> TestCase? {
    guard node.entries != nil, let name = node["case"]?.scalar, !name.text.isEmpty else {
      report(
        .testsBadCase, "a case needs a name", at: node.range, help: "begin it with `- case: ...`")
      return nil
    }
    checkKeys(of: node, Self.caseKeys)
    checkShapes(of: node, ["with": .mapping, "rule": .mapping, "cites": .list])
    var facts = base
    if let now = node["now"] { facts = FactsEdit.setting(["now"], of: facts, to: now, named: now) }
    for path in node["without"]?.elements ?? node["without"].map({ [$0] }) ?? [] {
      guard let text = path.scalar?.text, let steps = FactsEdit.steps(of: text) else {
        report(.badPath(path))
        continue
      }
      guard let rest = FactsEdit.removing(steps[...], from: facts) else {
        report(
          .testsBadPath, "`\(text)` is not stated, so it cannot be left out", at: path.range,
          help: "`without` names what the document's `facts` state")
        continue
      }
      facts = rest
    }
    for entry in node["with"]?.entries ?? [] {
      guard let steps = FactsEdit.steps(of: entry.name) else {
        report(.badPath(entry.key))
        continue
      }
      facts = FactsEdit.setting(steps[...], of: facts, to: entry.value, named: entry.key)
    }
    return TestCase(
      name: name.text, range: name.range, facts: facts, at: instant(node["at"]),
      expectations: expectations(of: node, policy: policy))
  }

  private mutating func instant(_ node: Node?) -> Timestamp? {
    guard let node else { return nil }
    let text = node.scalar?.text ?? ""
    if let instant = Timestamp(text) ?? Day(text)?.start { return instant }
    report(
      .testsBadCase, "`\(text)` is no instant", at: node.range,
      help: "write a day, 2026-11-23, or a time, 2026-11-23T10:00:00Z")
    return nil
  }

  private mutating func expectations(of node: Node, policy: String) -> TestCase.Expectations {
    var result = TestCase.Expectations()
    if let expect = node["expect"] {
      result.verdict = expect.scalar.flatMap { Verdict(rawValue: $0.text) }
      if result.verdict == nil {
        report(
          .testsBadCase, "`\(expect.scalar?.text ?? "")` is no verdict", at: expect.range,
          help: "write allow, deny or require-review")
      }
    }
    for entry in node["rule"]?.entries ?? [] {
      guard let name = ruleName(entry.key, policy) else { continue }
      guard let outcome = entry.value.scalar.flatMap({ Outcome(rawValue: $0.text) }) else {
        report(
          .testsBadCase, "`\(entry.value.scalar?.text ?? "")` is no outcome",
          at: entry.value.range,
          help: "write \(Outcome.allCases.map(\.rawValue).joined(separator: ", "))")
        continue
      }
      result.outcomes.append((name, outcome, entry.value.range))
    }
    for cited in node["cites"]?.elements ?? [] {
      if let name = ruleName(cited, policy) { result.cites.append((name, cited.range)) }
    }
    if result.verdict == nil, result.outcomes.isEmpty, result.cites.isEmpty {
      report(
        .testsBadCase, "the case demands nothing", at: node["case"]?.range ?? node.range,
        help: "add `expect`, `rule` or `cites`")
    }
    return result
  }

  /// `consent-on-record` in the policy's own tests, `gdpr/consent-on-record` anywhere.
  private mutating func ruleName(_ node: Node, _ policy: String) -> RuleName? {
    let text = node.scalar?.text ?? ""
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    let name =
      parts.count == 2
      ? RuleName(policy: parts[0], rule: parts[1]) : RuleName(policy: policy, rule: text)
    if library.rule(named: name) != nil { return name }
    let nearest = Suggestion.nearest(
      to: name.description, in: library.rules.map(\.name.description))
    report(
      .testsUnknownRule, "no rule is named `\(name)`", at: node.range,
      help: nearest.map { "did you mean `\($0)`?" })
    return nil
  }

  private mutating func checkKeys(of node: Node, _ known: [String]) {
    for entry in node.entries ?? [] where !known.contains(entry.name) {
      report(
        .testsBadCase, "`\(entry.name)` is no key here", at: entry.key.range,
        help: suggestion(entry.name, known) ?? "known are \(known.joined(separator: ", "))")
    }
  }

  private enum Shape: String {
    case text = "a text"
    case list = "a list"
    case mapping = "a mapping"

    func fits(_ node: Node) -> Bool {
      switch self {
      case .text: node.scalar != nil
      case .list: node.elements != nil
      case .mapping: node.entries != nil
      }
    }
  }

  /// What has another shape would demand nothing, and so is a mistake.
  private mutating func checkShapes(of node: Node, _ shapes: [String: Shape]) {
    for entry in node.entries ?? [] {
      guard let shape = shapes[entry.name], !shape.fits(entry.value) else { continue }
      report(
        .testsBadCase, "`\(entry.name)` takes \(shape.rawValue)", at: entry.value.range,
        help: shape == .list ? "write it in brackets: `\(entry.name): [...]`" : nil)
    }
  }

  private func suggestion(_ name: String, _ known: [String]) -> String? {
    Suggestion.nearest(to: name, in: known).map { "did you mean `\($0)`?" }
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: range, help: help))
  }

  private mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}

extension DiagnosticCode {
  package static let testsUnknownRule = DiagnosticCode("tests-unknown-rule")
  package static let testsUnknownClient = DiagnosticCode("tests-unknown-client")
  package static let testsBadCase = DiagnosticCode("tests-bad-case")
  package static let testsBadPath = DiagnosticCode("tests-bad-path")
}

extension Diagnostic {
  fileprivate static func badPath(_ node: Node) -> Diagnostic {
    Diagnostic(
      .testsBadPath, "`\(node.scalar?.text ?? "")` is no path of a fact", at: node.range,
      help: "dots select fields, a map's key stands in brackets: `recipient.consents[KEY].granted`")
  }
}
