import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Asks every rule of a library whether it could apply to what a new client wants to do.
struct AdoptionQuestions {
  let library: CompiledLibrary
  let places: [Symbol]
  /// What the client says that it is in law.
  let roles: [Symbol]
  private let kinds: [(slot: Int, kind: Symbol)]
  /// The day, and each later one on which a table's row or a term changes.
  private let instants: [Timestamp]
  private let day: Day
  private let gate: Gate

  /// Errors: `unknown-kind` and `unknown-term` for words that the vocabulary lacks, `control-flow`.
  init?(
    _ wish: StarterClient.Wish, _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) {
    let vocabulary = library.vocabulary
    let kinds = wish.kinds.compactMap { FactsAsked.kind($0, vocabulary, &diagnostics) }
    let places = wish.places.compactMap { Self.place($0, vocabulary, &diagnostics) }
    let roles = wish.roles.compactMap { Self.role($0, vocabulary, &diagnostics) }
    guard kinds.count == wish.kinds.count, places.count == wish.places.count,
      roles.count == wish.roles.count
    else { return nil }
    self.library = library
    self.places = places
    self.roles = roles
    self.kinds = kinds
    day = wish.day
    let later = library.datedChanges(of: Array(library.policies.indices)).filter { change in
      switch change.subject {
      case .row, .part: wish.day < change.day
      case .rule, .exception, .waiver: false
      }
    }.map(\.day)
    instants = ([wish.day] + Set(later).sorted()).compactMap {
      $0.start ?? Timestamp(seconds: 0)
    }
    gate = Gate(everythingOf: library)
  }

  /// The rules that could apply to a client who is where the people are, in these roles and no other.
  func rules(inRoles roles: [Symbol]) -> Set<Int> {
    var rules: Set<Int> = []
    for place in places {
      let questions = questions { slots in
        state(place, in: &slots, isThere: true)
        state(roles, in: &slots)
      }
      rules.formUnion(questions.map(\.rule))
    }
    return rules
  }

  /// The slots that some rules hang on where nothing but kind and place is known, and the roles where
  /// they are given.
  func slots(askedBy rules: Set<Int>, roles: [Symbol]?) -> Set<Int> {
    var slots: Set<Int> = []
    for place in places {
      let questions = questions { slots in
        state(place, in: &slots, isThere: false)
        if let roles { state(roles, in: &slots) }
      }
      for question in questions where rules.contains(question.rule) {
        slots.formUnion(question.slots)
      }
    }
    return slots
  }

  /// By role: the rules that could apply to whoever has it and no other.
  func rulesByRole() -> [String: Set<Int>] {
    guard let set = library.vocabulary.termSet(named: "client-role") else { return [:] }
    var rules: [String: Set<Int>] = [:]
    for (number, term) in set.terms.enumerated() {
      rules[term.id] = self.rules(inRoles: [Symbol(set: set.number, id: UInt32(number))])
    }
    return rules
  }

  /// Of rules that are in force or will be.
  private func questions(stating state: (inout [Value]) -> Void) -> [RuleQuestion] {
    kinds.flatMap { kind in
      instants.flatMap { instant in
        gate.questions(asOf: instant) { slots in
          slots[kind.slot] = .symbol(kind.kind)
          state(&slots)
        }
      }
    }.filter { question in library.rules[question.rule].period.until.map { day <= $0 } ?? true }
  }

  /// People who are in a place, and a client who is there too where that is so.
  private func state(_ place: Symbol, in slots: inout [Value], isThere: Bool) {
    let vocabulary = library.vocabulary
    if let slot = vocabulary.slot(of: "recipient.location") { slots[slot] = .symbol(place) }
    let lists = isThere ? ["audience.countries", "client.established_in"] : ["audience.countries"]
    for path in lists {
      if let slot = vocabulary.slot(of: path) { slots[slot] = .array([.symbol(place)]) }
    }
  }

  private func state(_ roles: [Symbol], in slots: inout [Value]) {
    if let slot = library.vocabulary.slot(of: "client.roles") {
      slots[slot] = .array(roles.map { .symbol($0) })
    }
  }

  // MARK: Words

  private static func place(
    _ name: String, _ vocabulary: Vocabulary, _ diagnostics: inout [Diagnostic]
  ) -> Symbol? {
    let set = vocabulary.termSet(named: "place")
    if let symbol = set?.symbol(for: name) { return symbol }
    let terms = set?.terms ?? []
    // Names of countries stand in the docs of their codes.
    let named = terms.first { $0.doc?.lowercased() == name.lowercased() }?.id
    let nearest = named ?? Suggestion.nearest(to: name, in: terms.map(\.id))
    diagnostics.append(
      Diagnostic(
        .unknownTerm, "no place is named `\(name)`", at: nil,
        help: nearest.map { "did you mean `\($0)`?" }
          ?? "places are ISO 3166 codes, such as DE or US-CA"))
    return nil
  }

  private static func role(
    _ name: String, _ vocabulary: Vocabulary, _ diagnostics: inout [Diagnostic]
  ) -> Symbol? {
    let set = vocabulary.termSet(named: "client-role")
    if let symbol = set?.symbol(for: name) { return symbol }
    let ids = set?.terms.map(\.id) ?? []
    diagnostics.append(
      Diagnostic(
        .unknownTerm, "no role of a client is named `\(name)`", at: nil,
        help: Suggestion.nearest(to: name, in: ids).map { "did you mean `\($0)`?" }
          ?? "roles are \(ids.sorted().joined(separator: ", "))"))
    return nil
  }
}

extension DiagnosticCode {
  fileprivate static let unknownTerm = DiagnosticCode("unknown-term")
}
