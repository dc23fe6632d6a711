import Diagnostics
import PolicyCompiler
import Testing

/// Whatever the bytes of a library are: diagnostics, never a crash, and no library with an error.
@Suite struct DamagedLibraryTests {
  static let whole = [
    Core.text, CompiledLibraryTests.policies, CompiledLibraryTests.law,
    CompiledLibraryTests.client,
  ].joined(separator: "\n---\n")

  static func check(_ bytes: [UInt8]) {
    let file = SourceFile(path: "policies/all.yaml", bytes: bytes)
    let compilation = LibraryCompiler.compile([file])
    let isWrong = compilation.diagnostics.contains { $0.severity == .error }
    #expect((compilation.library == nil) == isWrong)
    for diagnostic in compilation.diagnostics {
      guard let range = diagnostic.range else { continue }
      #expect(range.file === file)
      #expect(range.bytes.upperBound <= bytes.count)
    }
  }

  @Test func `a library that ends too soon`() {
    let bytes = Array(Self.whole.utf8)
    for end in stride(from: 0, to: bytes.count, by: 97) { Self.check(Array(bytes[..<end])) }
  }

  @Test func `a library that lacks a line`() {
    let lines = Self.whole.split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices {
      var rest = lines
      rest.remove(at: index)
      Self.check(Array(rest.joined(separator: "\n").utf8))
    }
  }

  @Test(arguments: ["\"", "{", "]", ":", "(", "-", " ", "\u{0}", "é", "\n"])
  func `a library with a wrong character`(character: String) {
    let bytes = Array(Self.whole.utf8)
    for index in stride(from: 0, to: bytes.count, by: 307) {
      Self.check(Array(bytes[..<index]) + Array(character.utf8) + Array(bytes[(index + 1)...]))
    }
  }
}
