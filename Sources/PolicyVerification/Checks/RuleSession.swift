import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// One session with the solver about some of a library's rules.
///
/// Facts by chance answer most questions first, each request judged by the engine; what the solver
/// finds is judged too, and so answers questions about other rules.
actor RuleSession {
  private let library: CompiledLibrary
  private let rules: [Int]
  private let examiner: Examiner
  private let encoders: Encoders
  /// Somebody who adopts everything, with settings as the policies have them.
  private let everything: Side
  private var encodings: [Int: RuleEncoding] = [:]
  private var sightings = Sightings()
  private var examples = RuleExamples()
  /// By policy: a gate of it alone.
  private var sides: [Int: Side] = [:]
  /// How many questions about pairs are still asked.
  private let pairQuestions = Allowance(1_200)
  private var formulas: Formulas { examiner.solver.formulas }

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
        if !sightings.wasKept(rule), !encoding(rule).isCut {
          let kept = formulas.and(encoding(rule).kept, encoders.coarse.judgesAsStated)
          if case .possible(let model) = try examiner.solver.check(kept) { _ = judge(model, rule) }
        }
        step()
      }
    } catch {
      return .failure(error)
    }
    singles.sightings = sightings
    singles.examples = examples
    return .success(singles)
  }

  private func encoding(_ rule: Int) -> RuleEncoding {
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
    if let found = outcomes[rule] { examples.add(request, found.outcome, of: rule) }
  }

  /// A gate of one rule's policy alone.
  private func side(of rule: Int) -> Side {
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
  private func judge(
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

  // MARK: Pairs

  struct Pairs: Sendable {
    var superfluous: [(one: Int, other: Int)] = []
    var contradictions: [(one: Int, other: Int)] = []
    /// Questions that were left open.
    var open = 0
  }

  /// Pairs of which the first is one of this session's rules.
  func examinePairs(
    _ partners: RulePartners, _ seen: Sightings, _ known: RuleExamples,
    _ step: @Sendable () -> Void
  ) -> Result<Pairs, Solver.Failure> {
    sightings = seen
    examples = known
    var pairs = Pairs()
    do throws(Solver.Failure) {
      for rule in rules {
        try examinePairs(of: rule, partners, &pairs)
        step()
      }
    } catch {
      return .failure(error)
    }
    return .success(pairs)
  }

  private func examinePairs(
    of rule: Int, _ partners: RulePartners, _ pairs: inout Pairs
  ) throws(Solver.Failure) {
    guard partners.rules.contains(rule), !encoding(rule).isCut else { return }
    let one = encoding(rule)
    for other in partners.rules where other != rule {
      if sightings.askedForSomething(rule), sightings.mayCover(other, rule),
        partners.mayCover(other, rule), !isToldApart(rule, from: other), !encoding(other).isCut
      {
        let question = StrictnessQuestion(
          before: one, after: encoding(other), formulas: formulas)
        if try isImpossible(question.isMilder, rule, &pairs) {
          pairs.superfluous.append((rule, other))
        }
      }
      if other > rule, !sightings.wereKeptTogether(rule, other),
        partners.mayContradict(rule, other), !areKeptTogether(rule, other),
        !encoding(other).isCut,
        try contradict(rule, other, &pairs)
      {
        pairs.contradictions.append((rule, other))
      }
    }
  }

  /// Whether facts for which a rule asks for something, put upon facts that keep another, make that
  /// one ask for less.
  private func isToldApart(_ rule: Int, from other: Int) -> Bool {
    examples.merged(examples.asking[rule], upon: examples.kept[other]).contains { request in
      let first = side(of: rule).judge(request)?.rules[rule]?.verdict ?? .allow
      guard first > .allow, let outcome = side(of: other).judge(request) else { return false }
      return (outcome.rules[other]?.verdict ?? .allow) < first
    }
  }

  private func areKeptTogether(_ one: Int, _ other: Int) -> Bool {
    let requests =
      examples.merged(examples.kept[one], upon: examples.kept[other])
      + examples.merged(examples.kept[other], upon: examples.kept[one])
    return requests.contains { request in
      side(of: one).judge(request)?.rules[one]?.outcome == .kept
        && side(of: other).judge(request)?.rules[other]?.outcome == .kept
    }
  }

  /// Whether no facts keep both, though each can be kept and both can apply.
  private func contradict(
    _ rule: Int, _ other: Int, _ pairs: inout Pairs
  ) throws(Solver.Failure) -> Bool {
    let (one, second) = (encoding(rule), encoding(other))
    let bothApply = formulas.and(
      one.applies, second.applies, formulas.not(one.excepted), formulas.not(second.excepted))
    guard try isImpossible(formulas.and(one.kept, second.kept), rule, &pairs) else {
      return false
    }
    if try isImpossible(bothApply, rule, &pairs) { return false }
    if try isImpossible(one.kept, rule, &pairs) { return false }
    return try !isImpossible(second.kept, rule, &pairs)
  }

  /// What is found where it is possible is judged: it may answer what would be asked next.
  private func isImpossible(
    _ formula: Formula, _ rule: Int, _ pairs: inout Pairs
  ) throws(Solver.Failure) -> Bool {
    guard pairQuestions.take() else {
      pairs.open += 1
      return false
    }
    switch try examiner.solver.check(formula) {
    case .impossible: return true
    case .possible(let model):
      _ = judge(model, rule)
      return false
    case .open:
      pairs.open += 1
      return false
    }
  }
}
