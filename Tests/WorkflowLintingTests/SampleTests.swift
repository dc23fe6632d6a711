import Diagnostics
import DocumentTree
import Foundation
import PolicyModel
import Testing
import WorkflowLinting

/// Workflows that people published, where they are at hand.
struct SampleTests {
  private static let folder: URL = {
    let path = ProcessInfo.processInfo.environment["SCRUPLE_SHARED"]
    let shared = path.map { URL(filePath: $0) } ?? Shipped.root.appending(path: "../shared")
    return shared.appending(path: "samples/workflows").standardizedFileURL
  }()

  private static let isThere = FileManager.default.fileExists(atPath: folder.path)

  static let tools = ["n8n", "make", "salesforce-flow", "sfmc-journey", "dify"]

  static func files(of tool: String) -> [URL] {
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder.appending(path: tool), includingPropertiesForKeys: nil)
    return (files ?? []).sorted { $0.path < $1.path }
  }

  static func read(_ url: URL) -> (
    workflows: [(workflow: Workflow, reader: any WorkflowReader.Type)], mistakes: [Diagnostic]
  ) {
    var diagnostics: [Diagnostic] = []
    let file = DocumentReader(limits: Readers.limits).load(path: url.path, &diagnostics)
    return (file.map { Readers.read($0, &diagnostics) } ?? [], diagnostics)
  }

  @Test func `samples are at hand`() {
    let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"
    if !Self.isThere {
      print("skipped: no samples of workflows in \(Self.folder.path)")
      #expect(!isRequired, "the samples are missing")
    }
  }

  @Test(.enabled(if: isThere), arguments: tools)
  func `every sample is read, and no step is passed over`(folder: String) throws {
    for url in Self.files(of: folder) {
      let (workflows, mistakes) = Self.read(url)
      #expect(mistakes.isEmpty, "\(url.lastPathComponent)")
      #expect(!workflows.isEmpty, "\(url.lastPathComponent)")
    }
  }

  @Test(.enabled(if: isThere))
  func `nineteen of twenty steps with an effect are mapped`() throws {
    let linter = try Shipped.linter()
    var coverage = MappingCoverage()
    for url in Self.tools.flatMap(Self.files) {
      for report in linter.lint(Self.read(url).workflows) { coverage.add(report.coverage) }
    }
    #expect(coverage.effectful > 500)
    #expect(coverage.mapped * 100 >= coverage.effectful * 95)
  }
}
