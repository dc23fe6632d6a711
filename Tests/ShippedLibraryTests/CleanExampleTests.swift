import CEL
import FactsReading
import Foundation
import PolicyEngine
import PolicyModel
import Testing

/// Whoever adopts everything can still act: for each kind of action there is a set of facts that is
/// allowed, and none of them is asked for in vain.
struct CleanExampleTests {
  private static func gate() throws -> Gate {
    let library = try #require(ShippedLibrary.withClean)
    return Gate(library: library, client: try #require(library.client(named: "clean")))
  }

  private static func facts(_ name: String) throws -> Facts {
    try ShippedLibrary.facts(
      String(contentsOfFile: "\(ShippedLibrary.clean)/\(name).yaml", encoding: .utf8),
      #require(ShippedLibrary.withClean))
  }

  @Test func `every kind of action has its example`() throws {
    let library = try #require(ShippedLibrary.withClean)
    #expect(ShippedLibrary.kinds(library).sorted() == ShippedLibrary.examples)
    #expect(ShippedLibrary.examples.count >= 32)
  }

  @Test(arguments: ShippedLibrary.examples)
  func `an example is allowed, and is of its kind`(name: String) throws {
    let gate = try Self.gate()
    let decision = try gate.decide(gate.prepare(Self.facts(name), at: nil, clock: nil))
    #expect(decision.verdict == .allow, "\(decision.inTheWay.map(\.rule)) \(decision.missing)")
    #expect(decision.kind == name)
  }

  @Test(arguments: ShippedLibrary.examples)
  func `without any one of its facts an example is not allowed`(name: String) throws {
    let reduction = try Self.gate().reduction(of: Self.facts(name), at: nil, clock: nil)
    #expect(try #require(reduction).dispensable == [])
  }

  @Test func `what an allowed action does not need can be left out, all of it together`() throws {
    let gate = try Self.gate()
    var facts = try Self.facts("message.email")
    let slot = try #require(gate.library.vocabulary.slot(of: "action.id"))
    facts.slots[slot] = .text("a name")
    facts.origins[slot] = .stated
    let reduction = try #require(try gate.reduction(of: facts, at: nil, clock: nil))
    #expect(reduction.dispensable == ["action.id"])
    #expect(reduction.needed.contains("recipient.location"))
    #expect(reduction.needed.contains { $0.hasSuffix("[marketing.communications.email].granted") })
  }

  @Test func `what is not allowed has no such facts`() throws {
    let gate = try Self.gate()
    var facts = try Self.facts("message.email")
    let slot = try #require(gate.library.vocabulary.slot(of: "recipient.suppressed"))
    facts.slots[slot] = .bool(true)
    #expect(try gate.reduction(of: facts, at: nil, clock: nil) == nil)
  }
}
