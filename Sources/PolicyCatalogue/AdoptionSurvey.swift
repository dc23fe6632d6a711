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
    let authority: Authority
    let isAdopted: Bool
    /// Why it is adopted, or is not.
    let reason: String
  }

  init?(
    _ wish: StarterClient.Wish, _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) {
    let vocabulary = library.vocabulary
    let kinds = wish.kinds.compactMap { FactsAsked.kind($0, vocabulary, &diagnostics) }
    let places = wish.places.compactMap { Self.place($0, vocabulary, &diagnostics) }
    guard kinds.count == wish.kinds.count, places.count == wish.places.count else { return nil }
    let gate = Gate(everythingOf: library)
    var asked: [Int: Set<Int>] = [:]
    for kind in kinds {
      for place in places {
        let questions = gate.questions { slots in
          slots[kind.slot] = .symbol(kind.kind)
          Self.state(place, in: &slots, vocabulary)
        }
        for question in questions where library.rules[question.rule].counts(on: wish.day) {
          asked[question.rule, default: []].formUnion(question.slots)
        }
      }
    }
    guard let set = vocabulary.termSet(named: "place") else { return nil }
    var entries: [Entry] = []
    var adoptedRules: [Int] = []
    var covered: Set<Symbol> = []
    var adopted: Set<String> = []
    for policy in library.policies where policy.authority != .client {
      let rules = policy.rules.filter { asked[$0] != nil }
      let isAdopted = !rules.isEmpty
      if isAdopted {
        adoptedRules += rules
        adopted.insert(policy.id)
        covered.formUnion(
          places.filter { place in policy.covers.contains { set.holds(place, $0, wish.day) } })
      }
      let covers = policy.covers.map(vocabulary.text(of:)).joined(separator: ", ")
      let why =
        if isAdopted {
          (covers.isEmpty ? "" : "Covers \(covers). ")
            + Self.count(rules.count, of: policy.rules.count)
        } else if !policy.covers.isEmpty,
          !places.contains(where: { set.reaches($0, policy, wish.day) })
        {
          "covers \(covers)"
        } else {
          "no rule for these kinds and places"
        }
      entries.append(
        Entry(id: policy.id, authority: policy.authority, isAdopted: isAdopted, reason: why))
    }
    self.library = library
    self.entries = entries
    let reachesPeople = wish.kinds.contains { $0 == "message" || $0.hasPrefix("message.") }
    uncovered =
      reachesPeople
      ? places.filter { !covered.contains($0) }.map(vocabulary.text(of:)) : []
    standing = Set(adoptedRules.flatMap { asked[$0] ?? [] }).filter {
      vocabulary.facts[$0].isStanding && !vocabulary.facts[$0].isGroup
        && vocabulary.facts[$0].path != "client.id"
    }.sorted()
    settings = library.settings.filter { setting in
      adopted.contains(String(setting.name.prefix { $0 != "." }))
    }
    roles = Set(adoptedRules.flatMap { library.rules[$0].review?.by ?? [] }).sorted()
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

  /// People who are in a place, and a client who is there too.
  private static func state(_ place: Symbol, in slots: inout [Value], _ vocabulary: Vocabulary) {
    if let slot = vocabulary.slot(of: "recipient.location") { slots[slot] = .symbol(place) }
    for path in ["client.established_in", "audience.countries"] {
      if let slot = vocabulary.slot(of: path) { slots[slot] = .array([.symbol(place)]) }
    }
  }

  private static func place(
    _ name: String, _ vocabulary: Vocabulary, _ diagnostics: inout [Diagnostic]
  ) -> Symbol? {
    let set = vocabulary.termSet(named: "place")
    if let symbol = set?.symbol(for: name) { return symbol }
    let nearest = Suggestion.nearest(to: name, in: set?.terms.map(\.id) ?? [])
    diagnostics.append(
      Diagnostic(
        .unknownTerm, "no place is named `\(name)`", at: nil,
        help: nearest.map { "did you mean `\($0)`?" }
          ?? "places are ISO 3166 codes, such as DE or US-CA"))
    return nil
  }
}

extension Rule {
  /// Whether it is in force on a day or comes into force later.
  fileprivate func counts(on day: Day) -> Bool { period.until.map { day <= $0 } ?? true }
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

extension DiagnosticCode {
  fileprivate static let unknownTerm = DiagnosticCode("unknown-term")
}
