import CEL
import Diagnostics
import PolicyEngine
package import PolicyModel

/// Rules that can never be broken, rules that another makes superfluous, pairs that contradict each
/// other; for all facts and all settings.
///
/// Questions about pairs are many, so a pair is put to the solver only where requests that were seen
/// before, each judged by the engine, do not answer it.
struct RuleCheck {
  let library: CompiledLibrary
  let examiner: Examiner
  let encoders: Encoders
  let rules: [Int]
  private var formulas: Formulas { examiner.solver.formulas }

  init(
    _ library: CompiledLibrary, _ rules: [Int], _ examiner: Examiner, _ encoders: Encoders
  ) {
    self.library = library
    self.rules = rules
    self.examiner = examiner
    self.encoders = encoders
  }

  /// What a request came to, rule by rule.
  private struct Seen {
    let rules: [Int: (outcome: Outcome, verdict: Verdict)]
  }

  func findings(progress: (Int, Int) -> Void) throws(Solver.Failure) -> RuleFindings {
    let coarse = encoders.coarse
    var encodings: [Int: RuleEncoding] = [:]
    for rule in rules { encodings[rule] = RuleEncoding(library.rules[rule], coarse) }
    var seen: [Seen] = []
    var breakable: [(RuleName, Proof)] = []
    for (place, rule) in rules.enumerated() {
      progress(place, rules.count * 2)
      guard let encoding = encodings[rule] else { continue }
      breakable.append((library.rules[rule].name, try canBreak(rule, encoding, &seen)))
      // Requests that keep it, and that leave it open, tell it apart from other rules.
      for formula in [encoding.kept, encoding.undecided] {
        if case .possible(let model) = try examiner.solver.check(
          formulas.and(formula, coarse.judgesAsStated))
        {
          _ = example(model, rule, .kept, &seen)
        }
      }
      for trial in 0..<Self.requestsEach { _ = chance(trial, rule, .kept, &seen) }
    }
    var findings = RuleFindings(breakable: breakable)
    let never = Set(findings.breakable.filter { $0.proof.isProved }.map(\.rule))
    for (place, rule) in rules.enumerated() {
      progress(rules.count + place, rules.count * 2)
      if never.contains(library.rules[rule].name) { continue }
      try comparePairs(rule, encodings, seen, &findings)
    }
    return findings
  }

  /// Requests made by chance for each rule, for what pairs of rules have in common.
  private static let requestsEach = 40

  // MARK: One rule

  /// Quickly first; in full where that leaves it open and the full encoding says more.
  private func canBreak(
    _ rule: Int, _ encoding: RuleEncoding, _ seen: inout [Seen]
  ) throws(Solver.Failure) -> Proof {
    let quick = try examine(rule, encoding, encoders.coarse, &seen)
    guard case .tried = quick else { return quick }
    let full = RuleEncoding(library.rules[rule], encoders.exact)
    if full.broken == encoding.broken { return quick }
    return try examine(rule, full, encoders.exact, &seen)
  }

  private func examine(
    _ rule: Int, _ encoding: RuleEncoding, _ encoder: Encoder, _ seen: inout [Seen]
  ) throws(Solver.Failure) -> Proof {
    try examiner.examine(
      encoding.broken, usual: encoder.judgesAsStated, likely: encoder.isRecent,
      isCut: encoding.isCut,
      confirm: { model in example(model, rule, .broken, &seen) },
      trial: { trial in chance(trial, rule, .broken, &seen) })
  }

  private func example(
    _ model: Model, _ rule: Int, _ wanted: Outcome, _ seen: inout [Seen]
  ) -> Counterexample? {
    let witness = Witness(formulas: formulas, model: model, view: encoders.exact.view)
    var settings: [Int: Value] = [:]
    for number in library.settings.indices
    where library.rules[rule].reads(library.settings[number].slot, in: library) {
      settings[number] = witness.setting(number, "")
    }
    return note(witness.request(client: nil), rule, wanted, settings, &seen)
  }

  private func chance(
    _ trial: Int, _ rule: Int, _ wanted: Outcome, _ seen: inout [Seen]
  ) -> Counterexample? {
    var generator = FactGenerator(
      library, rules: [rule], settings: library.settings.map(\.defaultValue), standing: [:],
      client: nil, seed: UInt64(trial))
    return note(generator.request(), rule, wanted, [:], &seen)
  }

  private func note(
    _ request: JSONValue, _ rule: Int, _ wanted: Outcome, _ settings: [Int: Value],
    _ seen: inout [Seen]
  ) -> Counterexample? {
    let gate = Gate(
      everythingOf: library, clientID: LibraryView.anyClient, settings: settings)
    guard let outcome = Side(gate).judge(request) else { return nil }
    guard outcome.rules[rule]?.outcome == wanted else { return nil }
    seen.append(Seen(rules: outcome.rules))
    return Counterexample(
      request: request, words: "\(library.rules[rule].name) is \(wanted.rawValue)")
  }

  // MARK: Pairs

  private func comparePairs(
    _ rule: Int, _ encodings: [Int: RuleEncoding], _ seen: [Seen], _ findings: inout RuleFindings
  ) throws(Solver.Failure) {
    guard let one = encodings[rule], !one.isCut else { return }
    let asksForSomething = seen.filter { ($0.rules[rule]?.verdict ?? .allow) > .allow }
    for other in rules where other != rule {
      guard let second = encodings[other], !second.isCut else { continue }
      if !asksForSomething.isEmpty, mayCover(other, rule, asksForSomething),
        try examiner.isImpossible(
          StrictnessQuestion(before: one, after: second, formulas: formulas).isMilder)
      {
        findings.superfluous.append(
          RulePair(one: library.rules[rule].name, other: library.rules[other].name))
      }
      guard other > rule, areRelated(rule, other), !keptTogether(rule, other, seen) else {
        continue
      }
      let both = formulas.and(
        one.applies, second.applies, formulas.not(one.excepted), formulas.not(second.excepted))
      if try examiner.isImpossible(formulas.and(one.kept, second.kept)),
        try !examiner.isImpossible(both),
        try !examiner.isImpossible(one.kept), try !examiner.isImpossible(second.kept)
      {
        findings.contradictions.append(
          RulePair(one: library.rules[rule].name, other: library.rules[other].name))
      }
    }
  }

  /// Whether, in every request seen, another rule gave at least as much.
  private func mayCover(_ other: Int, _ rule: Int, _ seen: [Seen]) -> Bool {
    seen.allSatisfy { one in
      (one.rules[other]?.verdict ?? .allow) >= (one.rules[rule]?.verdict ?? .allow)
    }
  }

  private func keptTogether(_ one: Int, _ other: Int, _ seen: [Seen]) -> Bool {
    seen.contains { $0.rules[one]?.outcome == .kept && $0.rules[other]?.outcome == .kept }
  }

  /// Whether what one rule demands is something that the other one reads.
  private func areRelated(_ one: Int, _ other: Int) -> Bool {
    let (first, second) = (library.rules[one], library.rules[other])
    return !slots(first.body).isDisjoint(with: slots(second.body))
      || !slots(first.body).isDisjoint(with: slots(second.when))
      || !slots(second.body).isDisjoint(with: slots(first.when))
  }

  private func slots(_ condition: Condition) -> Set<Int> {
    var slots = Set(condition.atoms.flatMap { library.atoms[$0].facts })
    if let now = library.vocabulary.slot(of: "now") { slots.remove(now) }
    return slots
  }
}

/// Two rules that have something to do with each other.
package struct RulePair: Sendable {
  package let one: RuleName
  package let other: RuleName
}

/// What was found of rules by themselves.
package struct RuleFindings: Sendable {
  /// By rule: proved where it can never be broken, a counterexample where it can.
  package let breakable: [(rule: RuleName, proof: Proof)]
  /// The first asks for nothing that the second does not ask for too, wherever both are adopted.
  package var superfluous: [RulePair] = []
  /// No facts keep both, though each can be kept and both can apply.
  package var contradictions: [RulePair] = []

  init(breakable: [(RuleName, Proof)]) {
    self.breakable = breakable.map { (rule: $0.0, proof: $0.1) }
  }
}
