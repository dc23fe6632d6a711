import ArgumentParser
import Diagnostics
import DocumentTree
import PolicyCompiler
import PolicyEngine
import PolicyModel

/// Where the policies are, for every subcommand.
struct LibraryOptions: ParsableArguments {
  @Option(
    name: .customLong("policies"),
    help: ArgumentHelp(
      "A folder of policies; may be repeated. (default: SCRUPLE_POLICIES, folders apart by colons, or policies)",
      valueName: "dir"))
  var folders: [String] = []

  /// Reads and compiles the library, with one more file where one is given.
  func compile(with more: SourceFile? = nil) -> Compilation {
    var diagnostics: [Diagnostic] = []
    let files = LibraryFolder.files(in: chosenFolders, &diagnostics)
    return LibraryCompiler.compile(files + (more.map { [$0] } ?? []), roots: chosenFolders)
      .preceded(by: diagnostics)
  }

  /// The library, or all its mistakes on the error output and an end.
  func load() throws(ExitCode) -> CompiledLibrary {
    let compilation = compile()
    guard let library = compilation.library else {
      throw Mistakes.complain(compilation.diagnostics, compilation.documentCount)
    }
    return library
  }

  var chosenFolders: [String] {
    if !folders.isEmpty { return folders }
    let named = Terminal.environment("SCRUPLE_POLICIES")?.split(separator: ":") ?? []
    return named.isEmpty ? ["policies"] : named.map(String.init)
  }
}
