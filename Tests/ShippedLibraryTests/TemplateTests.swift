import CEL
import Diagnostics
import PolicyCatalogue
import PolicyCompiler
import PolicyEngine
import PolicyModel
import Testing

/// Templates of facts, and first clients, with the policies that the project ships.
struct TemplateTests {
  private static let kinds = ShippedLibrary.plain.map(ShippedLibrary.kinds) ?? []

  @Test(arguments: kinds)
  func `a template that nobody filled in is read, and nothing is allowed by it`(kind: String) throws
  {
    let library = try #require(ShippedLibrary.withClean)
    for client in ["clean", "ref"] {
      let gate = Gate(library: library, client: try #require(library.client(named: client)))
      var diagnostics: [Diagnostic] = []
      let clock = try #require(Day("2026-11-25")?.start)
      let asked = try #require(FactsAsked(kind: kind, gate: gate, now: clock, &diagnostics))
      let facts = try ShippedLibrary.facts(asked.template, library)
      #expect(facts.client == client)
      let decision = try gate.decide(gate.prepare(facts, at: nil, clock: clock))
      #expect(decision.verdict == .requireReview)
      #expect(decision.kind == kind)
      // A template states no more than the kind and the client's own name.
      let stated = library.vocabulary.facts.indices.filter { slot in
        guard facts.origins[slot] == .stated, !library.vocabulary.facts[slot].isGroup else {
          return false
        }
        return true
      }.map { library.vocabulary.facts[$0].path }
      #expect(Set(stated).isSubset(of: ["action.kind", "client.id"]))
    }
  }

  @Test(arguments: [
    (
      ["DE"], ["message.email"], ["gdpr", "eprivacy", "de-uwg", "values"],
      ["casl", "us-state-ai", "dma", "dsa"]
    ),
    // The United Kingdom was a part of the Union once.
    (["GB"], ["message.email"], ["uk-gdpr", "pecr", "values"], ["gdpr", "eprivacy", "ai-act"]),
    (
      ["US-CA"], ["message.sms", "profile.score"], ["ccpa", "tcpa"], ["gdpr", "us-state-privacy"]
    ),
    // Its act begins in 2027.
    (["US-OK"], ["data.sell"], ["us-state-privacy", "ftc-privacy"], ["ccpa"]),
    (["UK", "FR"], ["price.personalise"], ["uk-gdpr", "gdpr", "fairness"], ["dpdp"]),
    (["JP"], ["data.erase"], [], ["gdpr", "lgpd"]),
    (["EEA", "US", "CA", "AU", "BR", "IN"], kinds, ["gdpr", "casl", "lgpd", "dpdp"], []),
  ])
  func `a first client is well-formed, adopts what applies, and can be asked at once`(
    places: [String], kinds: [String], adopts: [String], leavesOut: [String]
  ) throws {
    let plain = try #require(ShippedLibrary.plain)
    let wish = StarterClient.Wish(
      id: "newcomer", title: #"New "comer" & sons: #1"#, places: places, kinds: kinds,
      day: try #require(Day("2026-11-25")))
    var diagnostics: [Diagnostic] = []
    let client = try #require(StarterClient(wish, of: plain, &diagnostics))
    #expect(Set(adopts).isSubset(of: client.adopted), "\(client.adopted)")
    #expect(Set(leavesOut).isDisjoint(with: client.adopted), "\(client.adopted)")
    for id in client.adopted { #expect(client.text.contains("  - \(id)")) }
    let file = SourceFile(path: "client/client.yaml", text: client.text)
    let compilation = ShippedLibrary.compile(["\(ShippedLibrary.root)/policies"], [file])
    #expect(compilation.diagnostics.map(\.message) == [])
    let compiled = compilation.library
    let library = try #require(compiled)
    let found = try #require(library.client(named: "newcomer"))
    #expect(found.title == wish.title)
    #expect(found.policies.map { library.policies[$0].id } == client.adopted)
    // What stands behind a # is well-formed too, once the values are there.
    #expect(client.text.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 100 })
    let gate = Gate(library: library, client: found)
    for kind in kinds {
      let clock = try #require(Day("2026-11-25")?.start)
      let asked = try #require(FactsAsked(kind: kind, gate: gate, now: clock, &diagnostics))
      let facts = try ShippedLibrary.facts(asked.template, library)
      let verdict = try gate.decide(gate.prepare(facts, at: nil, clock: clock)).verdict
      #expect(verdict == .requireReview, "\(kind)")
    }
  }

  @Test func `what binds those alone who are something in law waits until they say so`() throws {
    let plain = try #require(ShippedLibrary.plain)
    func client(_ roles: [String]) throws -> StarterClient {
      var diagnostics: [Diagnostic] = []
      let wish = StarterClient.Wish(
        id: "newcomer", title: "New", places: ["DE"], kinds: ["content.recommend"], roles: roles,
        day: try #require(Day("2026-11-25")))
      return try #require(StarterClient(wish, of: plain, &diagnostics))
    }
    let shop = try client([])
    let words = shop.text.split { $0 == " " || $0 == "#" || $0 == "\n" }.joined(separator: " ")
    #expect(Set(["dma", "dsa"]).isDisjoint(with: shop.adopted), "\(shop.adopted)")
    #expect(words.contains("binds gatekeeper alone; are you that, say so with --roles"))
    #expect(words.contains("binds online_platform alone"))
    // What it is in law is asked all the same, and so is where it is.
    #expect(shop.text.contains("\n#   client.roles:"))
    #expect(shop.text.contains("\n#   client.established_in:"))
    let platform = try client(["online_platform"])
    #expect(platform.adopted.contains("dsa") && !platform.adopted.contains("dma"))
    #expect(platform.text.contains("\nfacts:\n  client.roles: [online_platform]\n"))
    #expect(!platform.text.contains("#   client.roles:"))
  }

  @Test func `what is asked goes by the day: who left the Union is not asked by its law`() throws {
    let library = try #require(ShippedLibrary.plain)
    func asks(_ day: String) throws -> Bool {
      let gate = Gate(everythingOf: library)
      let questions = gate.questions(asOf: try #require(Day(day)?.start)) { slots in
        if let slot = library.vocabulary.slot(of: "client.established_in"),
          let place = library.vocabulary.termSet(named: "place")?.symbol(for: "GB")
        {
          slots[slot] = .array([.symbol(place)])
        }
        if let slot = library.vocabulary.slot(of: "recipient.location"),
          let place = library.vocabulary.termSet(named: "place")?.symbol(for: "GB")
        {
          slots[slot] = .symbol(place)
        }
      }
      return questions.contains { library.rules[$0.rule].name.policy == "gdpr" }
    }
    #expect(try asks("2020-12-31"))
    #expect(try !asks("2021-01-01"))
  }

  @Test(arguments: [("Germany", "DE"), ("germany", "DE"), ("austria", "AT")])
  func `a country's name leads to its code`(place: String, code: String) throws {
    let plain = try #require(ShippedLibrary.plain)
    var diagnostics: [Diagnostic] = []
    let wish = StarterClient.Wish(
      id: "new", title: "New", places: [place], kinds: ["message.email"], day: Day.distantPast)
    #expect(StarterClient(wish, of: plain, &diagnostics) == nil)
    #expect(diagnostics.first?.help == "did you mean `\(code)`?")
  }

  @Test(arguments: [
    (["XX"], ["message.email"], "unknown-term"), (["DE"], ["message.mail"], "unknown-kind"),
    (["DE"], ["flow"], "control-flow"),
  ])
  func `words that nobody knows make no client`(
    places: [String], kinds: [String], code: String
  ) throws {
    let plain = try #require(ShippedLibrary.plain)
    var diagnostics: [Diagnostic] = []
    let wish = StarterClient.Wish(
      id: "new", title: "New", places: places, kinds: kinds, day: Day.distantPast)
    #expect(StarterClient(wish, of: plain, &diagnostics) == nil)
    #expect(diagnostics.map(\.code.rawValue) == [code])
  }

  @Test func `where no policy has a rule there is nothing to adopt`() throws {
    let text = """
      vocabulary: v
      facts: {action: {doc: An action., fields: {kind: {type: term(action-kind), doc: Its kind.}}}}
      terms: {action-kind: {message: {}, data: {}}, place: {DE: {}}}
      ---
      policy: p
      title: P
      authority: house
      rules: [{rule: r, cite: none, when: 'action.kind.within("data")', forbid: "true", because: So.}]
      """
    let compiled = ShippedLibrary.compile([], [SourceFile(path: "client/p.yaml", text: text)])
      .library
    let library = try #require(compiled)
    let day = Day.distantPast
    func wish(_ kind: String) -> StarterClient.Wish {
      StarterClient.Wish(id: "new", title: "New", places: ["DE"], kinds: [kind], day: day)
    }
    var diagnostics: [Diagnostic] = []
    #expect(StarterClient(wish("data"), of: library, &diagnostics)?.adopted == ["p"])
    #expect(diagnostics.isEmpty)
    #expect(StarterClient(wish("message"), of: library, &diagnostics) == nil)
    #expect(diagnostics.map(\.code.rawValue) == ["nothing-to-adopt"])
  }
}
