import CEL
import Diagnostics
import DocumentTree
import PolicyCompiler
import PolicyEngine
import PolicyModel
import WorkflowLinting

/// Figures of linting: one workflow of ten thousand steps against all policies.
enum LintFigures {
  /// Prints them; nothing where the policies are not found.
  static func print(policies: String = "policies", steps: Int = 10_000) {
    var diagnostics: [Diagnostic] = []
    let files = LibraryFolder.files(in: [policies], &diagnostics)
    guard let library = LibraryCompiler.compile(files, roots: [policies]).library,
      let instant = Timestamp("2026-11-25T10:00:00Z")
    else { return Swift.print("lint: no policies in `\(policies)`") }
    let linter = Linter(gate: Gate(policiesOf: library), at: instant)
    let file = SourceFile(path: "large.json", text: export(steps: steps))
    var workflows: [(workflow: Workflow, reader: any WorkflowReader.Type)] = []
    var findings = 0
    let reading = Stopwatch.nanoseconds { workflows = Readers.read(file, &diagnostics) }
    let judging = Stopwatch.nanoseconds {
      for report in linter.lint(workflows) { findings += report.findings.count }
    }
    Swift.print(
      "lint: \(steps) steps, \(file.bytes.count / 1_000) kB, \(library.rules.count) rules: "
        + "\(reading / 1_000_000) ms to read, \(judging / 1_000_000) ms to judge, \(findings) findings"
    )
  }

  /// Rows of ten steps: a branch on consent, a wait, code, a model, a mail, and back to a loop.
  private static func export(steps: Int) -> String {
    var nodes: [String] = []
    var connections: [String] = []
    func node(_ name: Int, _ type: String, _ parameters: String) {
      nodes.append(
        "{\"name\": \"n\(name)\", \"type\": \"n8n-nodes-base.\(type)\", \"typeVersion\": 2, \"parameters\": {\(parameters)}}"
      )
    }
    for number in 0..<steps {
      switch number % 10 {
      case 0: node(number, number == 0 ? "webhook" : "splitInBatches", "")
      case 1:
        node(
          number, "if",
          "\"conditions\": {\"conditions\": [{\"leftValue\": \"={{ $json.consent }}\", \"operator\": {\"operation\": \"true\"}}]}"
        )
      case 2: node(number, "code", "\"jsCode\": \"return items.map(i => i)\"")
      case 3: node(number, "wait", "\"unit\": \"days\", \"amount\": 2")
      case 4: node(number, "openAi", "\"prompt\": \"={{ $json.email }} write a newsletter\"")
      case 5:
        node(
          number, "gmail",
          "\"sendTo\": \"={{ $json.email }}\", \"subject\": \"Newsletter\", \"message\": \"={{ $json.text }}\""
        )
      case 6: node(number, "httpRequest", "\"url\": \"https://api.apollo.io/v1/people\"")
      case 7:
        node(number, "hubspot", "\"operation\": \"update\", \"email\": \"={{ $json.email }}\"")
      default: node(number, "set", "\"value\": \"={{ $('n\(number - 1)').item.json.first_name }}\"")
      }
      var targets = ["{\"node\": \"n\(number + 1)\"}"]
      if number % 10 == 9 { targets.append("{\"node\": \"n\(number - 9)\"}") }
      if number + 1 < steps {
        connections.append("\"n\(number)\": {\"main\": [[\(targets.joined(separator: ", "))]]}")
      }
    }
    return "{\"name\": \"Large\", \"nodes\": [\(nodes.joined(separator: ",\n"))], "
      + "\"connections\": {\(connections.joined(separator: ",\n"))}}"
  }
}
