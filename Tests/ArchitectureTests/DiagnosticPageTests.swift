import Testing

/// Every code of a diagnostic has a page that explains it, and every page a code.
struct DiagnosticPageTests {
  private static let codes = Set(
    OwnFiles.swift(below: "Sources").flatMap { file in
      file.lines.flatMap { line in
        line.matches(of: #/(?:DiagnosticCode|code: \.init)\("([^"]*)"\)/#).map {
          String($0.output.1)
        }
      }
    })

  private static let pages = OwnFiles.files(below: "docs/diagnostics").map {
    String($0.split(separator: "/").last ?? "").replacing(".md", with: "")
  }

  @Test func `every code has a page, and every page a code`() {
    let pages = Set(Self.pages)
    #expect(Self.codes.count > 100)
    #expect(Self.codes.subtracting(pages).sorted() == [], "codes without a page")
    #expect(pages.subtracting(Self.codes).sorted() == [], "pages without a code")
  }

  @Test(arguments: codes.sorted())
  func `a code is lower case with hyphens`(code: String) {
    #expect(code.wholeMatch(of: #/[a-z0-9]+(-[a-z0-9]+)*/#) != nil)
  }

  @Test(arguments: pages)
  func `a page says what, avoid, prefer and why`(page: String) {
    let text = OwnFiles.text(of: "docs/diagnostics/\(page).md")
    #expect(text.hasPrefix("# \(page)\n\n**What.** "))
    var rest = text[...]
    for part in ["**What.** ", "**Avoid**\n", "**Prefer**\n", "**Why.** "] {
      let found = rest.firstRange(of: part)
      #expect(found != nil, "\(part)")
      if let found { rest = rest[found.upperBound...] }
    }
  }
}
