import CEL
package import PolicyModel

/// The verdict on one action with the rules that gave it; made once and used again and again.
package struct Judgement: Sendable {
  /// What one rule gave.
  package struct Entry: Sendable, Equatable {
    /// The rule's number in the library.
    package let rule: Int
    package let outcome: Outcome
    /// `allow` for rules that are kept or excepted.
    package let verdict: Verdict

    package init(rule: Int, outcome: Outcome, verdict: Verdict) {
      self.rule = rule
      self.outcome = outcome
      self.verdict = verdict
    }
  }

  package internal(set) var verdict = Verdict.allow
  /// Why nothing governs the action; nil where something does.
  package internal(set) var ungoverned: Ungoverned?
  /// Broken and undecided rules in the library's order, those whose `unknown` is `allow` with them;
  /// kept and excepted ones where they were asked for.
  package internal(set) var entries: [Entry] = []

  /// Rules that are broken or undecided and that a waiver keeps out of the way.
  package internal(set) var waived: [Int] = []

  /// The atoms that decided each entry, entry after entry; where reasons were asked for.
  package internal(set) var reasons: [Reason] = []
  /// By entry, where its reasons end.
  var reasonEnds: [Int32] = []

  /// By policy that can be adopted: whether a rule of it certainly applies.
  ///
  /// Scratch.
  var policiesThatApply: [Bool] = []
  /// Whether a client's own rule certainly applies, and governs.
  ///
  /// Scratch.
  var ownRuleApplies = false
  /// One bit a rule of the index: the rules that can apply.
  ///
  /// Scratch.
  var candidates: [UInt64] = []
  /// One bit a rule of the index: those of them that can be in the way.
  ///
  /// Scratch.
  var obstacles: [UInt64] = []
  /// By atom of what can be adopted: the stamp of the decision that found the truth, and the truth.
  ///
  /// Scratch.
  ///
  ///     31 ........ 2   1 0
  ///     stamp           truth
  var atoms: [UInt32] = []
  var stamp: UInt32 = 0
  /// The truths of atoms that only clients' own rules have: of 10,000 clients one has a few.
  ///
  /// Scratch.
  var ownAtoms: [Int: Truth] = [:]

  package init() {}

  /// The atoms that decided an entry, by its place in `entries`.
  package func reasons(ofEntry place: Int) -> ArraySlice<Reason> {
    let start = place == 0 ? 0 : Int(reasonEnds[place - 1])
    return reasons[start..<Int(reasonEnds[place])]
  }

  /// Makes room for a gate's library and forgets the last decision.
  ///
  /// Allocates on first use alone.
  mutating func begin(_ gate: borrowing Gate) {
    verdict = .allow
    ungoverned = nil
    entries.removeAll(keepingCapacity: true)
    waived.removeAll(keepingCapacity: true)
    reasons.removeAll(keepingCapacity: true)
    reasonEnds.removeAll(keepingCapacity: true)
    ownRuleApplies = false
    let policyCount = gate.library.sharedPolicyCount
    if policiesThatApply.count == policyCount {
      for policy in 0..<policyCount { policiesThatApply[policy] = false }
    } else {
      policiesThatApply = [Bool](repeating: false, count: policyCount)
    }
    let words = gate.index.words
    if candidates.count != words {
      candidates = [UInt64](repeating: 0, count: words)
      obstacles = candidates
    }
    begin(gate.library)
  }

  /// Forgets the truths of the last decision.
  mutating func begin(_ library: CompiledLibrary) {
    let atomCount = library.sharedAtomCount
    if !ownAtoms.isEmpty { ownAtoms.removeAll(keepingCapacity: true) }
    stamp += 1
    if atoms.count != atomCount || stamp == 1 << 30 {
      atoms = [UInt32](repeating: 0, count: atomCount)
      stamp = 1
    }
  }
}

/// Why an action that breaks no rule is not allowed all the same.
package enum Ungoverned: Sendable, Hashable {
  /// No rule certainly applies.
  case noRuleApplies
  /// It reaches a person in a place whose law is not loaded, or is not known to be.
  case noLawForPlace
}
