import PolicyModel

/// Which pairs of rules are worth a question: those that read the same facts and can apply to one
/// action.
struct RulePartners: Sendable {
  let rules: [Int]
  private let reach: RuleReach
  /// By rule: the facts that its demand reads, and all that it reads; but for the instant judged.
  private let bodies: [Int: Set<Int>]
  private let all: [Int: Set<Int>]
  private let library: CompiledLibrary

  init(_ library: CompiledLibrary, _ rules: [Int]) {
    self.rules = rules
    self.library = library
    reach = RuleReach(library)
    let now = library.vocabulary.slot(of: "now")
    func slots(_ conditions: [Condition]) -> Set<Int> {
      var slots = Set(conditions.flatMap(\.atoms).flatMap { library.atoms[$0].facts })
      if let now { slots.remove(now) }
      return slots
    }
    func byRule(_ conditions: (Rule) -> [Condition]) -> [Int: Set<Int>] {
      Dictionary(
        uniqueKeysWithValues: rules.map { ($0, slots(conditions(library.rules[$0]))) })
    }
    bodies = byRule { [$0.body] }
    all = byRule { [$0.when, $0.body] + $0.exceptions.map(\.when) }
  }

  /// Whether one rule may ask for all that another asks for: what it demands hangs on what that reads.
  func mayCover(_ other: Int, _ rule: Int) -> Bool {
    guard areBoundTogether(rule, other), reach.meet(rule, other),
      let demand = bodies[other], let read = all[rule]
    else { return false }
    return demand.isEmpty || !demand.isDisjoint(with: read)
  }

  /// Whether two demands can be at odds: they hang on a fact in common.
  ///
  /// Where each can be kept while the other is broken and no fact is in both demands, the facts of one
  /// put upon those of the other mostly keep both.
  func mayContradict(_ one: Int, _ other: Int) -> Bool {
    guard areBoundTogether(one, other), reach.meet(one, other), let first = bodies[one],
      let second = bodies[other]
    else { return false }
    return !first.isDisjoint(with: second)
  }

  /// Whether anybody can be bound by both: a client's own rules bind that client and those under it.
  private func areBoundTogether(_ one: Int, _ other: Int) -> Bool {
    let policies = [library.rules[one].policy, library.rules[other].policy]
    guard policies.contains(where: { library.policies[$0].authority == .client }) else {
      return true
    }
    return library.clients.contains { client in policies.allSatisfy(client.policies.contains) }
  }
}
