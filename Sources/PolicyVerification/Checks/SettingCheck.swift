import CEL
import Diagnostics
import PolicyEngine
package import PolicyModel

/// Whether each setting is stricter in its `tighter` direction: for all facts, all values of the other
/// settings and any two of its own, no rule gives less under the tighter one.
struct SettingCheck {
  let library: CompiledLibrary
  let world: World
  let examiner: Examiner
  let encoders: Encoders
  private var base: Encoder { encoders.exact }
  private var formulas: Formulas { examiner.solver.formulas }

  init(
    _ library: CompiledLibrary, _ world: World, _ examiner: Examiner, _ encoders: Encoders
  ) {
    self.library = library
    self.world = world
    self.examiner = examiner
    self.encoders = encoders
  }

  func findings(
    _ wanted: [Int], progress: (Int, Int) -> Void
  ) throws(Solver.Failure) -> [SettingFinding] {
    var findings: [SettingFinding] = []
    for (place, number) in wanted.enumerated() {
      progress(place + 1, wanted.count)
      findings.append(try finding(number))
    }
    return findings
  }

  private func finding(_ number: Int) throws(Solver.Failure) -> SettingFinding {
    let setting = library.settings[number]
    let rules = rules(reading: number)
    guard setting.tighter != .free, !rules.isEmpty else {
      return SettingFinding(setting: setting, proofs: [], isRead: !rules.isEmpty)
    }
    let view = LibraryView.ofAnyClient(
      library, in: world, settingsName: { $0 == number ? Self.mark : "" })
    let others = Encoders(formulas, view)
    let slot = library.vocabulary.facts.count + number
    guard let old = base.value(ofSlot: slot), let new = others.exact.value(ofSlot: slot),
      let isTighter = SettingEncoding(base.facts).isTighter(new, than: old, setting.tighter)
    else {
      let because = "the solver knows no such values"
      let proofs = rules.map { rule in
        (library.rules[rule].name, trial(number, rule, because: because))
      }
      return SettingFinding(setting: setting, proofs: proofs, isRead: true)
    }
    var proofs: [(RuleName, Proof)] = []
    for rule in rules {
      let proof = try proof(number, rule, isTighter, others)
      proofs.append((library.rules[rule].name, proof))
    }
    return SettingFinding(setting: setting, proofs: proofs, isRead: true)
  }

  private func proof(
    _ number: Int, _ rule: Int, _ isTighter: Formula, _ others: Encoders
  ) throws(Solver.Failure) -> Proof {
    let coarse = StrictnessQuestion(
      library.rules[rule], encoders.coarse, others.coarse)
    if !coarse.isCut,
      try examiner.isImpossible(formulas.and(isTighter, coarse.isMilder))
    {
      return .proved
    }
    let exact = StrictnessQuestion(library.rules[rule], encoders.exact, others.exact)
    let pairs = SettingPairs(library.settings[number], of: library)
    return try examiner.examine(
      Examiner.Question(
        formula: formulas.and(isTighter, exact.isMilder), usual: base.judgesAsStated,
        likely: formulas.and(base.isRecent, exact.before.broken)),
      isCut: exact.isCut,
      confirm: { model in confirm(model, number, rule) },
      trial: { trial in self.trial(trial, number, rule, pairs) })
  }

  private static let mark = "'"

  private func rules(reading setting: Int) -> [Int] {
    let slot = library.vocabulary.facts.count + setting
    return library.rules.indices.filter { library.rules[$0].reads(slot, in: library) }
  }

  // MARK: Confirming

  private func confirm(_ model: Model, _ number: Int, _ rule: Int) -> Counterexample? {
    let witness = Witness(formulas: formulas, model: model, view: base.view)
    var settings: [Int: Value] = [:]
    for other in library.settings.indices { settings[other] = witness.setting(other, "") }
    return difference(
      witness.request(client: nil), rule, number, settings, to: witness.setting(number, Self.mark))
  }

  private func trial(
    _ trial: Int, _ number: Int, _ rule: Int, _ pairs: SettingPairs
  ) -> Counterexample? {
    var chance = Chance(UInt64(trial))
    guard let (old, new) = pairs.pair(&chance) else { return nil }
    var settings = LibraryView.defaults(of: library)
    settings[number] = old
    var generator = FactGenerator(
      library, rules: [rule], settings: library.settings.indices.map { settings[$0] ?? .null },
      standing: [:], client: nil, seed: UInt64(trial))
    return difference(generator.request(), rule, number, settings, to: new)
  }

  private func trial(_ number: Int, _ rule: Int, because: String) -> Proof {
    let pairs = SettingPairs(library.settings[number], of: library)
    for trial in 0..<examiner.trials {
      if let found = self.trial(trial, number, rule, pairs) { return .counterexample(found) }
    }
    return .tried(examiner.trials, because: because)
  }

  /// What a request comes to under two values of a setting, where the second is milder.
  private func difference(
    _ request: JSONValue, _ rule: Int, _ number: Int, _ settings: [Int: Value], to new: Value
  ) -> Counterexample? {
    let setting = library.settings[number]
    let old = settings[number] ?? setting.defaultValue
    var tightened = settings
    tightened[number] = new
    let policy = library.rules[rule].policy
    guard SettingPairs.isTighter(new, than: old, setting.tighter),
      let before = side(policy, settings).judge(request),
      let after = side(policy, tightened).judge(request)
    else { return nil }
    let (first, second) = (before.rules[rule], after.rules[rule])
    guard (first?.verdict ?? .allow) > (second?.verdict ?? .allow) else { return nil }
    return Counterexample(
      request: request,
      words: "\(outcome(first)) with \(SettingText.text(old)), "
        + "\(outcome(second)) with \(SettingText.text(new))",
      conditions: conditions(settings, except: number, rule))
  }

  private func side(_ policy: Int, _ settings: [Int: Value]) -> Side {
    Side(
      Gate(
        library: library, policy: policy, clientID: LibraryView.anyClient, settings: settings,
        usesIndex: false))
  }

  private func outcome(_ given: (outcome: Outcome, verdict: Verdict)?) -> String {
    (given?.outcome ?? .notApplicable).rawValue
  }

  /// Other settings that the rule reads and that are not as their policy sets them.
  private func conditions(_ settings: [Int: Value], except number: Int, _ rule: Int) -> [String] {
    settings.keys.sorted().compactMap { other in
      let setting = library.settings[other]
      guard other != number, let value = settings[other],
        !Value.equal(value, setting.defaultValue),
        library.rules[rule].reads(setting.slot, in: library)
      else { return nil }
      return "settings.\(setting.name) is \(SettingText.text(value))"
    }
  }
}

/// What was found of one setting.
package struct SettingFinding: Sendable {
  package let setting: Setting
  /// By rule that reads it; empty where it is `free`.
  package let proofs: [(rule: RuleName, proof: Proof)]
  /// Whether any rule reads it.
  package let isRead: Bool

  init(setting: Setting, proofs: [(RuleName, Proof)], isRead: Bool) {
    self.setting = setting
    self.proofs = proofs.map { (rule: $0.0, proof: $0.1) }
    self.isRead = isRead
  }
}

extension Rule {
  /// Whether an expression that decides the rule reads a slot.
  func reads(_ slot: Int, in library: CompiledLibrary) -> Bool {
    let conditions = [when, body] + exceptions.map(\.when)
    return conditions.flatMap(\.atoms).contains { number in
      let atom = library.atoms[number]
      return atom.settings.contains(slot) || atom.facts.contains(slot)
    } || duties.contains { $0.value?.program.slots.contains(slot) ?? false }
  }
}
