import Diagnostics
import PolicyModel

extension LintReport {
  /// JUnit's XML, for continuous integration: a suite a workflow, a case a finding.
  ///
  /// A workflow without findings is one case that passed; what is ignored, or known before, is
  /// skipped.
  package var junit: String {
    let count = workflows.reduce(0) { $0 + max(1, $1.findings.count + $1.suppressed.count) }
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml +=
      "<testsuites name=\"scruple lint\" tests=\"\(count)\" failures=\"\(findings.count)\" "
      + "errors=\"\(refused.count)\">\n"
    for workflow in workflows { xml += suite(workflow) }
    for diagnostic in refused {
      let name = diagnostic.range.map(\.file.path) ?? diagnostic.message
      xml +=
        "  <testsuite name=\"\(name.markupEscaped)\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
      xml += "    <testcase name=\"the file is read\" classname=\"\(name.markupEscaped)\">"
      xml += "<error message=\"\(diagnostic.message.markupEscaped)\"/></testcase>\n  </testsuite>\n"
    }
    return xml + "</testsuites>\n"
  }

  private func suite(_ workflow: WorkflowReport) -> String {
    let name = workflow.file.markupEscaped
    let failures = workflow.findings.count { !$0.isKnown }
    let all = workflow.findings + workflow.suppressed
    var xml =
      "  <testsuite name=\"\(name)\" tests=\"\(max(1, all.count))\" failures=\"\(failures)\" errors=\"0\">\n"
    if all.isEmpty {
      xml += "    <testcase name=\"no finding\" classname=\"\(name)\"/>\n"
    }
    for finding in all {
      let start = finding.range.start
      let title = finding.name + (finding.step.map { " at \($0.name)" } ?? "")
      xml +=
        "    <testcase name=\"\(title.markupEscaped)\" classname=\"\(name)\" "
        + "file=\"\(name)\" line=\"\(start.line)\">"
      if finding.suppression != nil || finding.isKnown {
        xml +=
          "<skipped message=\"\((finding.suppression?.reason ?? "known before").markupEscaped)\"/>"
      } else {
        let mend = finding.mend.map { "\nmend: \($0)" } ?? ""
        xml +=
          "<failure type=\"\(finding.verdict.rawValue)\" message=\"\(finding.message.markupEscaped)\">"
        xml += "\(finding.range.file.path):\(start.line):\(start.column)\(mend)".markupEscaped
        xml += "</failure>"
      }
      xml += "</testcase>\n"
    }
    return xml + "  </testsuite>\n"
  }
}
