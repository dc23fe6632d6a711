import CEL
import Diagnostics
import PolicyCompiler
import PolicyEngine
import PolicyModel
import Testing

@Suite struct LibraryDigestTests {
  static func digest(_ files: [(String, String)], roots: [String] = []) -> String? {
    let sources = files.map { SourceFile(path: $0.0, text: $0.1) }
    return LibraryCompiler.compile(sources, roots: roots).library?.identity.digest
  }

  static let more = "vocabulary: more\nfacts: {more: {type: bool}}\n"
  static let files = [("policies/core.yaml", Core.text), ("policies/b/more.yaml", more)]

  @Test func `a digest is a hash of the time zones' version, the engine's, and the files`() throws {
    // printf 'unknown\0000.1.0\0more.yaml\0%s\0%s' 14 $'vocabulary: a\n' | sha256sum
    try #require(EngineVersion.current == "0.1.0")
    let file = SourceFile(path: "policies/more.yaml", text: "vocabulary: a\n")
    let compilation = LibraryCompiler.compile(
      [file], timeZones: TimeZoneDatabase(directory: "/nowhere"))
    #expect(
      compilation.library?.identity.digest
        == "sha256:e7a7d45d6d0c710239735af33f626d56854a1d57b1e5c1f561e0307a0f98daff")
  }

  @Test func `the order of the files makes no difference`() {
    #expect(Self.digest(Self.files) != nil)
    #expect(Self.digest(Self.files) == Self.digest(Self.files.reversed()))
  }

  @Test func `the place of the library makes no difference`() {
    let moved = Self.files.map { ("/srv/" + $0.0, $0.1) }
    #expect(Self.digest(moved) == Self.digest(Self.files))
    #expect(Self.digest(moved, roots: ["/srv/policies/"]) == Self.digest(Self.files))
  }

  @Test func `every byte and every name makes a difference`() {
    let digests = [
      Self.digest(Self.files),
      Self.digest([Self.files[0], ("policies/b/more.yaml", Self.more + "#")]),
      Self.digest([Self.files[0], ("policies/c/more.yaml", Self.more)]),
      Self.digest([Self.files[0]]),
    ]
    #expect(Set(digests).count == 4)
    #expect(!digests.contains(nil))
  }
}
