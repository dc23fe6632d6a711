import ArgumentParser
import Diagnostics
import PolicyCatalogue
import PolicyCompiler
import PolicyEngine
import PolicyModel

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a first client document that adopts what applies to you, and says why.",
    discussion: """
      scruple init acme --places DE,US-CA --kinds message.email,profile.score

      The document names policies of the library and copies none: it stands in a folder of its own, \
      which is given beside the library's: --policies policies --policies acme. What was there \
      before is never overwritten.
      """)

  @Argument(help: "The client's id, such as acme.")
  var id: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Where the people are, and you: ISO 3166 codes, or EU, EEA; apart by commas.",
      valueName: "place"))
  var places: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("What you do: message.email; apart by commas.", valueName: "kind"))
  var kinds: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "What you are in law, where that binds you to more: online_platform, gatekeeper; apart by commas. (default: none of them)",
      valueName: "role"))
  var roles: [String] = []

  @Option(help: "The client's name for people. (default: the id)")
  var title: String?

  @Option(help: ArgumentHelp("The file to write. (default: ID/client.yaml)", valueName: "file"))
  var out: String?

  @OptionGroup var library: LibraryOptions

  func validate() throws {
    if parts(of: places).isEmpty { throw ValidationError("--places names no place") }
    if parts(of: kinds).isEmpty { throw ValidationError("--kinds names no kind of action") }
  }

  func run() throws {
    guard let instant = Terminal.now() else { throw ExitCode.fault }
    let compilation = library.compile()
    guard let compiled = compilation.library else {
      throw Mistakes.complain(compilation.diagnostics, compilation.documentCount)
    }
    let wish = StarterClient.Wish(
      id: id, title: title ?? id, places: parts(of: places), kinds: parts(of: kinds),
      roles: parts(of: roles), day: Day(of: instant))
    var diagnostics: [Diagnostic] = []
    guard let client = StarterClient(wish, of: compiled, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    let path = out ?? "\(id)/client.yaml"
    // What would be a mistake beside this library is not written.
    let file = SourceFile(path: path, text: client.text)
    let checked = library.compile(with: file)
    guard checked.library != nil else { throw Mistakes.complain(checked.diagnostics) }
    try NewFile.write(client.text, to: path)
    say(client, path, wish)
  }

  private func parts(of texts: [String]) -> [String] {
    var seen: [String] = []
    for part in texts.flatMap({ $0.split(separator: ",") }) {
      let word = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      if !word.isEmpty, !seen.contains(word) { seen.append(word) }
    }
    return seen
  }

  private func say(_ client: StarterClient, _ path: String, _ wish: StarterClient.Wish) {
    let folder =
      path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) : "."
    // A file of facts within a folder of policies would be read as one of its documents.
    let facts = folder == "." ? "../facts.yaml" : "facts.yaml"
    let folders = (library.chosenFolders + [folder]).map { "--policies \($0)" }
      .joined(separator: " ")
    var text =
      "\(path) adopts \(client.adopted.count) \(client.adopted.count == 1 ? "policy" : "policies"): "
      + "\(client.adopted.joined(separator: ", "))\n"
    if !client.uncovered.isEmpty {
      text += "note: the library has no law of \(client.uncovered.joined(separator: ", "))"
      text += ": whoever is there is sent to review\n"
    }
    text += """

      Next:
        scruple check \(folders)
        scruple facts \(wish.kinds[0]) --client \(id) --format yaml \(folders) > \(facts)
        scruple gate \(facts) \(folders)

      """
    Terminal.say(text)
  }
}
