import Foundation
import Testing

/// What somebody sees who watches an audience being judged.
struct AudienceBarTests {
  @Test(arguments: [24, 40, 80, 200])
  func `the bar fits the terminal, and is gone at the end`(columns: Int) throws {
    let shown = try shown(columns)
    // Each line is written over the one before, and the last is wiped out.
    let pieces = shown.components(separatedBy: "\r").dropFirst()
    let lines = pieces.filter { $0.hasSuffix("\u{1B}[K") && $0.count > 3 }.map { $0.dropLast(3) }
    let first = try #require(lines.first, "\(shown)")
    #expect(first.hasPrefix("  3 recipients"))
    #expect(first.contains("━") == (columns > 24))
    #expect(lines.allSatisfy { $0.count < columns })
    let report = try #require(pieces.first { $0.contains("campaign, client acme") })
    #expect(report.hasPrefix("\u{1B}[K"))
  }

  /// What a run writes to a terminal of some columns.
  private func shown(_ columns: Int) throws -> String {
    let folder = try Audience.folder([Audience.allowed, Audience.denied, Audience.reviewed])
    let gate = "\(Command.built.path) gate campaign.yaml --audience all.ndjson"
    let command = "stty cols \(columns); \(gate)"
    let run = try Command.run(
      URL(filePath: "/usr/bin/script"), ["-qec", command, "/dev/null"], in: folder)
    #expect(run.code == 1)
    return run.output
  }
}
