import ArgumentParser
import Diagnostics
import PolicyCatalogue
import PolicyCompiler
import PolicyTesting

struct DocsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Writes the library as a site of pages that people read.",
    discussion: """
      Each policy, rule, fact, term and client gets its page or its place on one, with sources, dates \
      and tests. The pages need no server and no network: open index.html. The same library gives \
      the same bytes. OUT is a new or empty folder, or one that this command wrote before; pages of \
      rules that are gone are taken away. This is no legal advice. Exit codes: 0 written, 2 the \
      library or the folder is at fault.
      """)

  @Argument(help: ArgumentHelp("The folder to write.", valueName: "out"))
  var folder: String

  @OptionGroup var library: LibraryOptions

  func run() throws {
    let compilation = library.compile()
    var diagnostics = compilation.diagnostics
    let suites = compilation.library.map {
      TestsReader.read(compilation.tests, $0, &diagnostics)
    }
    guard let suites, !diagnostics.contains(where: { $0.severity == .error }),
      let site = Site(compilation, suites, roots: library.chosenFolders)
    else { throw Mistakes.complain(diagnostics, compilation.documentCount) }
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    if let problem = SiteFolder(path: path).write(site.files.map { ($0.path, $0.text) }) {
      throw Mistakes.complain([problem], compilation.documentCount)
    }
    Terminal.say("\(site.files.count) files; open \(path)/index.html\n")
  }
}
