import Diagnostics

extension TestReport {
  /// The report as JUnit's XML, for the services that show test results.
  package var junit: String {
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append(#"<testsuites tests="\#(caseCount)" failures="\#(failedCount)">"#)
    for suite in suites where !suite.cases.isEmpty {
      let failed = suite.cases.count { !$0.failures.isEmpty }
      lines.append(
        #"  <testsuite name="\#(suite.policy.markupEscaped)" tests="\#(suite.cases.count)" failures="\#(failed)">"#
      )
      for result in suite.cases {
        let start =
          #"    <testcase classname="\#(suite.policy.markupEscaped)" name="\#(result.name.markupEscaped)" file="\#(result.file.markupEscaped)" line="\#(result.line)""#
        if result.failures.isEmpty {
          lines.append(start + "/>")
        } else {
          let text = result.failures.joined(separator: "\n").markupEscaped
          lines.append(start + ">")
          lines.append(
            #"      <failure message="\#(result.failures[0].markupEscaped)">\#(text)</failure>"#)
          lines.append("    </testcase>")
        }
      }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }
}
