import CEL

/// What a logic's truth must be, or must not be, for a rule to be in somebody's way.
struct Claim {
  let logic: Residue.Logic
  let truth: Truth
  /// The logic is that truth; else it is any other.
  let isSame: Bool

  init(_ logic: Residue.Logic, is truth: Truth) {
    self.init(logic, truth, isSame: true)
  }

  init(_ logic: Residue.Logic, isNot truth: Truth) {
    self.init(logic, truth, isSame: false)
  }

  private init(_ logic: Residue.Logic, _ truth: Truth, isSame: Bool) {
    self.logic = logic
    self.truth = truth
    self.isSame = isSame
  }

  func holds(_ found: Truth) -> Bool { (found == truth) == isSame }

  private func of(_ logic: Residue.Logic) -> Claim { Claim(logic, truth, isSame: isSame) }

  /// Claims that hold together just where this one does.
  var conjuncts: [Claim] {
    switch logic {
    case .not(let term): Claim(term, !truth, isSame: isSame).conjuncts
    case .all(let terms) where (truth == .yes) == isSame: terms.flatMap { of($0).conjuncts }
    case .any(let terms) where (truth == .no) == isSame: terms.flatMap { of($0).conjuncts }
    case .known, .part, .all, .any: [self]
    }
  }

  /// Claims of which some holds just where this one does.
  var disjuncts: [Claim] {
    switch logic {
    case .not(let term): Claim(term, !truth, isSame: isSame).disjuncts
    case .all(let terms) where (truth == .no) == isSame: terms.flatMap { of($0).disjuncts }
    case .any(let terms) where (truth == .yes) == isSame: terms.flatMap { of($0).disjuncts }
    case .known, .part, .all, .any: [self]
    }
  }
}
