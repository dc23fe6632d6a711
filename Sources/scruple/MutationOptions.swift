import ArgumentParser
import Diagnostics
import DocumentTree
import PolicyCompiler
import PolicyTesting

/// What `scruple test --mutate` changes, and how it tells.
struct MutationOptions: ParsableArguments {
  @Flag(
    name: .customLong("mutate"),
    help: "Change the policies one step at a time, and show the changes that no test notices.")
  var isAsked = false

  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "Change this policy, or this client, alone; may be repeated.", valueName: "id"))
  var policies: [String] = []

  @Option(
    name: .customLong("changed"),
    help: ArgumentHelp(
      "Change only policies that differ, or whose tests do, from a git revision.",
      valueName: "revision"))
  var revision: String?

  func validate() throws {
    if !isAsked, !policies.isEmpty || revision != nil {
      throw ValidationError("--policy and --changed go with --mutate")
    }
  }

  /// Changes the policies and says what came of it; fails where a change went unnoticed, or where
  /// tests fail without any.
  func run(
    _ compilation: Compilation, _ suites: [TestSuite], _ folders: [String],
    _ format: TestCommand.Format
  ) async throws {
    guard let relinker = compilation.relinker else { throw ExitCode.fault }
    let changed = try changedFiles(compilation, folders)
    let chosen = try chosen(compilation, relinker, changed)
    let vocabularies = chosenVocabularies(relinker, changed)
    let asked = suites.filter { !vocabularies.isEmpty || chosen.contains($0.policy) }
    let before = TestRun.report(asked, relinker.library)
    if before.hasErrors { throw Mistakes.complain(before.diagnostics, compilation.documentCount) }
    if before.failedCount > 0 {
      Terminal.say(before.failures)
      throw ExitCode.failed
    }
    let bar = ProgressBar(isShown: Terminal.isWatched)
    let report = await MutationRun.report(
      suites, relinker, policies: chosen.filter { relinker.documents[$0] != nil },
      clients: chosen.filter { relinker.documents[$0] == nil }, compilation.clients,
      vocabularies: vocabularies, width: Terminal.coreCount, progress: bar.show)
    bar.clear()
    switch format {
    case .text, .junit: Terminal.say(report.text)
    case .json: Terminal.say(report.json.text(pretty: true) + "\n")
    }
    if report.aliveCount > 0 { throw ExitCode.failed }
  }

  /// The files that differ from the revision; nil where none is named.
  private func changedFiles(
    _ compilation: Compilation, _ folders: [String]
  ) throws -> Set<String>? {
    guard let revision else { return nil }
    var changed: Set<String> = []
    for folder in folders {
      guard let files = GitRevision.changedFiles(in: folder, since: revision) else {
        throw Mistakes.complain([.noRevision(revision, folder)], compilation.documentCount)
      }
      changed.formUnion(files)
    }
    return changed
  }

  /// The ids of policies and clients.
  private func chosen(
    _ compilation: Compilation, _ relinker: PolicyRelinker, _ changed: Set<String>?
  ) throws -> [String] {
    let known = (Array(relinker.documents.keys) + Array(relinker.clients.keys)).sorted()
    for id in policies where !known.contains(id) {
      throw Mistakes.complain([.noPolicy(id, known)], compilation.documentCount)
    }
    let asked = policies.isEmpty ? known : known.filter(policies.contains)
    guard let changed else { return asked }
    return asked.filter { id in
      let tests = compilation.tests.filter { $0.policy == id }.map(\.range.file.path)
      let document = relinker.documents[id] ?? relinker.clients[id]
      let files = tests + [document?.range.file.path].compactMap(\.self)
      return files.contains(where: changed.contains)
    }
  }

  /// The vocabulary documents, by place, whose definitions are changed: none where policies are named.
  private func chosenVocabularies(
    _ relinker: PolicyRelinker, _ changed: Set<String>?
  ) -> [Int] {
    guard policies.isEmpty else { return [] }
    return relinker.vocabularies.indices.filter { number in
      let node = relinker.vocabularies[number]
      guard node["define"] != nil else { return false }
      return changed?.contains(node.range.file.path) ?? true
    }
  }
}

/// A line on the error output that fills up; nothing where nobody watches.
struct ProgressBar {
  let isShown: Bool
  private static let width = 40

  func show(_ done: Int, of all: Int) {
    // A hundred times is often enough.
    guard isShown, all > 0, done * 100 / all != (done - 1) * 100 / all else { return }
    let filled = done * Self.width / all
    let bar = String(repeating: "━", count: filled)
    let rest = String(repeating: " ", count: Self.width - filled)
    Terminal.show("\r\(bar)\(rest)  \(done * 100 / all) %  \(done) of \(all)")
  }

  func clear() {
    if isShown { Terminal.show("\r\u{1B}[K") }
  }
}

extension DiagnosticCode {
  static let unknownPolicy = DiagnosticCode("unknown-policy")
  static let unknownRevision = DiagnosticCode("unknown-revision")
}

extension Diagnostic {
  static func noPolicy(_ id: String, _ known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownPolicy, "no policy is named `\(id)`", at: nil,
      help: Suggestion.nearest(to: id, in: known).map { "did you mean `\($0)`?" })
  }

  fileprivate static func noRevision(_ revision: String, _ folder: String) -> Diagnostic {
    Diagnostic(
      .unknownRevision, "git cannot tell what differs from `\(revision)` in `\(folder)`", at: nil,
      help: "name a revision of the repository that the folder lies in, such as `HEAD` or `main`")
  }
}
