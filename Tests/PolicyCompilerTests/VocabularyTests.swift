import CEL
import Diagnostics
import PolicyCompiler
import PolicyModel
import Testing

@Suite struct VocabularyTests {
  static let more = """
    vocabulary: acme
    facts:
      action:
        fields:
          loyalty: {type: string, max: 10}
          content:
            fields:
              emoji: {type: bool}
      shop:
        doc: Our shop.
        nullable: true
        sensitive: true
        fields:
          name: {type: string, default: corner}
          limits: {type: list(double), default: [1, 2.5]}
    terms:
      place:
        EU-ish: {}
        DE-BY-M: {}
      purpose:
        marketing.email.loyalty: {}
      mood: {good: {}, bad: {}}
    """

  static func vocabulary() throws -> Vocabulary {
    let compilation = LibraryCompiler.compile([
      SourceFile(path: "acme/more.yaml", text: more), Core.file,
    ])
    #expect(compilation.diagnostics.map(\.message) == [])
    return try #require(compilation.library).vocabulary
  }

  @Test func `documents make one vocabulary`() throws {
    let vocabulary = try Self.vocabulary()
    let paths = vocabulary.facts.map(\.path)
    #expect(paths == paths.sorted())
    #expect(Set(paths).isSuperset(of: ["action", "action.kind", "action.loyalty", "shop.name"]))
    #expect(vocabulary.termSets.map(\.name) == ["action-kind", "mood", "place", "purpose"])
    let action = vocabulary.facts[try #require(vocabulary.slot(of: "action"))]
    #expect(action.doc == "What is about to be done.")
    #expect(action.isGroup)
  }

  @Test func `facts keep what is said of them`() throws {
    let vocabulary = try Self.vocabulary()
    func fact(_ path: String) throws -> Fact {
      vocabulary.facts[try #require(vocabulary.slot(of: path))]
    }
    #expect(try fact("action.loyalty").maximum == 10)
    #expect(try fact("person.relationship").maximum == 4096)
    #expect(try fact("person.opt_outs").maximum == 1000)
    #expect(try fact("person.age").unit == "years")
    #expect(try fact("action.content.has_unsubscribe").isChangeable)
    #expect(try fact("client.revenue").isStanding)
    #expect(try fact("shop").isNullable)
    #expect(try fact("shop.name").isSensitive)
    #expect(try fact("shop.name").defaultValue?.description == "\"corner\"")
    #expect(try fact("shop.limits").defaultValue?.description == "[1.0, 2.5]")
  }

  @Test(arguments: [
    ("purpose", "marketing.email.loyalty", "marketing.email", Truth.yes),
    ("place", "DE-BY-M", "DE-BY", .yes), ("place", "DE-BY-M", "EU", .yes),
    ("place", "EU", "DE", .unknown), ("place", "US", "EU", .no),
    ("place", "EU-ish", "EU", .yes), ("action-kind", "data.sell", "message", .no),
  ])
  func `terms are part of one another`(
    set: String, term: String, whole: String, truth: Truth
  ) throws {
    let set = try #require(try Self.vocabulary().termSet(named: set))
    let term = try #require(set.symbol(for: term))
    let whole = try #require(set.symbol(for: whole))
    let era = set.era(on: try #require(Day("2026-11-23")))
    #expect(set.within(term.id, whole.id, era: era) == truth)
  }

  @Test(arguments: [("2020-12-31", Truth.yes), ("2021-01-01", .no)])
  func `a dated part is one on its days`(day: String, truth: Truth) throws {
    let set = try #require(try Self.vocabulary().termSet(named: "place"))
    let britain = try #require(set.symbol(for: "GB"))
    let union = try #require(set.symbol(for: "EU"))
    #expect(set.within(britain.id, union.id, era: set.era(on: try #require(Day(day)))) == truth)
  }

  @Test func `facts make a tree for readers`() throws {
    let vocabulary = try Self.vocabulary()
    func paths(_ tree: FactTree, _ prefix: String) -> [String] {
      switch tree {
      case .leaf(let slot): [vocabulary.facts[slot].path == prefix ? prefix : "?" + prefix]
      case .group(_, let members):
        members.flatMap { paths($0.tree, prefix.isEmpty ? $0.name : "\(prefix).\($0.name)") }
      }
    }
    let leaves = vocabulary.facts.filter { !$0.isGroup }.map(\.path)
    #expect(paths(vocabulary.root, "").sorted() == leaves)
  }
}
