import Diagnostics
import DocumentTree
import Foundation
import PolicyCatalogue
import PolicyCompiler
import PolicyTesting
import Testing

/// Sites to look at: the shipped library's, and one whose every text tries to be markup.
enum SampleSite {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Made once; a pass over 30,000 lines of policies is not free.
  static let shipped: Result<Site, any Error> = Result {
    var diagnostics: [Diagnostic] = []
    let files = LibraryFolder.files(in: [root.appending(path: "policies").path], &diagnostics)
    return try site(of: LibraryCompiler.compile(files), roots: [root.path + "/policies/"])
  }

  static func site(of text: String, tests: String? = nil) throws -> Site {
    let more = tests.map { [SourceFile(path: "p.tests.yaml", text: $0)] } ?? []
    return try site(
      of: LibraryCompiler.compile([SourceFile(path: "<b>library</b>.yaml", text: text)] + more))
  }

  private static func site(of compilation: Compilation, roots: [String] = []) throws -> Site {
    let library = try #require(
      compilation.library, "\(compilation.diagnostics.map(\.message))")
    var diagnostics: [Diagnostic] = []
    let suites = TestsReader.read(compilation.tests, library, &diagnostics)
    try #require(diagnostics.allSatisfy { $0.severity != .error }, "\(diagnostics.map(\.message))")
    return try #require(Site(compilation, suites, roots: roots))
  }

  /// Every text that an author can choose closes what is open and starts a script.
  static let hostile = """
    vocabulary: core
    facts:
      action:
        doc: \(attack("group"))
        fields:
          kind: {type: term(action-kind), doc: \(attack("fact"))}
          loud: {type: bool, unit: \(attack("unit")), doc: \(attack("fact"))}
      recipient:
        fields:
          location: {type: term(place), doc: Where.}
    terms:
      action-kind:
        message: {doc: \(attack("term"))}
      place:
        AA: {doc: \(attack("term"))}
    define:
      is_loud: {doc: \(attack("definition")), is: action.loud}
    ---
    policy: p
    title: \(attack("title"))
    doc: \(attack("doc"))
    authority: law
    covers: [AA]
    source: {name: \(attack("source")), url: "javascript:alert(1)"}
    settings:
      most: {type: string, default: \(attack("default")), tighter: free, doc: \(attack("setting"))}
    tables:
      ages:
        by: place
        of: string
        doc: \(attack("table"))
        rows:
          - {is: AA, value: \(attack("value")), cite: \(attack("row"))}
    rules:
      - rule: r
        title: \(attack("rule"))
        cite: [\(attack("cite"))]
        when: is_loud
        require: >
          ages(recipient.location) == "</code><script>alert(9)</script>" && settings.most != "x"
        unless:
          - exception: e
            title: \(attack("exception"))
            cite: [\(attack("exception cite"))]
            when: '!action.loud'
        oblige:
          - duty: d
            text: \(attack("duty"))
        because: \(attack("because"))
        remedy: \(attack("remedy"))
    ---
    client: c
    title: \(attack("client"))
    adopts: [p]
    settings: {p.most: \(attack("set"))}
    reviewers: {legal: [\(attack("reviewer"))]}
    ---
    tests: p
    now: 2026-01-01T00:00:00Z
    facts:
      client: {id: c}
      action: {kind: message, loud: true}
      recipient: {location: AA}
    cases:
      - case: \(attack("case"))
        rule: {r: broken}

    """

  private static func attack(_ where: String) -> String {
    #"'\#(`where`)</p></code></title><script>alert(1)</script><img src=x onerror=alert(2)>" onclick="alert(3)'"#
  }
}
