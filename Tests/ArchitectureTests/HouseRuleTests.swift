import Testing

/// Rules of house that the compiler and the formatter do not hold.
struct HouseRuleTests {
  private static let sources = OwnFiles.swift(below: "Sources")
  private static let everything = sources + OwnFiles.swift(below: "Tests")

  @Test(arguments: everything)
  func `a file has 600 lines at most`(file: OwnFile) {
    #expect(file.lines.count <= 601)
  }

  @Test(arguments: sources)
  func `no dynamic types and no forced tries and casts`(file: OwnFile) {
    let forbidden = #/\bAny(?:Object|Hashable)?\b|\btry!|\bas!/#
    for (number, text) in file.code {
      // What stands between quotes is text; that a parameter is a class is no dynamic type.
      let code = text.replacing(#/"(?:[^"\\]|\\.)*"/#, with: "\"\"")
        .replacing("<Object: AnyObject &", with: "<Object:")
      #expect(code.firstMatch(of: forbidden) == nil, "\(file.path):\(number)")
    }
  }

  @Test(arguments: OwnFiles.folders(in: "Sources"))
  func `no module has a type of its own name`(module: String) {
    for file in OwnFiles.swift(below: "Sources/\(module)") {
      for (number, text) in file.code {
        let declared = text.firstMatch(
          of: #/\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/#)
        #expect(declared.map { $0.output.1 == module } != true, "\(file.path):\(number)")
      }
    }
  }

  @Test(arguments: sources)
  func `what is not checked for races says why it holds`(file: OwnFile) {
    for (number, text) in file.code where text.contains("@unchecked Sendable") {
      let before = file.lines[max(0, number - 8)..<number].joined(separator: "\n")
      #expect(before.contains("INVARIANT:"), "\(file.path):\(number)")
    }
  }

  @Test func `every test target is named in the package`() {
    let package = OwnFiles.text(of: "Package.swift").filter { !$0.isWhitespace }
    for name in OwnFiles.folders(in: "Tests") where name.hasSuffix("Tests") {
      #expect(package.contains("tests(\"\(name)\""), "\(name)")
    }
  }
}
