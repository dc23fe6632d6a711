import CEL
import PolicyModel

/// The verdict on an action as formulas: all rules that bind, or some of them, and whether anything
/// governs it.
struct VerdictEncoding {
  let review: Formula
  let deny: Formula
  let ungoverned: Formula
  /// How many conditions all rules together have on each list of texts or records.
  private let conditionCounts: [Symbolic: Int]

  /// What one rule adds to the verdict.
  struct Part {
    let encoding: RuleEncoding
    /// Whether something is governed by its applying.
    let governs: Bool
    /// Where its law counts as loaded, if it is one.
    let covers: Formula

    init(_ encoding: RuleEncoding, of rule: Rule, _ encoder: Encoder, tightening: Set<Int>) {
      self.encoding = encoding
      governs = !tightening.contains(rule.policy)
      covers = VerdictEncoding.covers(of: rule.policy, encoder)
    }
  }

  /// Whether rules that are left out govern an action: free where there are any.
  struct Others {
    let apply: Formula
    let cover: Formula
  }

  init(_ parts: [Part], _ encoder: Encoder, others: Others? = nil) {
    let formulas = encoder.formulas
    let someApplies = formulas.any(
      parts.filter(\.governs).map(\.encoding.applies) + [others?.apply ?? formulas.no])
    let isCovered = formulas.any(
      parts.map { formulas.and($0.encoding.applies, $0.covers) } + [others?.cover ?? formulas.no])
    ungoverned = formulas.or(
      formulas.not(someApplies),
      formulas.and(Self.reachesRecipient(encoder), formulas.not(isCovered)))
    deny = formulas.any(parts.map(\.encoding.deny))
    review = formulas.any(
      parts.map(\.encoding.review) + parts.map(\.encoding.deny) + [ungoverned])
    conditionCounts = parts.reduce(into: [:]) { counts, part in
      counts.merge(part.encoding.conditionCounts, uniquingKeysWith: +)
    }
  }

  /// Whether both sides of a question together have more conditions on a list than `elements` stand
  /// for it: all rules are kept only where each finds what it asks for.
  func isCut(beside other: VerdictEncoding, elements: Int) -> Bool {
    conditionCounts.merging(other.conditionCounts, uniquingKeysWith: +).values.contains {
      $0 > elements
    }
  }

  /// Facts for which a second verdict is milder than this one.
  func isMilder(_ after: VerdictEncoding, _ formulas: Formulas) -> Formula {
    formulas.or(
      formulas.and(deny, formulas.not(after.deny)),
      formulas.and(review, formulas.not(after.review)))
  }

  /// That the recipient is in one of the places that a law covers.
  private static func covers(of policy: Int, _ encoder: Encoder) -> Formula {
    let formulas = encoder.formulas
    let library = encoder.view.library
    guard library.policies[policy].authority == .law,
      let slot = library.vocabulary.slot(of: "recipient.location"),
      case .term(_, let place, let state)? = encoder.value(ofSlot: slot)
    else { return formulas.no }
    let isWithin = library.policies[policy].covers.map { whole in
      let own = Int(whole.set)
      let term = formulas.choice(
        encoder.view.terms.number(of: whole), of: encoder.view.terms.count(own))
      return encoder.relations.truth(.within, place, term, own: own, narrow: [:]).yes
    }
    return formulas.and(formulas.isKnown(state), formulas.any(isWithin))
  }

  private static func reachesRecipient(_ encoder: Encoder) -> Formula {
    let formulas = encoder.formulas
    let vocabulary = encoder.view.library.vocabulary
    var parts: [Formula] = []
    if let slot = vocabulary.slot(of: "recipient") {
      let state = encoder.facts.state(ofSlot: slot)
      parts.append(formulas.and(formulas.not(state.unknown), formulas.not(state.null)))
    }
    if let slot = vocabulary.slot(of: "action.kind"),
      case .term(let set, let kind, let state)? = encoder.value(ofSlot: slot),
      let own = encoder.view.terms.own(ofWorld: set),
      let message = vocabulary.termSets[own].symbol(for: "message")
    {
      func isWithin(_ whole: Symbol) -> (yes: Formula, no: Formula) {
        let term = formulas.choice(
          encoder.view.terms.number(of: whole), of: encoder.view.terms.count(own))
        return encoder.relations.truth(.within, kind, term, own: own, narrow: [:])
      }
      var isNone = isWithin(message).no
      if let note = vocabulary.termSets[own].symbol(for: "message.internal") {
        isNone = formulas.or(isNone, formulas.and(isWithin(note).yes, usesNoData(encoder)))
      }
      parts.append(formulas.not(formulas.and(formulas.isKnown(state), isNone)))
    }
    return formulas.any(parts)
  }

  /// Whether the action is stated to use no personal data.
  private static func usesNoData(_ encoder: Encoder) -> Formula {
    let formulas = encoder.formulas
    guard let slot = encoder.view.library.vocabulary.slot(of: "action.data"),
      case .list(let data, let state)? = encoder.value(ofSlot: slot)
    else { return formulas.no }
    return formulas.and(
      formulas.isKnown(state), formulas.equal(data.size, formulas.integer(0)))
  }
}
