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
      let asked = try #require(FactsAsked(kind: kind, gate: gate, &diagnostics))
      let facts = try ShippedLibrary.facts(asked.template, library)
      #expect(facts.client == client)
      let clock = try #require(Day("2026-11-25")?.start)
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
      ["DE"], ["message.email"], ["gdpr", "eprivacy", "de-uwg", "values"], ["casl", "us-state-ai"]
    ),
    (["US-CA"], ["message.sms", "profile.score"], ["ccpa", "tcpa", "us-state-privacy"], ["gdpr"]),
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
      let asked = try #require(FactsAsked(kind: kind, gate: gate, &diagnostics))
      let facts = try ShippedLibrary.facts(asked.template, library)
      let clock = try #require(Day("2026-11-25")?.start)
      let verdict = try gate.decide(gate.prepare(facts, at: nil, clock: clock)).verdict
      #expect(verdict == .requireReview, "\(kind)")
    }
  }

  @Test(arguments: [
    (["XX"], ["message.email"], "unknown-term"), (["DE"], ["message.mail"], "unknown-kind"),
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
