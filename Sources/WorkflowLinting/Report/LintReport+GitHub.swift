import Diagnostics
import PolicyModel

extension LintReport {
  /// Workflow commands of GitHub Actions, shown beside the lines of a pull request.
  package var github: String {
    let lines = findings.map { finding in
      var message = finding.message
      if finding.path.count > 1 { message += "\npath: " + finding.path.joined(separator: " → ") }
      if let mend = finding.mend { message += "\nmend: " + mend }
      if !finding.cites.isEmpty { message += "\n" + finding.cites.joined(separator: ", ") }
      let kind =
        finding.outcome == .undecided ? "notice" : finding.verdict == .deny ? "error" : "warning"
      return GitHubCommand.text(kind, at: finding.range, title: finding.name, message)
    }
    let warnings = workflows.flatMap(\.problems).map { problem in
      GitHubCommand.text(
        "warning", at: problem.range, title: problem.code.rawValue, problem.message)
    }
    return (lines + warnings + [summary]).joined(separator: "\n") + "\n"
  }
}
