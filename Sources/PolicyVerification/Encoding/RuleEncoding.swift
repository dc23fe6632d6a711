import CEL
import PolicyModel

/// What becomes of one rule, as formulas over facts: the table of language.md, section 5.
struct RuleEncoding {
  /// The rule certainly applies.
  let applies: Formula
  let excepted: Formula
  let kept: Formula
  let broken: Formula
  let undecided: Formula
  /// What it gives: a review or more, a denial.
  let review: Formula
  let deny: Formula
  /// How many conditions there are on each list of texts or records.
  let conditionCounts: [Symbolic: Int]
  /// Whether some list has more conditions than half its elements: two sides then need more.
  let isCut: Bool

  /// The rule as this library has it, bound as the encoder's view says.
  ///
  /// `waived`: where its breach counts for nothing.
  init(_ rule: Rule, _ encoder: Encoder, waived: Formula? = nil) {
    let formulas = encoder.formulas
    let isInForce = formulas.all(
      [encoder.relations.isInForce(rule.period)]
        + rule.neededRoots.map { root in
          let state = encoder.facts.state(ofSlot: root)
          return formulas.and(formulas.not(state.unknown), formulas.not(state.null))
        })
    encoder.begin(rule)
    let when = encoder.truth(of: rule.when)
    let exceptions = formulas.exists(
      rule.exceptions.map { exception in
        (encoder.relations.isInForce(exception.period), encoder.truth(of: exception.when))
      })
    let holds = encoder.truth(of: rule.body)
    let body = rule.isForbid ? formulas.not(holds) : holds
    let isOpen = formulas.and(isInForce, formulas.not(when.no), formulas.not(exceptions.yes))
    let isKept = formulas.and(isOpen, body.yes, when.yes)
    let keptWithDuties: Formula
    if rule.duties.isEmpty {
      keptWithDuties = isKept
    } else {
      let dutiesUndecided = formulas.any(
        rule.duties.compactMap(\.value?.checked).map { encoder.isUndecided($0) })
      keptWithDuties = formulas.and(isKept, exceptions.no, formulas.not(dutiesUndecided))
    }
    applies = formulas.and(isInForce, when.yes)
    excepted = formulas.and(isInForce, when.yes, exceptions.yes)
    kept = keptWithDuties
    let breach = formulas.and(
      isOpen, when.yes, exceptions.no, body.no)
    let leftOpen = formulas.and(isOpen, formulas.not(body.yes), formulas.not(breach))
    let open =
      rule.duties.isEmpty
      ? leftOpen
      : formulas.or(leftOpen, formulas.and(isOpen, body.yes, formulas.not(keptWithDuties)))
    let counts = waived.map { formulas.not($0) } ?? formulas.yes
    broken = formulas.and(breach, counts)
    undecided = formulas.and(open, counts)
    let openIsReviewed: Formula
    switch rule.unknown {
    case .deny, .requireReview: openIsReviewed = formulas.yes
    case .allow: openIsReviewed = Self.failsSomewhere(rule, encoder)
    }
    deny = formulas.or(
      rule.verdict == .deny ? broken : formulas.no,
      rule.unknown == .deny ? undecided : formulas.no)
    review = formulas.or(broken, formulas.and(undecided, openIsReviewed))
    conditionCounts = encoder.conditionCounts
    isCut = encoder.isCut
  }

  /// A rule that is not there.
  init(nothing: Formula) {
    applies = nothing
    excepted = nothing
    kept = nothing
    broken = nothing
    undecided = nothing
    review = nothing
    deny = nothing
    conditionCounts = [:]
    isCut = false
  }

  /// Whether anything in a rule fails, also what another part absorbs: not encoded, but the same
  /// wherever the same is asked.
  private static func failsSomewhere(_ rule: Rule, _ encoder: Encoder) -> Formula {
    let conditions = [rule.when, rule.body] + rule.exceptions.map(\.when)
    let atoms = conditions.flatMap(\.atoms).map { number in
      let atom = encoder.view.library.atoms[number]
      let settings = atom.settings.filter { atom.checked.calculates(with: $0) }.map { slot in
        encoder.value(ofSlot: slot).map { "\(encoder.identityText($0))" } ?? ""
      }
      let reads = encoder.reads(atom.checked)
      let facts = encoder.identities(of: reads.slots.filter { !atom.settings.contains($0) })
      return ([atom.expression] + reads.allBodies + settings + facts).joined(separator: "|")
    }
    let texts = atoms + encoder.tables.map(encoder.text(ofTable:))
    return encoder.formulas.opaqueSymbol(
      "fails:" + encoder.dialect + texts.joined(separator: "&"), .truth,
      "whether anything fails in \(rule.name)")
  }
}

extension CheckedExpression {
  /// Whether a slot stands anywhere but beside a relation or in a look-up, which no value makes fail.
  fileprivate func calculates(with slot: Int) -> Bool { calculates(root, with: slot) }

  private func calculates(_ node: Expression, with slot: Int) -> Bool {
    if case .definition(let definition) = references[node.id],
      definition.body.calculates(with: slot)
    {
      return true
    }
    let relations = ["_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_", "@in", "touches", "covers"]
    var isRelation = false
    if case .call(let name, _, _) = node.kind { isRelation = relations.contains(name) }
    return node.parts.contains { part in
      if case .variable(let variable) = references[part.id], variable.slot == slot {
        return !isRelation
      }
      return calculates(part, with: slot)
    }
  }
}
