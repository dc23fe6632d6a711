import Diagnostics
import PolicyCompiler
import Testing

@Suite struct DeepDefinitionTests {
  /// Definitions `d0` to `d<count>`, each of which uses the one before it twice.
  static func library(_ count: Int, reversed: Bool = false) -> SourceFile {
    let names = (1...count).map { "  d\($0): d\($0 - 1) || !d\($0 - 1)" }
    let lines = reversed ? names.reversed() : names
    return SourceFile(
      path: "policies/deep.yaml",
      text: """
        vocabulary: deep
        facts: {more: {type: bool, default: true}}
        define:
          d0: more
        \(lines.joined(separator: "\n"))
        ---
        policy: p
        title: P
        authority: house
        tables:
          t: {by: place, of: bool, rows: [{is: EU, value: true, cite: C}]}
        rules:
          - {rule: r, cite: C, because: B., require: 'd\(count) && t(person.location)'}
        """)
  }

  @Test(arguments: [false, true])
  func `definitions that use each other twice are read in time`(reversed: Bool) {
    let compilation = LibraryCompiler.compile([Core.file, Self.library(49, reversed: reversed)])
    #expect(compilation.diagnostics.map(\.code.rawValue) == ["deciding-default"])
  }

  @Test(arguments: [false, true])
  func `definitions that are too deep are refused`(reversed: Bool) {
    let compilation = LibraryCompiler.compile([Core.file, Self.library(400, reversed: reversed)])
    let messages = Set(compilation.diagnostics.map(\.code.rawValue))
    #expect(messages == ["deep-definition"])
    #expect(compilation.library == nil)
  }
}
