import Diagnostics

extension MutationReport {
  /// The report for a terminal: a line a policy, then what no test notices, and what none can.
  package var text: String {
    let width = (policies.map(\.id.unicodeScalars.count).max() ?? 0) + 2
    var lines: [String] = []
    for policy in policies {
      lines.append(policy.headline(width))
      for mutation in policy.alive {
        lines.append("  ✗ \(mutation.place): \(mutation.what)    \(mutation.file):\(mutation.line)")
        lines.append("      would be noticed by \(mutation.hint)")
      }
      for equivalent in policy.equivalent {
        let mutation = equivalent.mutation
        lines.append("  = \(mutation.place): \(mutation.what)    \(mutation.file):\(mutation.line)")
        lines.append("      \(equivalent.proof)")
      }
    }
    let count = policies.reduce(0) { $0 + $1.count }
    let equivalent = policies.reduce(0) { $0 + $1.equivalent.count }
    var total = "\(count) change\(count == 1 ? "" : "s"), \(aliveCount) alive"
    if equivalent > 0 { total += ", \(equivalent) without any effect" }
    lines.append(total)
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }
}

extension MutationReport.Policy {
  fileprivate func headline(_ width: Int) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.unicodeScalars.count))
    }
    let parts = [
      "\(count) change\(count == 1 ? "" : "s")", "\(killed) noticed", "\(alive.count) alive",
      "\(equivalent.count) without effect", "\(refused) refused",
    ]
    let line = parts.dropLast().reduce(padded(id, width)) { $0 + padded($1, 16) }
    return line + "  " + parts[parts.count - 1]
  }
}
