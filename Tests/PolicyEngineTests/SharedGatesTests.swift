import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// A gate that shares its index decides as one with an index of its own, and as one without.
struct SharedGatesTests {
  /// Random policies, of which each of three clients adopts some, with rules of their own.
  private static func library(_ policies: RandomPolicies, _ dice: inout Dice) -> String {
    var text = policies.yaml
    for client in 0..<3 {
      let adopted = policies.policies.map(\.id).filter { _ in dice.chance(60) }
      text += "\n---\nclient: c\(client)\ntitle: C\n"
      text += "adopts: [\(adopted.joined(separator: ", "))]\n"
      if client == 2 { text += "under: c0\n" }
      text += "rules:\n"
      for rule in 0..<dice.number(1...3) {
        var expressions = RandomExpressions()
        let (when, body) = (expressions.atom(&dice), expressions.atom(&dice))
        text += "  - rule: own\(client)\(rule)\n    cite: C\n    because: B.\n"
        text += "    when: >-\n      \(when)\n    forbid: >-\n      \(body)\n"
      }
    }
    return text
  }

  @Test func `three ways to find rules agree`() throws {
    var dice = Dice(4711)
    for _ in 0..<FuzzLength.libraries(usual: 8) {
      let policies = RandomPolicies(&dice)
      let text = Self.library(policies, &dice)
      let small = try SmallLibrary(text)
      let shared = SharedGates(small.library)
      var judgement = Judgement()
      for _ in 0..<10 {
        let facts = RandomFacts(&dice)
        let json = facts.tree.json
        for client in small.library.clients {
          let gates = [
            Gate(library: small.library, client: client, usesIndex: false),
            Gate(library: small.library, client: client), shared.gate(of: client),
          ]
          let answers = try gates.map { gate in
            let prepared = try gate.prepare(small.facts(json), at: nil, clock: nil)
            gate.judge(prepared, into: &judgement)
            let open = judgement.entries
            gate.judge(prepared, into: &judgement, collectsAll: true)
            return (judgement.verdict, judgement.ungoverned, open, judgement.entries)
          }
          for answer in answers.dropFirst() {
            #expect(answer == answers[0], "\(client.id) \(json)\n\(text)")
          }
        }
      }
    }
  }

  /// A rule that is passed over since it cannot be in the way governs all the same.
  @Test(arguments: [(4, .deny), (5, .allow), (nil, .requireReview)] as [(Int?, Verdict)])
  func `a client's only rule governs where it is kept`(age: Int?, verdict: Verdict) throws {
    let small = try SmallLibrary(
      """
      vocabulary: small
      facts:
        now: {type: timestamp}
        action: {fields: {kind: {type: term(action-kind)}, automated: {type: bool}}}
        person: {fields: {age: {type: int}}}
        client: {standing: true, fields: {id: {type: string}}}
      terms:
        action-kind: {data.sell: {}}
      ---
      policy: none
      title: N
      authority: house
      rules:
        - {rule: never, cite: C, because: B., when: action.automated, forbid: person.age < 0}
      ---
      client: c
      title: C
      adopts: [none]
      rules:
        - {rule: own, cite: C, because: B., forbid: person.age < 5}
      """)
    let client = try #require(small.library.clients.first)
    let gate = SharedGates(small.library).gate(of: client)
    var judgement = Judgement()
    let facts =
      #"{"now": "2026-01-01T00:00:00Z", "action": {"kind": "data.sell", "automated": false}"#
      + (age.map { #", "person": {"age": \#($0)}}"# } ?? "}")
    gate.judge(try gate.prepare(small.facts(facts), at: nil, clock: nil), into: &judgement)
    #expect(judgement.verdict == verdict)
    #expect(judgement.ungoverned == nil)
  }
}
