import Diagnostics
import DocumentTree
import Testing

struct LibraryFolderTests {
  @Test func `files are found at any depth, sorted, each once`() throws {
    let folder = try TemporaryFolder()
    for name in ["b.yaml", "a/z.yaml", "a/b/c.yaml", "a.yaml", "notes.md", ".git/x.yaml"] {
      try folder.write(name, "a: b")
    }
    try folder.link("a/loop", to: folder.path)
    try folder.link("twice.yaml", to: folder.path + "/a.yaml")
    var diagnostics: [Diagnostic] = []
    let files = LibraryFolder.files(in: [folder.path, folder.path + "/a"], &diagnostics)
    let names = files.map { $0.path.dropFirst(folder.path.count + 1) }
    #expect(names == ["a.yaml", "a/b/c.yaml", "a/z.yaml", "b.yaml"])
    #expect(diagnostics.isEmpty)
  }

  @Test func `a missing, an empty and a misnamed file are errors`() throws {
    let folder = try TemporaryFolder()
    try folder.write("notes.md", "")
    var diagnostics: [Diagnostic] = []
    _ = LibraryFolder.files(in: [folder.path, folder.path + "/x"], &diagnostics)
    #expect(diagnostics.map(\.code) == [.emptyFolder, .missingFolder])
    try folder.write("a.yml", "a: b")
    diagnostics = []
    _ = LibraryFolder.files(in: [folder.path], &diagnostics)
    #expect(diagnostics.map(\.code) == [.wrongExtension])
    try folder.link("gone.yaml", to: "/nowhere.yaml")
    diagnostics = []
    _ = LibraryFolder.files(in: [folder.path], &diagnostics)
    #expect(diagnostics.map(\.code) == [.wrongExtension, .missingFile])
  }
}
