import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Whether a client gets no less than under a client above it: for all facts of the client's, no rule of
/// the parent's gives something milder under the client.
///
/// Both are asked about the client's own actions: its id and what it states of itself hold on both
/// sides. Waivers of neither count; the client's are listed, being what it is let off by.
struct LayerCheck {
  let library: CompiledLibrary
  let world: World
  let examiner: Examiner
  private var formulas: Formulas { examiner.solver.formulas }

  init(_ library: CompiledLibrary, _ world: World, _ examiner: Examiner) {
    self.library = library
    self.world = world
    self.examiner = examiner
  }

  func finding(_ client: Client, under parent: Client) throws(Solver.Failure) -> LayerFinding {
    let above = LibraryView.of(parent, asIf: client, library, in: world)
    let below = LibraryView.of(client, library, in: world)
    let pair = Pair(client: client, parent: parent, above: above, below: below)
    var encoders: (above: Encoders, below: Encoders)?
    var proofs: [(rule: RuleName, proof: Proof)] = []
    for policy in parent.policies {
      for rule in library.policies[policy].rules {
        let name = library.rules[rule].name
        if client.policies.contains(policy), hasSameSettings(rule, above, below) {
          // The same rule, settings and facts: there is nothing to ask.
          proofs.append((name, .proved))
          continue
        }
        let both =
          encoders ?? (above: Encoders(formulas, above), below: Encoders(formulas, below))
        encoders = both
        proofs.append((name, try proof(rule, pair, both)))
      }
    }
    return LayerFinding(
      client: client.id, parent: parent.id, proofs: proofs,
      waivers: client.waivers.map { waiver in
        "\(waiver.id) of \(waiver.rule), \(waiver.from.text) to \(waiver.until.text), "
          + "by \(waiver.by): \(waiver.reason)"
      },
      newlyCovered: newlyCovered(client, parent))
  }

  private struct Pair {
    let client: Client
    let parent: Client
    let above: LibraryView
    let below: LibraryView
  }

  private func hasSameSettings(_ rule: Int, _ above: LibraryView, _ below: LibraryView) -> Bool {
    library.settings.indices.allSatisfy { number in
      guard let one = above.settings[number], let other = below.settings[number] else {
        return false
      }
      return Value.equal(one, other)
        || !library.rules[rule].reads(library.settings[number].slot, in: library)
    }
  }

  private func proof(
    _ rule: Int, _ pair: Pair, _ encoders: (above: Encoders, below: Encoders)
  ) throws(Solver.Failure) -> Proof {
    func question(_ encoder: KeyPath<Encoders, Encoder>) -> StrictnessQuestion {
      let policy = library.rules[rule].policy
      let before = RuleEncoding(library.rules[rule], encoders.above[keyPath: encoder])
      guard pair.client.policies.contains(policy) else {
        return StrictnessQuestion(
          before: before, after: RuleEncoding(nothing: formulas.no), formulas: formulas)
      }
      return StrictnessQuestion(
        before: before,
        after: RuleEncoding(library.rules[rule], encoders.below[keyPath: encoder]),
        formulas: formulas)
    }
    let coarse = question(\.coarse)
    if !coarse.isCut, try examiner.isImpossible(coarse.isMilder) { return .proved }
    let exact = question(\.exact)
    return try examiner.examine(
      Examiner.Question(
        formula: exact.isMilder, usual: encoders.below.exact.judgesAsStated,
        likely: formulas.and(encoders.below.exact.isRecent, exact.before.broken)),
      isCut: exact.isCut,
      confirm: { model in
        let witness = Witness(formulas: formulas, model: model, view: pair.below)
        return difference(witness.request(client: pair.client.id), rule, pair)
      },
      trial: { trial in
        var generator = FactGenerator(
          library, rules: [rule],
          settings: library.settings.indices.map { pair.below.settings[$0] ?? .null },
          standing: pair.below.standing, client: pair.client.id, seed: UInt64(trial))
        return difference(generator.request(), rule, pair)
      })
  }

  private func difference(_ request: JSONValue, _ rule: Int, _ pair: Pair) -> Counterexample? {
    let above = Client(
      id: pair.client.id, title: pair.parent.title, parent: pair.parent.parent,
      policies: pair.parent.policies, settings: pair.parent.settings, facts: pair.client.facts,
      reviewers: [:], waivers: [], range: pair.parent.range)
    let below = Client(
      id: pair.client.id, title: pair.client.title, parent: pair.client.parent,
      policies: pair.client.policies, settings: pair.client.settings, facts: pair.client.facts,
      reviewers: [:], waivers: [], range: pair.client.range)
    guard
      let before = Side(Gate(library: library, client: above, usesIndex: false)).judge(request),
      let after = Side(Gate(library: library, client: below, usesIndex: false)).judge(request)
    else { return nil }
    let (first, second) = (before.rules[rule], after.rules[rule])
    guard (first?.verdict ?? .allow) > (second?.verdict ?? .allow) else { return nil }
    return Counterexample(
      request: request,
      words: "\((first?.outcome ?? .notApplicable).rawValue) under \(pair.parent.id), "
        + "\((second?.outcome ?? .notApplicable).rawValue) under \(pair.client.id)")
  }

  /// What was ungoverned under the parent and is not under the client, in words.
  private func newlyCovered(_ client: Client, _ parent: Client) -> [String] {
    let own = client.policies.filter { !parent.policies.contains($0) }
    return own.compactMap { number in
      let policy = library.policies[number]
      if policy.authority == .client { return nil }
      if policy.covers.isEmpty { return "what \(policy.id) applies to" }
      let places = policy.covers.map { library.vocabulary.text(of: $0) }
      return "\(places.joined(separator: ", ")) by \(policy.id)"
    }
  }
}
