import Foundation
import PolicyCatalogue
import Testing

/// The pages of the site, read as text: what a browser is not needed for.
struct SiteTests {
  @Test func `every page is whole and in order`() throws {
    for page in try Self.pages(SampleSite.shipped.get()) + Self.pages(Self.hostile()) {
      let scan = PageScan(page.text)
      #expect(page.text.hasPrefix("<!doctype html>\n<html lang=\"en\">"), "\(page.path)")
      #expect(scan.misnested == [], "\(page.path)")
      #expect(scan.headings.filter { $0 == 1 }.count == 1, "\(page.path)")
      #expect(scan.headings.first == 1, "\(page.path)")
      for (before, after) in zip(scan.headings, scan.headings.dropFirst()) {
        #expect(after <= before + 1, "\(page.path) skips from h\(before) to h\(after)")
      }
      #expect(Set(scan.ids).count == scan.ids.count, "\(page.path) says an id twice")
      for landmark in ["main", "title"] {
        #expect(scan.starts(landmark).count == 1, "\(page.path) has no single \(landmark)")
      }
      #expect(page.text.contains("This is no legal advice."), "\(page.path)")
    }
  }

  @Test func `every name that a page refers to is there`() throws {
    let site = try SampleSite.shipped.get()
    let scans = Dictionary(
      uniqueKeysWithValues: Self.pages(site).map { ($0.path, PageScan($0.text)) })
    let ids = scans.mapValues { Set($0.ids) }
    let files = Set(site.files.map(\.path))
    for (path, scan) in scans {
      for tag in scan.starts {
        for key in ["aria-labelledby", "aria-describedby", "for"] {
          guard let name = tag.attributes[key] else { continue }
          #expect(ids[path]?.contains(name) == true, "\(path): \(key) \(name)")
        }
      }
      for link in scan.links where !link.hasPrefix("https://") && link != "data:," {
        let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let target = parts[0].isEmpty ? path : Self.resolve(parts[0], from: path)
        #expect(files.contains(target), "\(path) links to \(link)")
        if parts.count > 1 {
          #expect(ids[target]?.contains(parts[1]) == true, "\(path) links to \(link)")
        }
      }
    }
  }

  @Test func `every rule has a page that says what the issue of a rule is`() throws {
    let site = try SampleSite.shipped.get()
    let rules = site.files.filter { $0.path.hasPrefix("rules/") }
    #expect(rules.count > 300)
    for page in rules {
      for word in [
        "Where it applies", "How sure", "In force", "Facts it needs", "How it is tested",
      ] {
        #expect(page.text.contains(word), "\(page.path): \(word)")
      }
    }
    let page = try #require(rules.first { $0.path == "rules/gdpr/interest-assessed.html" })
    for word in [
      "Art. 6(1)(f)", "soft-opt-in", "Directive 2002/58/EC Art. 13(2)", "read in the source",
      "from 2018-05-25", "client.interest_assessment_at", "gdpr.tests.yaml:",
    ] {
      #expect(page.text.contains(word), "\(word)")
    }
  }

  @Test func `what only tests need is no part of the catalogue`() throws {
    let tests = """
      client: p-example
      title: Example of the tests
      adopts: [p]
      waivers: []
      rules:
        - rule: own
          cite: none
          when: is_loud
          forbid: action.loud
          because: Quiet.
      ---
      tests: p
      client: p-example
      now: 2026-01-01T00:00:00Z
      facts:
        client: {id: p-example}
        action: {kind: message, loud: true}
        recipient: {location: AA}
      cases:
        - case: told by two demands
          expect: deny
          cites: [p/r]
          rule: {p/r: broken, p-example/own: broken}

      """
    let site = try SampleSite.site(of: SampleSite.hostile, tests: tests)
    for file in site.files {
      #expect(!file.path.contains("p-example"), "\(file.path)")
      #expect(!file.text.contains("Example of the tests"), "\(file.path)")
      #expect(!file.text.contains("p-example"), "\(file.path)")
    }
    let shipped = try SampleSite.shipped.get()
    #expect(!shipped.files.contains { $0.path.contains("-example") })
    // Two cases speak of the rule; one of them says so twice.
    let policy = try #require(site.files.first { $0.path == "policies/p.html" })
    #expect(policy.text.contains("<dt>Tests</dt><dd>2 cases</dd>"))
    let home = try #require(site.files.first { $0.path == "index.html" })
    #expect(home.text.contains("<strong>2</strong> test cases"))
  }

  @Test func `the page of dates tells what the calendar tells`() throws {
    let page = try #require(
      try SampleSite.shipped.get().files.first { $0.path == "dates.html" }
    ).text
    for words in [
      "2027-01-01</h3>", "ccpa/admt-notice is in force", "2026-12-02</h3>",
      "honours_signals for US-LA is true", "UK is no longer part of EU", "2028-01-01</h3>",
    ] {
      #expect(page.contains(words), "\(words)")
    }
  }

  @Test func `files are named from the folder of policies on`() throws {
    for page in try Self.pages(SampleSite.shipped.get()) {
      #expect(!page.text.contains(SampleSite.root.path), "\(page.path)")
    }
    let rule = try #require(
      try SampleSite.shipped.get().files.first { $0.path == "rules/gdpr/basis-named.html" })
    #expect(rule.text.contains("<code>policies/law/eu/gdpr.yaml:"))
    #expect(rule.text.contains(">policies/law/eu/gdpr.tests.yaml:"))
  }

  @Test func `no text of a library becomes markup`() throws {
    let site = try Self.hostile()
    for page in Self.pages(site) {
      let scan = PageScan(page.text)
      #expect(scan.starts("script").count == 1, "\(page.path)")
      #expect(scan.starts("img").isEmpty, "\(page.path)")
      let handlers = scan.starts.flatMap(\.attributes.keys).filter { $0.hasPrefix("on") }
      #expect(handlers == [], "\(page.path)")
      #expect(scan.links.allSatisfy { !$0.hasPrefix("javascript") }, "\(page.path)")
    }
    let rule = try #require(site.files.first { $0.path == "rules/p/r.html" })
    for told in ["because", "remedy", "duty", "exception", "exception cite", "case", "cite"] {
      #expect(rule.text.contains("\(told)&lt;/p&gt;&lt;/code&gt;"), "\(told)")
    }
  }

  @Test func `the same library gives the same bytes`() throws {
    let first = try Self.hostile().files
    let second = try Self.hostile().files
    #expect(first.map(\.path) == second.map(\.path))
    #expect(first.map(\.text) == second.map(\.text))
    #expect(first.map(\.path) == first.map(\.path).sorted())
  }

  @Test func `the index of the search is one array that holds every rule`() throws {
    let site = try SampleSite.shipped.get()
    let index = try #require(site.files.first { $0.path == "assets/search-index.js" }).text
    let start = "window.scrupleIndex = "
    #expect(index.hasPrefix(start) && index.hasSuffix(";\n"))
    let entries = try JSONDecoder().decode(
      [[String]].self, from: Data(index.dropFirst(start.count).dropLast(2).utf8))
    let rules = site.files.filter { $0.path.hasPrefix("rules/") }.map(\.path)
    #expect(entries.filter { $0[0] == "rule" }.map { $0[2] }.sorted() == rules)
    #expect(entries.allSatisfy { $0.count == 5 })
  }

  private static func hostile() throws -> Site { try SampleSite.site(of: SampleSite.hostile) }

  private static func pages(_ site: Site) -> [Site.File] {
    site.files.filter { $0.path.hasSuffix(".html") }
  }

  private static func resolve(_ link: String, from page: String) -> String {
    var parts = page.split(separator: "/").dropLast().map(String.init)
    for part in link.split(separator: "/") {
      if part == ".." { parts.removeLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}
