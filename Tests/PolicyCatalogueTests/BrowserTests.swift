import Foundation
import PolicyCatalogue
import Testing

/// The site in a browser, opened from a folder: contrast, keyboard, landmarks, widths, search.
struct BrowserTests {
  @Test(.enabled(if: Browser.isWanted, Browser.hint), arguments: ["light", "dark"])
  func `pages can be read and used by everybody`(scheme: String) throws {
    let browser = try #require(Browser.path, Browser.hint)
    let folder = FileManager.default.temporaryDirectory.appending(path: "site-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in try SampleSite.shipped.get().files {
      let target = folder.appending(path: file.path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: target)
    }
    // One page of each kind, and those with the most on them.
    let pages = [
      "index.html", "policies/gdpr.html", "policies/values.html",
      "rules/gdpr/consent-on-record.html",
      "rules/gdpr/interest-assessed.html", "rules/ccpa/no-reprompt-12-months.html", "facts.html",
      "terms.html", "terms/purpose.html", "definitions.html", "clients.html", "clients/ref.html",
      "dates.html", "terms/place.html", "clients/dolce-austin.html",
    ]
    let report = try Browser.run(browser, scheme, folder, pages)
    #expect(report.first == "done \(scheme) \(pages.count)", "the browser did not finish")
    #expect(report.last == "end")
    for problem in report.dropFirst().dropLast() where !problem.isEmpty {
      Issue.record("\(problem)")
    }
  }
}

/// The door to a headless browser.
private enum Browser {
  static let path = ["chromium-headless-shell", "chromium", "google-chrome"].lazy
    .flatMap { name in
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/\(name)" }
    }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Without a browser there is nothing to run; where nobody looks, that is a failure.
  static var isWanted: Bool { path != nil || ProcessInfo.processInfo.environment["CI"] == "true" }
  static let hint: Comment =
    "skipped: no headless browser is there; `make browser` installs one on a Debian"

  /// The lines of the audit's report.
  static func run(
    _ browser: String, _ scheme: String, _ folder: URL, _ pages: [String]
  ) throws -> [String] {
    let audit = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Cases/audit.html")
    let profile = folder.appending(path: "profile")
    let output = folder.appending(path: "output.html")
    let list = ([folder.absoluteString + "/"] + pages).joined(separator: "|")
      .replacing("//|", with: "/|")
    let process = Process()
    process.executableURL = URL(filePath: browser)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1400,1000",
      "--user-data-dir=\(profile.path)", "--allow-file-access-from-files", "--dump-dom",
      // The browser's own clock: it stands still while something loads, so no load makes this fail.
      "--virtual-time-budget=120000",
      "--blink-settings=preferredColorScheme=\(scheme == "dark" ? 0 : 1)",
      "\(audit.absoluteString)#\(list)",
    ]
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let page = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    let report = page.firstMatch(of: #/<pre id="out">([^<]*)<\/pre>/#)?.output.1 ?? ""
    return PageScan.unescaped(String(report)).split(separator: "\n").map(String.init)
  }
}
