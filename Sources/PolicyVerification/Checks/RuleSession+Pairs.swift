import Diagnostics
import PolicyEngine
import PolicyModel

/// Pairs of rules: which make others superfluous, which contradict each other.
extension RuleSession {
  struct Pairs: Sendable {
    var superfluous: [(one: Int, other: Int)] = []
    var contradictions: [(one: Int, other: Int)] = []
    /// Pairs that were left open.
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
        if partners.rules.contains(rule), !encoding(rule).isCut {
          pairs.superfluous += try covering(rule, partners, &pairs).map { (rule, $0) }
          pairs.contradictions += try contradicting(rule, partners, &pairs).map { (rule, $0) }
        }
        step()
      }
    } catch {
      return .failure(error)
    }
    return .success(pairs)
  }

  // MARK: Superfluous rules

  /// The rules that ask for all that a rule asks for.
  private func covering(
    _ rule: Int, _ partners: RulePartners, _ pairs: inout Pairs
  ) throws(Solver.Failure) -> [Int] {
    guard sightings.askedForSomething(rule) else { return [] }
    let candidates = partners.rules.filter { other in
      other != rule && partners.mayCover(other, rule) && !encoding(other).isCut
    }
    let one = encoding(rule)
    return try impossible(
      candidates, rule, &pairs, isKnown: { other in !sightings.mayCover(other, rule) },
      shows: { other in isToldApart(rule, from: other) },
      formula: { other in
        StrictnessQuestion(before: one, after: encoding(other), formulas: formulas).isMilder
      })
  }

  /// Whether facts for which a rule asks for something make another ask for less: by themselves, or put
  /// upon facts that keep that one or do not concern it.
  private func isToldApart(_ rule: Int, from other: Int) -> Bool {
    let below = (examples.kept[other] ?? []) + (examples.silent[other] ?? []) + [.object([])]
    return examples.merged(examples.asking(rule), upon: below).contains { request in
      let first = side(of: rule).judge(request)?.rules[rule]?.verdict ?? .allow
      guard first > .allow, let outcome = side(of: other).judge(request) else { return false }
      return (outcome.rules[other]?.verdict ?? .allow) < first
    }
  }

  // MARK: Contradictions

  /// The later rules of which none can be kept together with a rule, though each can be kept where the
  /// other applies: a rule that is broken wherever another applies forbids what that speaks of, and
  /// whoever keeps to it never comes to the other.
  private func contradicting(
    _ rule: Int, _ partners: RulePartners, _ pairs: inout Pairs
  ) throws(Solver.Failure) -> [Int] {
    let candidates = partners.rules.filter { other in
      other > rule && partners.mayContradict(rule, other) && !encoding(other).isCut
    }
    let one = encoding(rule)
    let never = try impossible(
      candidates, rule, &pairs, isKnown: { other in sightings.wereKeptTogether(rule, other) },
      shows: { other in areKeptTogether(rule, other) },
      formula: { other in formulas.and(one.kept, encoding(other).kept) })
    var found: [Int] = []
    for other in never {
      let isOneKept = try isKept(rule, where: other, &pairs)
      let areBothKept = try isOneKept ? isKept(other, where: rule, &pairs) : false
      if areBothKept { found.append(other) }
    }
    return found
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

  /// Whether a rule was seen to be kept where another applies and is broken.
  private func isKept(
    _ one: Int, where other: Int, _ pairs: inout Pairs
  ) throws(Solver.Failure) -> Bool {
    let formula = formulas.all([
      encoding(one).kept, encoding(other).broken, encoders.coarse.judgesAsStated,
    ])
    switch try examiner.solver.check(formula) {
    case .impossible: return false
    case .open: break
    case .possible(let model):
      if let (_, outcomes) = judge(model, one), outcomes[one]?.outcome == .kept,
        outcomes[other]?.outcome == .broken
      {
        return true
      }
    }
    pairs.open += 1
    return false
  }

  // MARK: Asking about many

  /// So many are asked about at once.
  private static let mostAtOnce = 4

  /// Those of some rules for which a formula is impossible.
  ///
  /// Most are possible, and mostly many at once: one model then answers for all of these. Where all
  /// together are impossible, each half is asked about.
  private func impossible(
    _ candidates: [Int], _ rule: Int, _ pairs: inout Pairs, isKnown: (Int) -> Bool,
    shows: (Int) -> Bool, formula: (Int) -> Formula
  ) throws(Solver.Failure) -> [Int] {
    var found: [Int] = []
    var waiting: [[Int]] = []
    var rest = candidates.filter { !isKnown($0) && !shows($0) }[...]
    while true {
      if waiting.isEmpty {
        if rest.isEmpty { return found }
        waiting.append(Array(rest.prefix(Self.mostAtOnce)))
        rest = rest.dropFirst(Self.mostAtOnce)
      }
      // What was judged meanwhile answers for some.
      let group = waiting.removeLast().filter { !isKnown($0) }
      if group.isEmpty { continue }
      guard pairQuestions.take() else {
        pairs.open += group.count
        continue
      }
      let answer = try examiner.solver.check(formulas.all(group.map(formula)))
      switch answer {
      case .possible(let model): _ = judge(model, rule)
      case .impossible where group.count == 1: found += group
      case .open where group.count == 1: pairs.open += 1
      case .impossible, .open:
        waiting.append(Array(group[(group.count / 2)...]))
        waiting.append(Array(group[..<(group.count / 2)]))
      }
    }
  }
}
