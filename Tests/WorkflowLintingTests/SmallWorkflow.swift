import CEL
import Diagnostics
import DocumentTree
import Foundation
import PolicyCompiler
import PolicyEngine
import PolicyModel
import Testing
import WorkflowLinting

/// The project's own policies and workflows, for tests.
enum Shipped {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardizedFileURL

  static let library: CompiledLibrary? = {
    var diagnostics: [Diagnostic] = []
    let folder = root.appending(path: "policies").path
    let files = LibraryFolder.files(in: [folder], &diagnostics)
    return LibraryCompiler.compile(files, roots: [folder]).library
  }()

  static func linter() throws -> Linter {
    let library = try #require(library)
    let instant = try #require(Timestamp("2026-11-25T10:00:00Z"))
    return Linter(gate: Gate(policiesOf: library), at: instant)
  }

  static func lint(_ text: String, path: String = "flow.json") throws -> [WorkflowReport] {
    var diagnostics: [Diagnostic] = []
    let read = Readers.read(SourceFile(path: path, text: text), &diagnostics)
    try #require(diagnostics.isEmpty, "\(diagnostics)")
    return try linter().lint(read)
  }
}

/// Writes small n8n workflows: nodes in a row unless connections say otherwise.
struct SmallWorkflow {
  private var nodes: [String] = []
  private var connections: [String] = []
  private var extra = ""

  /// A node; `parameters` is JSON without its braces.
  func node(
    _ name: String, _ type: String, _ parameters: String = "", version: Double = 2.1,
    more: String = ""
  ) -> SmallWorkflow {
    var copy = self
    let type = type.contains(".") ? type : "n8n-nodes-base.\(type)"
    copy.nodes.append(
      "{\"name\": \"\(name)\", \"type\": \"\(type)\", \"typeVersion\": \(version), "
        + "\"parameters\": {\(parameters)}\(more.isEmpty ? "" : ", " + more)}")
    return copy
  }

  /// Leads from outputs of a node to others, one list an output.
  func connect(_ from: String, _ outputs: [String]..., kind: String = "main") -> SmallWorkflow {
    var copy = self
    let lists = outputs.map { targets in
      "["
        + targets.map { "{\"node\": \"\($0)\", \"type\": \"\(kind)\", \"index\": 0}" }.joined(
          separator: ", ") + "]"
    }
    copy.connections.append("\"\(from)\": {\"\(kind)\": [\(lists.joined(separator: ", "))]}")
    return copy
  }

  func row(_ names: String...) -> SmallWorkflow {
    zip(names, names.dropFirst()).reduce(self) { $0.connect($1.0, [$1.1]) }
  }

  var text: String {
    "{\"name\": \"Small\", \"nodes\": [\n\(nodes.joined(separator: ",\n"))\n], "
      + "\"connections\": {\(connections.joined(separator: ", "))}}"
  }

  func lint() throws -> WorkflowReport { try #require(try Shipped.lint(text).first) }

  /// `workflows/check-before-send broken at Send`, without what every such workflow lacks.
  func findings() throws -> [String] {
    try lint().findings.filter { $0.name != "workflows/owned" }.map { finding in
      "\(finding.name) \(finding.outcome.rawValue)" + (finding.step.map { " at \($0.name)" } ?? "")
    }
  }
}
