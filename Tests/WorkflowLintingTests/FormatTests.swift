import Diagnostics
import DocumentTree
import Foundation
import PolicyModel
import Testing
import WorkflowLinting

/// The forms of a report for programs.
struct FormatTests {
  private static func report() throws -> LintReport {
    let path = Shipped.root.appending(path: "docs/examples/workflows/abandoned-cart.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    var diagnostics: [Diagnostic] = []
    let linter = try Shipped.linter()
    let read = Readers.read(SourceFile(path: "flows/abandoned cart.json", text: text), &diagnostics)
    let refused = [Diagnostic(DiagnosticCode("json-syntax"), "cut & <off>", at: nil)]
    return LintReport(
      workflows: linter.lint(read), refused: refused, linter: linter)
  }

  /// What SARIF 2.1.0 demands of a log, as far as ours has it (sections 3.13 to 3.52).
  @Test func `SARIF keeps the rules of its standard`() throws {
    let log = try JSONDecoder().decode(SARIFLog.self, from: Data(Self.report().sarif.utf8))
    #expect(log.version == "2.1.0")
    let run = try #require(log.runs.first)
    let ids = run.tool.driver.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(run.tool.driver.rules.allSatisfy { !$0.shortDescription.text.isEmpty })
    #expect(!run.results.isEmpty)
    for result in run.results {
      #expect(ids[result.ruleIndex] == result.ruleId)
      #expect(["error", "warning", "note"].contains(result.level))
      #expect(!result.message.text.isEmpty)
      #expect(result.partialFingerprints["scruple/v1"]?.count == 16)
      let place = try #require(result.locations.first?.physicalLocation)
      #expect(place.artifactLocation.uri == "flows/abandoned%20cart.json")
      #expect(place.region.startLine >= 1 && place.region.startColumn >= 1)
      #expect(place.region.endLine >= place.region.startLine)
      for flow in result.codeFlows ?? [] {
        #expect(flow.threadFlows.allSatisfy { !$0.locations.isEmpty })
      }
    }
    #expect(run.results.contains { $0.codeFlows != nil })
    #expect(run.invocations.first?.executionSuccessful == false)
    #expect(run.invocations.first?.toolExecutionNotifications?.count == 1)
  }

  @Test func `commands of GitHub stand in one line each`() throws {
    let lines = try Self.report().github.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("::error file=flows/abandoned cart.json,line=98,endLine=98,col=15,"))
    #expect(lines[0].contains("title=workflows/check-after-wait"))
    #expect(lines[0].contains("%0Amend: "))
  }

  @Test func `JUnit's XML is well-formed and counts right`() throws {
    let text = try Self.report().junit
    var diagnostics: [Diagnostic] = []
    let root = DocumentReader().readXML(SourceFile(path: "junit.xml", text: text), &diagnostics)
    #expect(root?["testsuites"] != nil, "\(diagnostics)")
    #expect(text.components(separatedBy: "<failure ").count == 4)
    #expect(text.components(separatedBy: "<error ").count == 2)
    #expect(text.contains("failures=\"3\" errors=\"1\""))
  }

  @Test func `the page draws each step and marks each finding`() throws {
    let report = try Self.report()
    let page = report.html
    #expect(page.components(separatedBy: "class=\"name\"").count == 7)
    for number in 1...3 { #expect(page.contains("<li id=\"f\(number)\"")) }
    #expect(page.contains("href=\"#f1\""))
    // It needs nothing from elsewhere.
    #expect(!page.contains("src="))
    #expect(!page.contains("<script"))
    #expect(page.contains("cut &amp; &lt;off&gt;"))
  }

  @Test func `names in an export are never markup or commands`() throws {
    let report = try SmallWorkflow().node("Hook", "webhook")
      .node("<b>::error::x", "n8n-nodes-unheard-of.thing").row("Hook", "<b>::error::x").lint()
    let all = LintReport(workflows: [report], refused: [], linter: try Shipped.linter())
    #expect(!all.html.contains("<b>::"))
    #expect(!all.junit.contains("<b>::"))
    #expect(!all.github.split(separator: "\n").contains { $0.hasPrefix("::error::x") })
  }
}

private struct SARIFLog: Decodable {
  struct Text: Decodable { let text: String }
  struct Rule: Decodable {
    let id: String
    let shortDescription: Text
  }
  struct Driver: Decodable { let rules: [Rule] }
  struct Tool: Decodable { let driver: Driver }
  struct Region: Decodable {
    let startLine: Int
    let startColumn: Int
    let endLine: Int
  }
  struct Artifact: Decodable { let uri: String }
  struct Physical: Decodable {
    let artifactLocation: Artifact
    let region: Region
  }
  struct Location: Decodable { let physicalLocation: Physical }
  struct FlowLocation: Decodable { let location: Location }
  struct Thread: Decodable { let locations: [FlowLocation] }
  struct CodeFlow: Decodable { let threadFlows: [Thread] }
  struct Result: Decodable {
    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: Text
    let locations: [Location]
    let partialFingerprints: [String: String]
    let codeFlows: [CodeFlow]?
  }
  struct Notification: Decodable { let message: Text }
  struct Invocation: Decodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]?
  }
  struct Run: Decodable {
    let tool: Tool
    let results: [Result]
    let invocations: [Invocation]
  }
  let version: String
  let runs: [Run]
}
