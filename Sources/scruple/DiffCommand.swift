import ArgumentParser
import Diagnostics
import DocumentTree
import FactsReading
import Glibc
import PolicyCompiler
import PolicyModel
import PolicyVerification

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tells what a change of the policies changes: which verdicts, and for which facts.",
    discussion: """
      OLD and NEW are folders of policies, or git revisions of the folder that --policies names. For \
      each kind of action it is found out whether its verdict can get stricter or milder, with facts \
      as an example, each decided under both. Rules that only read otherwise are told apart by proof. \
      Without --client it is as for somebody who adopts everything. With --corpus recorded requests \
      are decided under both instead, and changes are counted.

      Exit codes: 0 nothing changes, 1 changes, 2 a library or a line is at fault, or Z3 is not \
      installed.
      """)

  @Argument(help: "A folder of policies, or a git revision.")
  var old: String

  @Argument(help: "A folder of policies, or a git revision.")
  var new: String

  @OptionGroup var library: LibraryOptions

  @Option(help: ArgumentHelp("As for this client.", valueName: "id"))
  var client: String?

  @Option(
    help: ArgumentHelp(
      "Decide these recorded requests, one a line, under both.", valueName: "file.ndjson"))
  var corpus: String?

  @Option(help: "text, json or markdown.")
  var format = Format.text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case markdown
  }

  func run() throws {
    let before = try load(old)
    let after = try load(new)
    if let client {
      for library in [before, after] where library.client(named: client) == nil {
        throw Mistakes.complain([.noClient(client, library.clients.map(\.id))])
      }
    }
    if let corpus { return try replay(corpus, before, after) }
    do {
      let diff = try SemanticDiff(old: before, new: after, client: client)
      let bar = ProgressBar(isShown: Terminal.isWatched)
      let report = try diff.report(progress: bar.show)
      bar.clear()
      switch format {
      case .text: Terminal.say(report.text)
      case .json: Terminal.say(report.json.text(pretty: true) + "\n")
      case .markdown: Terminal.say(report.markdown)
      }
      if report.hasChanges { throw ExitCode.failed }
    } catch let failure as Solver.Failure {
      throw Mistakes.complain([.noSolver(failure)])
    }
  }

  private func replay(
    _ path: String, _ before: CompiledLibrary, _ after: CompiledLibrary
  ) throws {
    var diagnostics: [Diagnostic] = []
    let reader = DocumentReader(limits: .facts, nulls: .allowed)
    guard let file = reader.load(path: path, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    var replay = CorpusReplay(old: before, new: after, client: client)
    for (place, line) in file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    where line.contains(where: { $0 > 0x20 }) {
      replay.add(SourceFile(path: path, line: Array(line), number: place + 1), number: place + 1)
    }
    for (number, diagnostic) in replay.refused.prefix(20) {
      Mistakes.complain(ofLine: number, [diagnostic])
    }
    switch format {
    case .text, .markdown: Terminal.say(replay.text)
    case .json: Terminal.say(replay.json.text(pretty: true) + "\n")
    }
    if !replay.refused.isEmpty { throw ExitCode.fault }
    if replay.hasChanges { throw ExitCode.failed }
  }

  /// The library of a folder, or of a revision of the policies' folder.
  private func load(_ name: String) throws -> CompiledLibrary {
    var diagnostics: [Diagnostic] = []
    let compilation: Compilation
    if isFolder(name) {
      let files = LibraryFolder.files(in: [name], &diagnostics)
      compilation = LibraryCompiler.compile(files, roots: [name]).preceded(by: diagnostics)
    } else {
      var files: [SourceFile] = []
      for folder in library.chosenFolders {
        guard let known = GitRevision.files(in: folder, at: name), !known.isEmpty else {
          throw Mistakes.complain([.neither(name, folder)])
        }
        files += known
      }
      compilation = LibraryCompiler.compile(files, roots: library.chosenFolders)
    }
    guard let library = compilation.library else {
      throw Mistakes.complain(compilation.diagnostics, compilation.documentCount)
    }
    return library
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension Diagnostic {
  fileprivate static func neither(_ name: String, _ folder: String) -> Diagnostic {
    Diagnostic(
      .unknownRevision, "`\(name)` is no folder, and no git revision of `\(folder)`", at: nil,
      help: "name a folder of policies, or a revision such as `HEAD` or `main`")
  }
}
