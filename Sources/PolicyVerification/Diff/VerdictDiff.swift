import Diagnostics
import PolicyModel

/// For which kinds of action a change can change the verdict, and in which direction.
///
/// The verdict hangs on all rules, but what changes hangs on those that changed. So the question
/// begins with these alone: what is impossible then is impossible whatever the others say. Facts that
/// the solver finds are decided by the engine; where another rule hides the difference, that rule
/// joins the question (Clarke, Grumberg, Jha, Lu, Veith 2000: counterexample-guided refinement).
struct VerdictDiff {
  private let old: DiffSide
  private let new: DiffSide
  private let examiner: Examiner
  private let changed: [ChangedRule]
  private let changedNames: Set<RuleName>
  /// Rules that are the same on both sides, once they hid a difference.
  private var same: [PartKey: SamePart] = [:]
  /// The changed rules, by how they are encoded: beside the quick way when it leaves something open.
  private var parts: [Depth: Sides]
  /// The keys of maps that examples may have.
  private let keys: [Int: Set<UInt32>]
  private let others: VerdictEncoding.Others
  /// Requests that were seen to make a difference: other kinds of action may show it too.
  private var examples: [JSONValue]

  private var formulas: Formulas { examiner.solver.formulas }
  private typealias SamePart = (before: VerdictEncoding.Part, after: VerdictEncoding.Part)
  private typealias Sides = (before: [VerdictEncoding.Part], after: [VerdictEncoding.Part])

  /// How rules are encoded for a question.
  private enum Depth {
    case quick
    /// With few keys of maps: proves nothing, and finds examples quickly.
    case few
    case full

    var mostRounds: Int {
      switch self {
      case .quick, .few: 8
      case .full: 4
      }
    }
  }

  private struct PartKey: Hashable {
    let name: RuleName
    let depth: Depth
  }

  /// How many rounds of questions there are for all kinds together: a change of many rules leaves
  /// some open rather than taking minutes.
  private let rounds = Allowance(240)

  private static let mostExamples = 24
  private static let mostJoinedAtOnce = 40
  private static let trials = 200

  init(
    old: DiffSide, new: DiffSide, examiner: Examiner, changed: [ChangedRule],
    examples: [JSONValue]
  ) {
    self.old = old
    self.new = new
    self.examiner = examiner
    self.changed = changed
    self.examples = Array(examples.prefix(Self.mostExamples))
    changedNames = Set(changed.map(\.name.name))
    let formulas = examiner.solver.formulas
    others = VerdictEncoding.Others(
      apply: formulas.symbol("diff?another-applies", .truth),
      cover: formulas.symbol("diff?another-covers", .truth))
    // Whatever covers a place applies.
    formulas.constrain(others.cover, formulas.implies(others.cover, others.apply))
    parts = [.quick: Self.parts(changed, changed.map(\.question), old, new)]
    keys = MapKeys.named(by: changed.compactMap(\.name.after), in: new.view.terms)
  }

  private static func parts(
    _ rules: [ChangedRule], _ questions: [StrictnessQuestion], _ old: DiffSide, _ new: DiffSide
  ) -> Sides {
    (
      zip(rules, questions).compactMap { rule, question in
        rule.name.before.map { old.part($0, question.before) }
      },
      zip(rules, questions).compactMap { rule, question in
        rule.name.after.map { new.part($0, question.after) }
      }
    )
  }

  mutating func changes(
    progress: (Int, Int) -> Void
  ) throws(Solver.Failure) -> [KindChange] {
    guard !changed.isEmpty, old.kinds != nil, let kinds = new.kinds else { return [] }
    let mayDiffer = mayDiffer
    var found: [KindChange] = []
    for (place, kind) in kinds.enumerated() {
      progress(place, kinds.count)
      let isKind = formulas.and(kind.formula, mayDiffer)
      if !cannotProve, try examiner.isImpossible(isKind) { continue }
      for isMilder in [true, false] {
        let proof = try proof(kind.id, kind.formula, isMilder: isMilder)
        if !proof.isProved {
          found.append(KindChange(kind: kind.id, isMilder: isMilder, proof: proof))
        }
      }
    }
    return found
  }

  private var cannotProve: Bool { changed.contains { $0.question.isCut || $0.isOfOtherTypes } }

  /// That some changed rule gives something else, or applies where it did not: without that every
  /// verdict is the same.
  private var mayDiffer: Formula {
    formulas.any(
      changed.map { rule in
        let question = rule.question
        if rule.isSameRule { return question.before.applies }
        return formulas.or(
          question.isMilder, question.isStricter,
          formulas.not(formulas.equal(question.before.applies, question.after.applies)))
      })
  }

  // MARK: One kind, one direction

  private mutating func proof(
    _ kind: String, _ isKind: Formula, isMilder: Bool
  ) throws(Solver.Failure) -> Proof {
    for example in examples {
      if let found = difference(example.saying(kind: kind), isMilder) {
        return .counterexample(found)
      }
    }
    let bare = question([], isMilder: isMilder, .quick)
    if !bare.isCut, try examiner.isImpossible(formulas.and(isKind, bare.formula)) {
      return .proved
    }
    if case .counterexample(let found) = try refine(isKind, isMilder: isMilder, .few) {
      return .counterexample(found)
    }
    let quick = try refine(isKind, isMilder: isMilder, .quick)
    guard case .tried(_, let because) = quick else { return quick }
    guard examiner.fullPasses.take() else {
      return tryByChance(kind, isMilder: isMilder, because: because)
    }
    let full = try refine(isKind, isMilder: isMilder, .full)
    guard case .tried(_, let because) = full else { return full }
    return tryByChance(kind, isMilder: isMilder, because: because)
  }

  private mutating func refine(
    _ isKind: Formula, isMilder: Bool, _ depth: Depth
  ) throws(Solver.Failure) -> Proof {
    let encoder = encoder(new, depth)
    let given = formulas.and(isKind, encoder.judgesAsStated)
    var excluded: [Formula] = []
    // Begun anew for each kind: what hides a difference for one says little of another.
    var joined: [RuleName] = []
    for _ in 0..<depth.mostRounds {
      guard rounds.take() else {
        return .tried(0, because: "as many questions were asked as one comparison may")
      }
      let question = question(joined, isMilder: isMilder, depth)
      let claim = formulas.all([given, question.formula] + excluded)
      var answer = try examiner.solver.check(formulas.and(claim, encoder.isRecent))
      if case .possible = answer {} else { answer = try examiner.solver.check(claim) }
      switch answer {
      case .open: return .tried(0, because: "the solver's steps ran out")
      case .impossible:
        if !excluded.isEmpty || depth == .few {
          return .tried(0, because: examiner.reason(of: question.formula))
        }
        if question.isCut {
          return .tried(0, because: "a list has more conditions than the solver has elements")
        }
        // Only facts that state no other instant for the action were asked about so far.
        if try examiner.isImpossible(formulas.and(isKind, question.formula)) { return .proved }
        return .tried(0, because: "it takes an action that is stated for another day")
      case .possible(let model):
        let request = new.request(model)
        if let found = difference(request, isMilder) {
          if examples.count < Self.mostExamples { examples.append(found.request) }
          return .counterexample(found)
        }
        let hiding = whoHides(request, isMilder, beside: joined)
        if !hiding.isEmpty {
          joined += hiding
          continue
        }
        let others = examiner.differs(from: model, in: question.formula)
        if others == formulas.no {
          return .tried(0, because: examiner.reason(of: question.formula))
        }
        excluded.append(others)
      }
    }
    return .tried(0, because: "other rules hide the difference in all facts that were found")
  }

  private mutating func question(
    _ joined: [RuleName], isMilder: Bool, _ depth: Depth
  ) -> (formula: Formula, isCut: Bool) {
    let own = changedParts(depth)
    let rest = joined.compactMap { part(of: $0, depth) }
    let before = VerdictEncoding(
      own.before + rest.map(\.before), old.encoders.coarse, others: others)
    let after = VerdictEncoding(
      own.after + rest.map(\.after), new.encoders.coarse, others: others)
    return (
      isMilder ? before.isMilder(after, formulas) : after.isMilder(before, formulas),
      changed.contains(where: \.isOfOtherTypes)
        || before.isCut(beside: after, elements: new.encoders.coarse.facts.listBound)
    )
  }

  private func encoder(_ side: DiffSide, _ depth: Depth) -> Encoder {
    switch depth {
    case .quick: side.encoders.coarse
    case .few: side.encoders.small(keys)
    case .full: side.encoders.exact
    }
  }

  private mutating func changedParts(_ depth: Depth) -> Sides {
    if let known = parts[depth] { return known }
    let encoders = (old: encoder(old, depth), new: encoder(new, depth))
    let questions = changed.map { rule in
      rule.encoded(old, new) { $0 === old.encoders ? encoders.old : encoders.new }
    }
    let made = Self.parts(changed, questions, old, new)
    parts[depth] = made
    return made
  }

  /// An unchanged rule is encoded quickly; where few keys are there, with these, as the others are.
  private mutating func part(of name: RuleName, _ depth: Depth) -> SamePart? {
    let depth = depth == .full ? .quick : depth
    let key = PartKey(name: name, depth: depth)
    if let known = same[key] { return known }
    guard let before = old.rules[name], let after = new.rules[name] else { return nil }
    let encoding = new.encoding(after, encoder(new, depth))
    let part = (before: old.part(before, encoding), after: new.part(after, encoding))
    same[key] = part
    return part
  }

  /// The unchanged rules for which a request gets no other verdict, so many at most.
  private func whoHides(
    _ request: JSONValue, _ isMilder: Bool, beside joined: [RuleName]
  ) -> [RuleName] {
    let side = isMilder ? new : old
    guard let outcome = side.judge(request) else { return [] }
    func names(_ holds: (Outcome, Verdict) -> Bool) -> [RuleName] {
      let rules = outcome.rules.filter { holds($0.value.outcome, $0.value.verdict) }.keys.sorted()
      let names = rules.map { side.library.rules[$0].name }
      return Array(
        names.filter { !changedNames.contains($0) && !joined.contains($0) }
          .prefix(Self.mostJoinedAtOnce))
    }
    let strictest = outcome.rules.values.map(\.verdict).max() ?? .allow
    if strictest > .allow {
      let hiding = names { $1 == strictest }
      if !hiding.isEmpty { return hiding }
    }
    // Nothing stricter hides it, so that something applies at all may do.
    return names { outcome, _ in outcome != .notApplicable }
  }

  // MARK: By the engine

  private mutating func tryByChance(
    _ kind: String, isMilder: Bool, because: String
  ) -> Proof {
    let rules = changed.compactMap(\.name.after)
    for trial in 0..<Self.trials {
      let request = new.requestByChance(rules, seed: UInt64(trial)).saying(kind: kind)
      if let found = difference(request, isMilder) { return .counterexample(found) }
    }
    return .tried(Self.trials, because: because)
  }

  private func difference(_ request: JSONValue, _ isMilder: Bool) -> Counterexample? {
    guard let (before, after) = verdicts(request, isMilder) else { return nil }
    let kind = request.statedKind
    let reduced = FactsReduction.reduced(request) { other in
      // An example of a kind says so, also where any other kind would do.
      guard other.statedKind == kind, let verdicts = verdicts(other, isMilder) else {
        return false
      }
      return verdicts == (before, after)
    }
    return Counterexample(request: reduced, words: "\(before.rawValue) → \(after.rawValue)")
  }

  /// The verdicts under both, where they differ in a direction.
  private func verdicts(_ request: JSONValue, _ isMilder: Bool) -> (Verdict, Verdict)? {
    guard let before = old.judge(request)?.verdict, let after = new.judge(request)?.verdict,
      isMilder ? before > after : before < after
    else { return nil }
    return (before, after)
  }
}

extension JSONValue {
  /// The kind of action that a request states.
  fileprivate var statedKind: String? {
    guard case .object(let entries) = self,
      case .object(let action)? = entries.first(where: { $0.key == "action" })?.value,
      case .string(let kind)? = action.first(where: { $0.key == "kind" })?.value
    else { return nil }
    return kind
  }

  /// The request with another kind of action.
  fileprivate func saying(kind: String) -> JSONValue {
    let stated = (key: "kind", value: JSONValue.string(kind))
    guard case .object(let entries) = self else { return self }
    guard let place = entries.firstIndex(where: { $0.key == "action" }),
      case .object(let action) = entries[place].value
    else { return .object(entries + [("action", .object([stated]))]) }
    var changed = entries
    changed[place].value = .object([stated] + action.filter { $0.key != "kind" })
    return .object(changed)
  }
}
