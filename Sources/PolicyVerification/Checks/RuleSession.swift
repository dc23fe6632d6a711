import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// One session with the solver about some of a library's rules.
///
/// Facts by chance answer most questions first, each request judged by the engine; what the solver
/// finds is judged too, and so answers questions about other rules.
actor RuleSession {
  let library: CompiledLibrary
  let rules: [Int]
  let examiner: Examiner
  let encoders: Encoders
  /// Somebody who adopts everything, with settings as the policies have them.
  private let everything: Side
  private var encodings: [Int: RuleEncoding] = [:]
  var sightings = Sightings()
  var examples = RuleExamples()
  /// By policy: a gate of it alone.
  private var sides: [Int: Side] = [:]
  /// How many questions about pairs are still asked.
  let pairQuestions = Allowance(1_500)
  var formulas: Formulas { examiner.solver.formulas }

  /// Requests made by chance for each rule before the solver is asked.
  private static let requestsEach = 12

  init(_ library: CompiledLibrary, _ rules: [Int]) throws(Solver.Failure) {
    self.library = library
    self.rules = rules
    let formulas = Formulas()
    examiner = Examiner(solver: try Solver(formulas))
    encoders = Encoders(formulas, .ofAnyClient(library, in: World([library])))
    everything = Side(Gate(everythingOf: library, clientID: LibraryView.anyClient))
  }

  var questionCount: Int { examiner.solver.questionCount }

  // MARK: One rule

  struct Singles: Sendable {
    var proofs: [(rule: Int, proof: Proof)] = []
    var sightings = Sightings()
    var examples = RuleExamples()
  }

  /// Whether each rule can be broken.
  func examineRules(_ step: @Sendable () -> Void) -> Result<Singles, Solver.Failure> {
    var singles = Singles()
    do throws(Solver.Failure) {
      for rule in rules {
        singles.proofs.append((rule, try canBreak(rule)))
        // A request that keeps it tells it apart from others.
        if examples.wantsAny(.kept, of: rule) { try keep(rule) }
        step()
      }
    } catch {
      return .failure(error)
    }
    singles.sightings = sightings
    singles.examples = examples
    return .success(singles)
  }

  /// Looks for facts that keep a rule: quickly first, then with few keys of maps.
  private func keep(_ rule: Int) throws(Solver.Failure) {
    let few = encoders.small(MapKeys.named(by: [rule], in: encoders.exact.view.terms))
    for encoder in [encoders.coarse, few] where examples.wantsAny(.kept, of: rule) {
      let encoding = encoder === few ? RuleEncoding(library.rules[rule], few) : encoding(rule)
      let kept = formulas.and(encoding.kept, encoder.judgesAsStated)
      if case .possible(let model) = try examiner.solver.check(kept) { _ = judge(model, rule) }
    }
  }

  func encoding(_ rule: Int) -> RuleEncoding {
    if let known = encodings[rule] { return known }
    let encoding = RuleEncoding(library.rules[rule], encoders.coarse)
    encodings[rule] = encoding
    return encoding
  }

  /// By chance first, then quickly; in full, which costs a hundred times as much, where that leaves it
  /// open.
  private func canBreak(_ rule: Int) throws(Solver.Failure) -> Proof {
    var found: Proof?
    for trial in 0..<Self.requestsEach {
      let request = requestByChance(rule, trial)
      guard let outcomes = everything.judge(request)?.rules else { continue }
      note(request, outcomes, of: rule)
      if outcomes[rule]?.outcome == .broken, found == nil {
        found = .counterexample(example(request, rule))
      }
    }
    if let found { return found }
    let (alone, view) = (side(of: rule), encoders.exact.view)
    func asked(_ encoding: RuleEncoding, _ encoder: Encoder) -> Examiner.Question {
      Examiner.Question(
        formula: encoding.broken, usual: encoder.judgesAsStated, likely: encoder.isRecent)
    }
    func confirm(_ model: Model) -> Counterexample? {
      guard let (request, outcomes) = judge(model, rule), outcomes[rule]?.outcome == .broken
      else { return nil }
      return example(request, rule)
    }
    let quick = try examiner.examine(
      asked(encoding(rule), encoders.coarse), isCut: encoding(rule).isCut,
      small: {
        let encoder = encoders.small(MapKeys.named(by: [rule], in: view.terms))
        return asked(RuleEncoding(library.rules[rule], encoder), encoder)
      },
      confirm: confirm,
      trial: { trial in
        let request = requestByChance(rule, trial)
        guard alone.judge(request)?.rules[rule]?.outcome == .broken else { return nil }
        return example(request, rule)
      })
    return try examiner.settle(
      quick,
      {
        let full = RuleEncoding(library.rules[rule], encoders.exact)
        return (full.broken, full.isCut)
      }, confirm: confirm)
  }

  private func example(_ request: JSONValue, _ rule: Int) -> Counterexample {
    Counterexample(
      request: request, words: "\(library.rules[rule].name) is \(Outcome.broken.rawValue)")
  }

  // MARK: Requests

  private func note(
    _ request: JSONValue, _ outcomes: [Int: (outcome: Outcome, verdict: Verdict)], of rule: Int
  ) {
    sightings.add(outcomes)
    let outcome = outcomes[rule]?.outcome ?? .notApplicable
    guard examples.wants(outcome, of: rule) else { return }
    let alone = side(of: rule)
    func isSuch(_ request: JSONValue) -> Bool {
      guard let found = alone.judge(request) else { return false }
      return found.rules[rule]?.outcome ?? .notApplicable == outcome
        && found.rules[rule]?.verdict == outcomes[rule]?.verdict
    }
    // Examples are put together with settings as they are.
    guard isSuch(request) else { return }
    examples.add(FactsReduction.reduced(request, while: isSuch), outcome, of: rule)
  }

  /// A gate of one rule's policy alone.
  func side(of rule: Int) -> Side {
    let policy = library.rules[rule].policy
    if let known = sides[policy] { return known }
    let side = everything.under(
      Gate(
        library: library, policy: policy, clientID: LibraryView.anyClient, usesIndex: false))
    sides[policy] = side
    return side
  }

  private func requestByChance(_ rule: Int, _ seed: Int) -> JSONValue {
    var generator = FactGenerator(
      library, rules: [rule], settings: library.settings.map(\.defaultValue), standing: [:],
      client: nil, seed: UInt64(seed))
    return generator.request()
  }

  /// Judges what the solver found about a rule; nil where the engine refuses it.
  func judge(
    _ model: Model, _ rule: Int
  ) -> (request: JSONValue, outcomes: [Int: (outcome: Outcome, verdict: Verdict)])? {
    let witness = Witness(formulas: formulas, model: model, view: encoders.exact.view)
    var settings: [Int: Value] = [:]
    for number in library.settings.indices
    where library.rules[rule].reads(library.settings[number].slot, in: library) {
      settings[number] = witness.setting(number, "")
    }
    let side =
      settings.isEmpty
      ? everything
      : everything.under(
        Gate(
          everythingOf: library, clientID: LibraryView.anyClient, settings: settings))
    let request = witness.request(client: nil)
    guard let outcomes = side.judge(request)?.rules else { return nil }
    note(request, outcomes, of: rule)
    return (request, outcomes)
  }
}
