import CEL
import PolicyModel

/// Tells which outputs of a branching step are safeguards: the yes of "has opted in?", the no of "is
/// on the suppression list?".
struct BranchGuards {
  let content: WorkflowContent
  /// The steps that a person's answer reaches, by place.
  let answered: Set<Int>
  /// The steps that ask a person.
  let asking: Set<Int>

  /// The safeguards that whoever leaves a step by an output has passed.
  func guards(of step: Int, output: Int) -> Set<Symbol> {
    let branches = content.workflow.steps[step].branches
    guard let branch = branches.first(where: { $0.output == output }) else { return [] }
    if !branch.tests.isEmpty { return passed(branch.tests, step) }
    return branches.reduce(into: []) { found, other in
      for alternative in other.tests {
        found.formUnion(common(alternative.map { refused($0, step) }))
      }
    }
  }

  /// The safeguards of a condition under which a step runs at all.
  func guards(entering step: Int) -> Set<Symbol> {
    content.workflow.steps[step].entry.map { passed($0.tests, step) } ?? []
  }

  /// Whether a step's conditions cannot be read although it has some.
  private func passed(_ alternatives: [[Test]], _ step: Int) -> Set<Symbol> {
    common(alternatives.map { $0.reduce(into: []) { $0.formUnion(held($1, step)) } })
  }

  private func common(_ sets: [Set<Symbol>]) -> Set<Symbol> {
    guard let first = sets.first else { return [] }
    return sets.dropFirst().reduce(first) { $0.intersection($1) }
  }

  /// What is safe where a test holds.
  private func held(_ test: Test, _ step: Int) -> Set<Symbol> {
    safeguards(test, step, holds: true)
  }

  /// What is safe where a test does not hold.
  private func refused(_ test: Test, _ step: Int) -> Set<Symbol> {
    safeguards(test, step, holds: false)
  }

  private func safeguards(_ test: Test, _ step: Int, holds: Bool) -> Set<Symbol> {
    let subject = Words.normalized(test.subject)
    let value = Words.normalized(test.value)
    var found: Set<Symbol> = []
    func add(_ id: String) { if let symbol = content.terms.kind(id) { found.insert(symbol) } }
    let saysYes = answer(test, value)
    // A list of people to leave out is told by the field or by the value: status is unsubscribed.
    if content.tells("suppression", subject) {
      if saysYes.map({ $0 != holds }) == true { add("safeguard.suppression_check") }
    } else if content.tells("suppression", value) {
      let isSuppressed = test.operation == .equals || test.operation == .contains
      if isSuppressed != holds { add("safeguard.suppression_check") }
    } else if content.tells("consent", subject) {
      if (saysYes ?? true) == holds { add("safeguard.consent_check") }
    } else if content.tells("consent", value) {
      let isGiven = test.operation == .equals || test.operation == .contains
      if isGiven == holds { add("safeguard.consent_check") }
    }
    if readsAnswer(test, subject, step), (saysYes ?? true) == holds { add("safeguard.approval") }
    if content.tells("frequency", subject) { add("safeguard.frequency_cap") }
    if content.tells("quiet_hours", subject) { add("safeguard.quiet_hours") }
    return found
  }

  /// Whether a test looks at what a person answered.
  private func readsAnswer(_ test: Test, _ subject: String, _ step: Int) -> Bool {
    guard answered.contains(step) else { return false }
    if content.tells("approval", subject) { return true }
    return content.mapper.reader.references(in: test.subject).contains { reference in
      switch reference.source {
      case .step(let name): content.place(of: name).map(asking.contains) ?? false
      case .incoming:
        content.workflow.edges.contains { $0.to == step && asking.contains($0.from) }
      case .model, .setting: false
      }
    }
  }

  /// What it means that a test holds: that the thing asked for is so, or is not so.
  private func answer(_ test: Test, _ value: String) -> Bool? {
    switch test.operation {
    case .present: return true
    case .absent: return false
    case .equals, .contains:
      if content.tells("no", value) { return false }
      return true
    case .differs, .lacks:
      return content.tells("no", value)
    case .other:
      // As in `count > 0`.
      return value == " 0 " ? true : nil
    }
  }
}
