package import Diagnostics
package import DocumentTree

/// All readers, and which of them a file is for.
package enum Readers {
  static let all: [any WorkflowReader.Type] = [
    N8nReader.self, MakeReader.self, FlowReader.self, JourneyReader.self, DifyReader.self,
  ]

  package static func reader(of tool: String) -> (any WorkflowReader.Type)? {
    all.first { $0.tool == tool }
  }

  /// The limits of an export, which a machine wrote.
  package static let limits = ReadingLimits(bytes: 256 << 20, depth: 512, nodes: 50_000_000)

  /// The workflows of a file; none where it is refused, which is then reported.
  ///
  /// Codes: `unknown-workflow`, and those of the syntax that it is written in.
  package static func read(
    _ file: SourceFile, _ diagnostics: inout [Diagnostic]
  ) -> [(workflow: Workflow, reader: any WorkflowReader.Type)] {
    let reader = DocumentReader(limits: limits, nulls: .allowed)
    let start = diagnostics.count
    let roots: [Node]
    switch Syntax(of: file) {
    case .json: roots = reader.readJSON(file, &diagnostics).map { [$0] } ?? []
    case .xml: roots = reader.readXML(file, &diagnostics).map { [$0] } ?? []
    case .yaml: roots = reader.readYAML(file, &diagnostics)
    }
    guard diagnostics.count == start else { return [] }
    var found: [(workflow: Workflow, reader: any WorkflowReader.Type)] = []
    for root in roots {
      guard let tool = all.first(where: { $0.recognises(root) }) else { continue }
      found += tool.read(root).map { ($0, tool) }
    }
    if found.isEmpty { diagnostics.append(.unknownWorkflow(file)) }
    return found
  }
}

/// How a file is written, by its first character.
private enum Syntax {
  case json
  case xml
  case yaml

  init(of file: SourceFile) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = file.bytes.starts(with: mark) ? file.bytes.dropFirst(mark.count) : file.bytes[...]
    switch text.first(where: { $0 > 0x20 }) {
    case UInt8(ascii: "<"): self = .xml
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
    default: self = file.path.hasSuffix(".json") ? .json : .yaml
    }
  }
}

extension DiagnosticCode {
  fileprivate static let unknownWorkflow = DiagnosticCode("unknown-workflow")
}

extension Diagnostic {
  fileprivate static func unknownWorkflow(_ file: SourceFile) -> Diagnostic {
    Diagnostic(
      .unknownWorkflow, "this is no export of a workflow that can be read",
      at: SourceRange(file, 0..<min(1, file.bytes.count)),
      help: "expected is one of " + Readers.all.map { $0.signs }.joined(separator: "; "))
  }
}
