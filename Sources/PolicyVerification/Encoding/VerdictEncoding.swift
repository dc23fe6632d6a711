import CEL
import PolicyModel

/// The verdict on an action as formulas: all rules that bind, and whether anything governs it.
struct VerdictEncoding {
  let review: Formula
  let deny: Formula
  let ungoverned: Formula
  /// By rule's number in the library.
  let rules: [Int: RuleEncoding]
  var isCut: Bool { rules.values.contains(where: \.isCut) }

  /// `tightening`: policies whose rules govern nothing by applying.
  init(
    _ rules: [Int], _ encoder: Encoder, tightening: Set<Int> = [],
    waived: (Int) -> Formula? = { _ in nil }
  ) {
    let formulas = encoder.formulas
    let library = encoder.view.library
    var encodings: [Int: RuleEncoding] = [:]
    for rule in rules {
      encodings[rule] = RuleEncoding(library.rules[rule], encoder, waived: waived(rule))
    }
    let all = rules.compactMap { encodings[$0] }
    let governing = rules.filter { !tightening.contains(library.rules[$0].policy) }
    let someApplies = formulas.any(governing.compactMap { encodings[$0]?.applies })
    ungoverned = formulas.or(
      formulas.not(someApplies),
      formulas.and(
        Self.reachesRecipient(encoder), formulas.not(Self.isCovered(rules, encodings, encoder))))
    deny = formulas.any(all.map(\.deny))
    review = formulas.any(all.map(\.review) + all.map(\.deny) + [ungoverned])
    self.rules = encodings
  }

  private static func isCovered(
    _ rules: [Int], _ encodings: [Int: RuleEncoding], _ encoder: Encoder
  ) -> Formula {
    let formulas = encoder.formulas
    let library = encoder.view.library
    guard let slot = library.vocabulary.slot(of: "recipient.location"),
      case .term(_, let place, let state)? = encoder.value(ofSlot: slot)
    else { return formulas.no }
    let isKnown = formulas.isKnown(state)
    var parts: [Formula] = []
    for (number, policy) in library.policies.enumerated() where policy.authority == .law {
      let applies = formulas.any(
        rules.filter { library.rules[$0].policy == number }.compactMap { encodings[$0]?.applies })
      for whole in policy.covers {
        let own = Int(whole.set)
        let term = formulas.choice(
          encoder.view.terms.number(of: whole), of: encoder.view.terms.count(own))
        let isWithin = encoder.relations.truth(.within, place, term, own: own, narrow: [:]).yes
        parts.append(formulas.and(applies, isKnown, isWithin))
      }
    }
    return formulas.any(parts)
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
