import Diagnostics
import Foundation
import PolicyModel
import TestSupport
import Testing
import WorkflowLinting

/// Draws what people judge of the linter: findings and whole workflows of the samples, by a fixed seed.
///
///     SCRUPLE_SHEET=sheet.md SCRUPLE_SEED=7 swift test --filter WorkflowLintingTests.QualitySheet
///
/// Whoever mended something draws anew with another seed, so that it is not judged on what it was
/// tuned to.
///
/// Of findings, `workflows/owned` is left out: it is true of nearly every published workflow.
struct QualitySheet {
  private static let path = ProcessInfo.processInfo.environment["SCRUPLE_SHEET"]
  private static let seed =
    ProcessInfo.processInfo.environment["SCRUPLE_SEED"].flatMap { UInt64($0) } ?? 20_261_125

  @Test(.enabled(if: path != nil)) func `a sheet for judging`() throws {
    let linter = try Shipped.linter()
    var reports: [WorkflowReport] = []
    for url in SampleTests.tools.flatMap(SampleTests.files) {
      reports += linter.lint(SampleTests.read(url).workflows)
    }
    var dice = Dice(Self.seed)
    var page =
      "# Findings by rule\n\n| rule | outcome | findings | workflows |\n| --- | --- | --- | --- |\n"
    page += Self.counts(reports)
    page += "\n# Fifty findings\n\nIs each true? yes / no / cannot say.\n\n"
    var findings = reports.flatMap(\.findings).filter { $0.name != "workflows/owned" }
    for number in 1...50 where !findings.isEmpty {
      let finding = findings.remove(at: dice.number(0...findings.count - 1))
      page += "\(number). \(Self.line(finding))\n"
    }
    page += "\n# Twenty workflows\n\nWhat was missed, what is wrong?\n"
    var rest = reports.filter { !$0.steps.isEmpty }
    for number in 1...20 where !rest.isEmpty {
      let report = rest.remove(at: dice.number(0...rest.count - 1))
      page += "\n## \(number). \(Self.name(report.file)) (\(report.steps.count) steps)\n\n"
      for finding in report.findings { page += "- \(Self.line(finding))\n" }
    }
    try page.write(toFile: Self.path ?? "", atomically: true, encoding: .utf8)
  }

  private static func counts(_ reports: [WorkflowReport]) -> String {
    var findings: [String: Int] = [:]
    var workflows: [String: Set<String>] = [:]
    for report in reports {
      for finding in report.findings {
        let key = "\(finding.name) | \(finding.outcome.rawValue)"
        findings[key, default: 0] += 1
        workflows[key, default: []].insert(report.file)
      }
    }
    return findings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { key, count in
      "| \(key) | \(count) | \(workflows[key]?.count ?? 0) |\n"
    }.joined()
  }

  private static func line(_ finding: Finding) -> String {
    let start = finding.range.start
    let step = finding.step.map { " at \"\($0.name)\"" } ?? ""
    let also = finding.others.isEmpty ? "" : " and \(finding.others.count) more"
    let missing =
      finding.missing.isEmpty ? "" : " [not shown: \(finding.missing.joined(separator: ", "))]"
    return
      "\(name(finding.range.file.path)):\(start.line) **\(finding.name)** \(finding.outcome.rawValue)\(step)\(also)\(missing)"
  }

  private static func name(_ path: String) -> String {
    URL(filePath: path).pathComponents.suffix(2).joined(separator: "/")
  }
}
