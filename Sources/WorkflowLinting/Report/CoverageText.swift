import PolicyModel

extension LintReport {
  /// How many steps with an effect the mappings know, and which types they do not.
  package var coverageText: String {
    let coverage = coverage
    let share =
      coverage.effectful == 0
      ? 100 : Double(coverage.mapped * 1000 / coverage.effectful) / 10
    var lines = [
      "\(coverage.mapped) of \(coverage.effectful.counted("step")) with an effect are mapped (\(share) %)"
    ]
    let rest = coverage.unmapped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    if !rest.isEmpty { lines.append("not mapped:") }
    for (type, count) in rest { lines.append("  \(count)  \(type)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
