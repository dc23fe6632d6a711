import CEL
import Diagnostics
import DocumentTree
import PolicyCompiler
import PolicyModel
import Testing

@Suite struct CompiledLibraryTests {
  static let policies = """
    policy: values
    title: Our values
    authority: house
    effective: {from: 2026-01-01}
    reviewed: {on: 2026-11-20, every: 180d}
    applies: action.kind.within("message") && person.messages > 0
    settings:
      most: {type: int, default: 5, tighter: lower, doc: Messages a week.}
    tables:
      quiet_until:
        by: place
        of: int
        rows:
          - {is: EU, value: 8, cite: EU 1}
          - {is: DE, value: 9, cite: [DE 1, DE 2], from: 2026-03-01}
    define:
      late: {given: {where: term(place)}, is: person.messages > quiet_until(where)}
    rules:
      - rule: frequency
        title: Not too often
        cite: [House 1]
        confidence: secondary
        when:
          - person.location in ["AT", "US"]
          - any: [action.automated, person.relationship == "lead"]
        forbid: person.messages > settings.most && action.claims.exists(c, c != "")
        unless:
          - exception: adult
            cite: House 2
            when: person.age >= 18
            effective: {until: 2027-12-31}
        verdict: require-review
        unknown: deny
        review: {by: [legal, privacy], quorum: 2, within: 48h}
        oblige:
          - {duty: tell, text: "Tell {person.id2}.", value: settings.most + 1}
        because: "{{{person.messages}}} of {settings.most}: {witness}"
        remedy: Wait, {person.age}.
        waivable: {by: [legal]}
        effective: {from: 2026-06-01, until: 2026-12-31}
      - rule: late
        cite: House 3
        require: {none: ["late(person.location)", "step.always_after.touches(\\"message\\")"]}
        because: Late.
    """.replacing("person.id2", with: "person.relationship")

  static let client = """
    client: acme
    title: Acme
    adopts: [house/*, gdpr]
    settings: {values.most: 3}
    facts:
      client.established_in: [DE, AT]
      client: {revenue: 5, since: null}
    reviewers: {privacy: [dpo@acme.example]}
    rules:
      - {rule: own, cite: Acme, require: reaches_person, because: B.}
    """

  static let law = """
    policy: gdpr
    title: GDPR
    authority: law
    covers: [EU]
    source: {name: Regulation (EU) 2016/679, url: "https://eur-lex.europa.eu/"}
    rules:
      - rule: consent
        cite: Art. 6
        when: action.kind.within("message")
        require: consented(action.purpose)
        because: No consent of {recipient.id}.
    """

  static func compile() -> Compilation {
    LibraryCompiler.compile([
      Core.file, SourceFile(path: "policies/house/values.yaml", text: policies),
      SourceFile(path: "policies/law/eu/gdpr.yaml", text: law),
      SourceFile(path: "policies/clients/acme.yaml", text: client),
      SourceFile(path: "policies/house/values.tests.yaml", text: "tests: values\ncases: []"),
    ])
  }

  static func library() throws -> CompiledLibrary {
    let compilation = compile()
    #expect(compilation.diagnostics.map(\.message) == [])
    return try #require(compilation.library)
  }

  static func slot(_ path: String) throws -> Int {
    try #require(try library().vocabulary.slot(of: path))
  }

  @Test func `policies are sorted and hold their rules`() throws {
    let library = try Self.library()
    #expect(library.policies.map(\.id) == ["gdpr", "values", "acme"])
    #expect(library.policies.map(\.rules) == [0..<1, 1..<3, 3..<4])
    #expect(library.policies.map(\.authority) == [.law, .house, .client])
    let rules = ["gdpr/consent", "values/frequency", "values/late", "acme/own"]
    #expect(library.rules.map(\.name.description) == rules)
    #expect(library.rules.map(\.policy) == [0, 1, 1, 2])
    #expect(library.documentCount == 5)
    let gdpr = library.policies[0]
    #expect(gdpr.covers.map { library.vocabulary.text(of: $0) } == ["EU"])
    #expect(gdpr.source?.name == "Regulation (EU) 2016/679")
    #expect(library.policies[1].reviewDates?.due?.text == "2027-05-19")
    #expect(library.rules[1].range.start.line == 19)
  }

  @Test func `a rule holds what it says`() throws {
    let library = try Self.library()
    let rule = try #require(library.rules.first { $0.name.rule == "frequency" })
    #expect(rule.title == "Not too often")
    #expect(rule.cite == ["House 1"])
    #expect(rule.confidence == .secondary)
    #expect(rule.isForbid)
    #expect(rule.verdict == .requireReview)
    #expect(rule.unknown == .deny)
    #expect(
      rule.review
        == ReviewDemand(by: ["legal", "privacy"], quorum: 2, within: 48 * 3_600_000_000_000))
    #expect(rule.period == Period(from: Day("2026-06-01"), until: Day("2026-12-31")))
    #expect(rule.exceptions.map(\.id) == ["adult"])
    #expect(rule.exceptions[0].cite == ["House 2"])
    #expect(rule.exceptions[0].period == Period(from: nil, until: Day("2027-12-31")))
    #expect(rule.waivable == .roles(["legal"]))
    #expect(rule.duties.map(\.id) == ["tell"])
    #expect(rule.neededRoots == [])
    #expect(library.rules[2].period == Period(from: Day("2026-01-01"), until: nil))
    #expect(library.rules[2].neededRoots == [try Self.slot("step")])
  }

  @Test func `conditions are trees over atoms`() throws {
    let library = try Self.library()
    let rule = library.rules[1]
    func text(_ condition: Condition) -> String {
      switch condition {
      case .atom(let atom): library.atoms[atom].expression
      case .all(let parts): "all(\(parts.map(text).joined(separator: "; ")))"
      case .any(let parts): "any(\(parts.map(text).joined(separator: "; ")))"
      case .none(let parts): "none(\(parts.map(text).joined(separator: "; ")))"
      }
    }
    #expect(
      text(rule.when) == """
        all(action.kind.within("message"); person.messages > 0; \
        person.location in ["AT", "US"]; any(action.automated; person.relationship == "lead"))
        """)
    #expect(
      text(rule.body)
        == #"person.messages > settings.most && action.claims.exists(c, c != "")"#)
    #expect(
      text(library.rules[2].body)
        == #"none(late(person.location); step.always_after.touches("message"))"#)
  }

  @Test func `what is said twice is one atom`() throws {
    let library = try Self.library()
    let expressions = library.atoms.map(\.expression)
    #expect(Set(expressions).count == expressions.count)
    let message = try #require(expressions.firstIndex(of: #"action.kind.within("message")"#))
    #expect(library.rules[0].when.atoms == [message])
    #expect(library.rules[1].when.atoms.first == message)
  }

  @Test func `atoms know what they read`() throws {
    let library = try Self.library()
    func atom(_ expression: String) throws -> Atom {
      try #require(library.atoms.first { $0.expression == expression })
    }
    func paths(_ atom: Atom) -> [String] {
      atom.facts.map { library.vocabulary.facts[$0].path }
    }
    let consent = try atom("consented(action.purpose)")
    #expect(paths(consent) == ["action.purpose", "recipient.consents"])
    #expect(consent.isSensitive)
    let most = try atom(
      #"person.messages > settings.most && action.claims.exists(c, c != "")"#)
    #expect(paths(most) == ["action.claims", "person.messages"])
    #expect(most.settings == [library.vocabulary.facts.count])
    #expect(!most.isSensitive)
    #expect(try atom("person.age >= 18").isSensitive)
  }

  @Test func `atoms tell an index what they ask`() throws {
    let library = try Self.library()
    func shape(_ expression: String) -> AtomShape? {
      library.atoms.first { $0.expression == expression }?.shape
    }
    let place = try #require(library.vocabulary.termSet(named: "place"))
    let kinds = try #require(library.vocabulary.termSet(named: "action-kind"))
    let wanted = ["AT", "US"].compactMap { place.symbol(for: $0)?.id }
    guard case .isTerm(let location, let terms)? = shape(#"person.location in ["AT", "US"]"#),
      case .isWithin(let kind, let term)? = shape(#"action.kind.within("message")"#),
      case .isBool(let automated, true)? = shape("action.automated"),
      case .isString(let relationship, let texts)? = shape(#"person.relationship == "lead""#),
      case .other? = shape("person.messages > 0")
    else {
      Issue.record("an atom has another shape")
      return
    }
    #expect(terms == wanted)
    #expect(term == kinds.symbol(for: "message")?.id)
    #expect(texts == ["lead"])
    let slots = [location, kind, automated, relationship]
    let paths = ["person.location", "action.kind", "action.automated", "person.relationship"]
    #expect(slots.map { library.vocabulary.facts[$0].path } == paths)
  }

  @Test(arguments: [
    ("reaches_person", ["message", "message.email", "message.sms"]),
    (
      #"action.kind.within("message") && !(action.kind == "message.sms")"#,
      ["message", "message.email"]
    ),
    (#"action.kind != "data.sell""#, ["message", "message.email", "message.sms"]),
    (#"person.location.within("EU")"#, nil),
    (#"person.location in ["GB", "US"] || !person.location.within("EU")"#, ["EU", "GB", "US"]),
    ("action.kind.within(\"message\") || action.automated", nil),
  ])
  func `an index learns for which terms an atom can hold`(
    expression: String, terms: [String]?
  ) throws {
    let policy = """
      policy: p
      title: P
      authority: house
      rules:
        - {rule: r, cite: C, because: B., forbid: '\(expression)'}
      """
    let compilation = LibraryCompiler.compile([
      Core.file, SourceFile(path: "policies/p.yaml", text: policy),
    ])
    let library = try #require(compilation.library)
    var found: [String]?
    if case .isTerm(let slot, let terms) = library.atoms[0].shape,
      case .term(let set) = library.vocabulary.facts[slot].type
    {
      found = terms.map { library.vocabulary.termSets[set].terms[Int($0)].id }
    }
    #expect(found == terms)
  }

  @Test(arguments: [
    (#"action.automated && person.location == "US""#, 2),
    (#"action.automated && (person.location == "US" && !action.automated)"#, 3),
    (#"(action.automated) == (person.location == "US") && action.automated"#, 1),
    (#"action.automated || action.automated && person.location == "US""#, 0),
    (#"action.automated ? action.automated && action.automated : action.automated"#, 0),
    (#"person.location == "US" && [true, false].exists(x, x && "a && b" != "")"#, 1),
    ("action.automated && // not &&\n            person.location == 'US'", 2),
    (#"action.automated && person.location == r"US""#, 2),
  ])
  func `a forbid is cut at its conjuncts`(expression: String, understood: Int) throws {
    let policy = """
      policy: p
      title: P
      authority: house
      rules:
        - rule: r
          cite: C
          because: B.
          forbid: |
            \(expression)
      """
    let compilation = LibraryCompiler.compile([
      Core.file, SourceFile(path: "policies/p.yaml", text: policy),
    ])
    let library = try #require(compilation.library)
    #expect(library.atoms.count == 1)
    #expect(library.atoms[0].conjuncts.count == understood)
    // The tree is made again of the same text.
    #expect(library.atoms[0].checked.type == .bool)
  }

  @Test func `texts are cut into their holes`() throws {
    let rule = try Self.library().rules[1]
    let parts = rule.because.parts.map { part in
      switch part {
      case .text(let text): text
      case .hole(let hole): hole.isSensitive ? "<sensitive>" : "<hole>"
      case .witness: "<witness>"
      }
    }
    #expect(parts.joined(separator: "|") == "{|<hole>|} of |<hole>|: |<witness>")
    let remedy = try #require(rule.remedy)
    guard case .hole(let hole)? = remedy.parts.dropFirst().first else {
      Issue.record("the remedy has no hole")
      return
    }
    #expect(hole.isSensitive)
  }

  @Test func `tables are asked through definitions`() throws {
    let library = try Self.library()
    #expect(library.tables.map(\.name) == ["quiet_until"])
    #expect(library.tables[0].rows.map(\.cite) == [["EU 1"], ["DE 1", "DE 2"]])
    #expect(library.rules[1].tables.isEmpty)
    #expect(library.rules[2].tables.map(\.table) == [0])
    #expect(library.rules[2].tables[0].argument.facts == [try Self.slot("person.location")])
  }

  @Test func `a client adopts, sets and states`() throws {
    let library = try Self.library()
    let client = try #require(library.client(named: "acme"))
    #expect(client.policies == [0, 1, 2])
    #expect(client.settings.keys.sorted() == [0])
    #expect(client.settings[0].map { Value.equal($0, .int(3)) } == true)
    #expect(client.reviewers == ["privacy": ["dpo@acme.example"]])
    let stated = client.facts.keys.sorted().map { library.vocabulary.facts[$0].path }
    #expect(stated == ["client.established_in", "client.revenue", "client.since"])
    #expect(client.facts[try Self.slot("client.revenue")]?.description == "5.0")
  }

  @Test func `tests are handed on`() {
    let tests = Self.compile().tests
    #expect(tests.map(\.policy) == ["values"])
    #expect(tests.first?.node.entries?.count == 2)
  }
}
