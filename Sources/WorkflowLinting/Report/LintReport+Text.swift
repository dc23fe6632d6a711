import Diagnostics
import PolicyModel

extension LintReport {
  /// For people at a terminal: the findings most worth reading first, then what was left out and why.
  package var text: String {
    var page = TextPage()
    for group in groups() { page.add(group) }
    for workflow in workflows {
      for declared in workflow.annotations.upstream {
        page.line(
          "declared  \(page.place(declared.range)) a safeguard upstream of \(quoted(workflow.workflow.name)): \(declared.reason)"
        )
      }
      for finding in workflow.suppressed {
        let reason = finding.suppression?.reason ?? ""
        page.line("ignored   \(page.place(finding.range)) \(finding.name): \(reason)")
      }
      for problem in workflow.problems {
        let place = problem.range.map { page.place($0) + " " } ?? ""
        page.line("warning   \(place)\(problem.message)" + (problem.help.map { "; \($0)" } ?? ""))
      }
    }
    page.line(summary)
    return page.text
  }

  /// One line that says it all.
  var summary: String {
    let findings = findings
    let denied = findings.count { $0.verdict == .deny }
    let unknown = findings.count { $0.outcome == .undecided }
    let reviewed = findings.count - denied - unknown
    var parts = ["\(workflows.count.counted("workflow"))"]
    parts.append("\(denied) denied")
    parts.append("\(reviewed) to review")
    parts.append("\(unknown) that cannot be told")
    if knownCount > 0 { parts.append("\(knownCount) known before") }
    let suppressed = workflows.reduce(0) { $0 + $1.suppressed.count }
    if suppressed > 0 { parts.append("\(suppressed) ignored with a reason") }
    let left = Set(workflows.flatMap(\.leftToGate)).count
    if left > 0 {
      parts.append("\(left.counted("rule")) left to `scruple gate`, which knows the recipient")
    }
    return parts.joined(separator: " · ")
  }

  private func quoted(_ name: String) -> String { "\"\(name.printable)\"" }

  /// Findings of one rule in one workflow stand together, at the place of the first.
  private func groups() -> [[Finding]] {
    var order: [String] = []
    var groups: [String: [Finding]] = [:]
    for finding in findings {
      let key =
        "\(finding.range.file.path)\u{0}\(finding.workflow)\u{0}\(finding.name)\u{0}\(finding.outcome)"
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(finding)
    }
    return order.compactMap { groups[$0] }
  }
}

/// Lines of a page, wrapped.
private struct TextPage {
  private(set) var text = ""
  private static let width = 100

  mutating func line(_ line: String) { text += line.printable + "\n" }

  func place(_ range: SourceRange) -> String {
    "\(range.file.path):\(range.start.line):\(range.start.column)"
  }

  mutating func add(_ findings: [Finding]) {
    guard let first = findings.first else { return }
    let step = first.stepText.map { "  " + $0 } ?? "  the workflow"
    line("\(place(first.range))  \(first.level)  \(first.name)\(step)")
    wrapped(first.message, label: "")
    if first.path.count > 1 {
      wrapped(shortened(first.path).joined(separator: " → "), label: "path")
    }
    if let mend = first.mend { wrapped(mend, label: "mend") }
    if !first.cites.isEmpty { wrapped(first.cites.joined(separator: ", "), label: "cites") }
    let others = findings.dropFirst().compactMap(\.step) + first.others
    if !others.isEmpty {
      let names = others.prefix(6).map { "\"\($0.name)\" (line \($0.line))" }
      let more = others.count > 6 ? ["\(others.count - 6) more"] : []
      wrapped((names + more).joined(separator: ", "), label: "also")
    }
    text += "\n"
  }

  /// A long path keeps its ends.
  private func shortened(_ path: [String]) -> [String] {
    path.count <= 9
      ? path : Array(path.prefix(3)) + ["… \(path.count - 7) steps …"] + path.suffix(4)
  }

  private mutating func wrapped(_ content: String, label: String) {
    let indent =
      label.isEmpty ? "    " : "    " + label + String(repeating: " ", count: 6 - label.count)
    let blank = String(repeating: " ", count: indent.count)
    var start = indent
    var current = ""
    for word in content.printable.split(separator: " ") {
      let length = current.unicodeScalars.count + word.unicodeScalars.count + 1
      if !current.isEmpty, length + indent.count > Self.width {
        text += start + current + "\n"
        start = blank
        current = ""
      }
      current += (current.isEmpty ? "" : " ") + word
    }
    text += start + current + "\n"
  }
}
