import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Which policies of a library have rules for some kinds of action in some places.
struct AdoptionSurvey {
  let library: CompiledLibrary
  /// Every policy but clients' own, in the order of the ids.
  let entries: [Entry]
  /// The places that no adopted law covers for the kinds that ask for one.
  let uncovered: [String]
  /// The slots of the standing facts that the adopted rules ask for, ascending.
  let standing: [Int]
  /// The settings of the adopted policies.
  let settings: [Setting]
  /// The roles that the adopted rules send to, sorted.
  let roles: [String]

  struct Entry {
    let id: String
    let title: String
    let authority: Authority
    let isAdopted: Bool
    /// Why it is adopted, or is not.
    let reason: String
  }

  init?(
    _ wish: StarterClient.Wish, _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) {
    guard let questions = AdoptionQuestions(wish, library, &diagnostics),
      let set = library.vocabulary.termSet(named: "place")
    else { return nil }
    let places = questions.places
    let asked = questions.rules(inRoles: questions.roles)
    let askedByRole = questions.rulesByRole()
    var entries: [Entry] = []
    var adoptedRules: Set<Int> = []
    var covered: Set<Symbol> = []
    var adopted: Set<String> = []
    for policy in library.policies where policy.authority != .client {
      let rules = policy.rules.filter(asked.contains)
      let covers = policy.covers.map(library.vocabulary.text(of:)).joined(separator: ", ")
      let why: String
      if !rules.isEmpty {
        adoptedRules.formUnion(rules)
        adopted.insert(policy.id)
        covered.formUnion(
          places.filter { place in policy.covers.contains { set.holds(place, $0, wish.day) } })
        why =
          (covers.isEmpty ? "" : "Covers \(covers). ")
          + Self.count(rules.count, of: policy.rules.count)
      } else if !policy.covers.isEmpty,
        !places.contains(where: { set.reaches($0, policy, wish.day) })
      {
        why = "covers \(covers)"
      } else {
        let roles = askedByRole.filter { $0.value.contains(where: policy.rules.contains) }.keys
          .sorted()
        why =
          roles.isEmpty
          ? "no rule for these kinds and places"
          : "binds \(roles.joined(separator: ", ")) alone; are you that, say so with --roles"
      }
      entries.append(
        Entry(
          id: policy.id, title: policy.title, authority: policy.authority,
          isAdopted: !rules.isEmpty, reason: why))
    }
    self.library = library
    self.entries = entries
    let reachesPeople = wish.kinds.contains { $0 == "message" || $0.hasPrefix("message.") }
    uncovered =
      reachesPeople
      ? places.filter { !covered.contains($0) }.map(library.vocabulary.text(of:)) : []
    // Who states no role has not said that there is none.
    let roles = wish.roles.isEmpty ? nil : questions.roles
    // Whoever is in one of these places is asked about; to others the law may reach from where the
    // client is.
    let reaching = [library.vocabulary.slot(of: "client.established_in")].compactMap(\.self)
      .filter { slot in
        adoptedRules.contains { library.rules[$0].facts(in: library).contains(slot) }
      }
    standing = questions.slots(askedBy: adoptedRules, roles: roles).union(reaching).filter {
      library.vocabulary.facts[$0].isStanding && !library.vocabulary.facts[$0].isGroup
        && library.vocabulary.facts[$0].path != "client.id"
    }.sorted()
    settings = library.settings.filter { setting in
      adopted.contains(String(setting.name.prefix { $0 != "." }))
    }
    self.roles = Set(adoptedRules.flatMap { library.rules[$0].review?.by ?? [] }).sorted()
  }

  /// The type of a fact as an author writes it.
  func text(of type: FactType) -> String {
    type.text(
      set: { library.vocabulary.termSets[$0].name }, record: { library.vocabulary.records[$0].name }
    )
  }

  private static func count(_ count: Int, of all: Int) -> String {
    let rules = all == 1 ? "rule" : "rules"
    return count == all
      ? "Its \(all) \(rules) may apply." : "\(count) of its \(all) \(rules) may apply."
  }
}

extension TermSet {
  /// Whether a place has a part in common with what a policy covers on a day.
  fileprivate func reaches(_ place: Symbol, _ policy: Policy, _ day: Day) -> Bool {
    policy.covers.contains { within(place.id, $0.id, era: era(on: day)) != .no }
  }

  /// Whether a term is wholly within another on a day.
  fileprivate func holds(_ part: Symbol, _ whole: Symbol, _ day: Day) -> Bool {
    within(part.id, whole.id, era: era(on: day)) == .yes
  }
}
