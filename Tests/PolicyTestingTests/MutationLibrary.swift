import Diagnostics
import PolicyCompiler
import PolicyTesting
import Testing

/// A small library with its tests, whose policy is changed step by step.
struct MutationLibrary {
  let compilation: Compilation
  let suites: [TestSuite]

  /// The rule and the cases are indented as they stand below `rules:` and `cases:`.
  init(_ policy: String, cases: String) throws {
    let text = Self.vocabulary + policy + "---\ntests: p\nnow: 2026-06-01T10:00:00Z\n" + cases
    compilation = LibraryCompiler.compile([SourceFile(path: "p.yaml", text: text)])
    let library = try #require(
      compilation.library, "\(compilation.diagnostics.map { "\($0.code.rawValue) \($0.message)" })")
    var diagnostics: [Diagnostic] = []
    suites = TestsReader.read(compilation.tests, library, &diagnostics)
    try #require(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    let report = TestRun.report(suites, library)
    try #require(report.failedCount == 0 && !report.hasErrors, "\(report.text)")
  }

  /// What becomes of the steps.
  func report(width: Int = 2) async throws -> MutationReport {
    let relinker = try #require(compilation.relinker)
    return await MutationRun.report(suites, relinker, policies: ["p"], width: width) { _, _ in }
  }

  /// The steps in the rule `r`, and in what rules share, that nothing notices, as `part: what`.
  func alive() async throws -> [String] {
    try await report().policies.flatMap { policy in
      policy.alive.filter { $0.rule != "always" }.map { "\($0.part): \($0.what)" }
    }
  }

  /// The steps of those that change nothing, as `part: what`.
  func equivalent() async throws -> [String] {
    try await report().policies.flatMap { policy in
      policy.equivalent.filter { $0.mutation.rule != "always" }.map {
        "\($0.mutation.part): \($0.mutation.what)"
      }
    }
  }

  private static let vocabulary = """
    vocabulary: v
    facts:
      now: {type: timestamp, doc: The instant.}
      action:
        doc: What is done.
        fields:
          kind: {type: term(kind), doc: What it is.}
          count: {type: int, doc: How many.}
          wait: {type: duration, doc: How long.}
          loud: {type: bool, doc: Whether it makes a noise.}
          seen: {type: bool, doc: Whether somebody sees it.}
          at: {type: term(place), doc: Where.}
      recipient:
        doc: Whom it reaches.
        fields:
          location: {type: term(place), doc: Where that person is.}
    define:
      noisy: {is: action.loud || action.seen}
      unused: {is: action.loud}
    terms:
      kind:
        signal: {doc: Tells something.}
        signal.mail: {doc: By mail.}
        signal.call: {doc: By phone.}
        flow: {doc: Nothing.}
      place:
        WEST: {doc: The west., holds: [A, B]}
        A: {doc: A.}
        B: {doc: B.}
        C: {doc: C.}
    ---

    """
}
