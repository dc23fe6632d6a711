extension TestReport {
  /// The report as JUnit's XML, for the services that show test results.
  package var junit: String {
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append(#"<testsuites tests="\#(caseCount)" failures="\#(failedCount)">"#)
    for suite in suites where !suite.cases.isEmpty {
      let failed = suite.cases.count { !$0.failures.isEmpty }
      lines.append(
        #"  <testsuite name="\#(escaped(suite.policy))" tests="\#(suite.cases.count)" failures="\#(failed)">"#
      )
      for result in suite.cases {
        let start =
          #"    <testcase classname="\#(escaped(suite.policy))" name="\#(escaped(result.name))" file="\#(escaped(result.file))" line="\#(result.line)""#
        if result.failures.isEmpty {
          lines.append(start + "/>")
        } else {
          let text = escaped(result.failures.joined(separator: "\n"))
          lines.append(start + ">")
          lines.append(
            #"      <failure message="\#(escaped(result.failures[0]))">\#(text)</failure>"#)
          lines.append("    </testcase>")
        }
      }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text as XML has it in attributes and elements; characters that XML 1.0 lacks are replaced.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
