import Foundation
import Testing

/// `scruple docs`: what it writes, what it takes away, and what it never touches.
struct DocsTests {
  @Test func `the site stands in the folder, and a second run gives the same bytes`() throws {
    let folder = try Folder.withPolicies()
    let first = try Command.run(["docs", "out/site/"], in: folder)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.hasSuffix("files; open out/site/index.html\n"))
    let written = try Self.files(folder)
    for path in ["index.html", "rules/mail/consent-on-record.html", "assets/site.css"] {
      #expect(written[path] != nil, "\(path)")
    }
    #expect(written.values.allSatisfy { !$0.isEmpty })
    #expect(try Command.run(["docs", "out/site"], in: folder).code == 0)
    #expect(try Self.files(folder) == written)
  }

  @Test func `pages of rules that are gone are taken away, and nothing else`() throws {
    let folder = try Folder.withPolicies()
    try folder.write("kept", to: "beside.html")
    try #require(try Command.run(["docs", "out/site"], in: folder).code == 0)
    try folder.write("mine", to: "out/site/notes.txt")
    // A list that somebody changed must not reach beyond the folder.
    let list = try folder.read("out/site/site-files.txt")
    try folder.write(
      list + "../../beside.html\nnotes.txt\nrules/mail/gone.html\n", to: "out/site/site-files.txt")
    try folder.write("old", to: "out/site/rules/mail/gone.html")
    #expect(try Command.run(["docs", "out/site"], in: folder).code == 0)
    let files = try Self.files(folder)
    #expect(files["rules/mail/gone.html"] == nil)
    #expect(files["notes.txt"] == "mine")
    #expect(try folder.read("beside.html") == "kept")
    #expect(try folder.read("out/site/site-files.txt") == list)
  }

  @Test func `a folder with something else in it is left alone`() throws {
    let folder = try Folder.withPolicies()
    try folder.write("mine", to: "out/site/index.html")
    let run = try Command.run(["docs", "out/site"], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[foreign-folder]"))
    #expect(try Self.files(folder) == ["index.html": "mine"])
  }

  @Test func `where nothing can be written, that is said`() throws {
    let folder = try Folder.withPolicies()
    try folder.write("a file", to: "out")
    let run = try Command.run(["docs", "out/site"], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[unwritable-site]"))
  }

  @Test func `of a library with a mistake no page is written`() throws {
    let folder = try Folder.withPolicies()
    try folder.write("policy: broken\n", to: "policies/broken.yaml")
    let run = try Command.run(["docs", "out/site"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder["out"].path))
  }

  private static func files(_ folder: Folder) throws -> [String: String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder["out/site"].path)
    let files = names.filter { $0.contains(".") }
    return Dictionary(
      uniqueKeysWithValues: try files.map { ($0, try folder.read("out/site/\($0)")) })
  }
}
