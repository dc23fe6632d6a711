import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// What is sensitive leaves the engine in no text, not as a map's key either.
struct WithheldTests {
  private static let library = """
    vocabulary: t
    facts:
      now: {type: timestamp, doc: The instant.}
      t:
        fields:
          notes: {type: "map(string, note)", sensitive: true}
          files: {type: list(file)}
    types:
      note: {fields: {open: {type: bool}}}
      file: {fields: {notes: {type: "map(string, note)", sensitive: true}}}
    ---
    policy: p
    title: P
    authority: house
    rules:
      - {rule: a, cite: C, because: "B {witness}.", forbid: "t.notes.exists(n, t.notes[n].open)"}
      - rule: b
        cite: C
        because: B.
        forbid: t.files.exists(f, f.notes.exists(n, f.notes[n].open))
    ---
    client: me
    title: Me
    adopts: [p]
    """

  @Test func `no change names the term that a sensitive fact holds`() throws {
    let library = try SmallLibrary(
      """
      vocabulary: t
      facts:
        now: {type: timestamp, doc: The instant.}
        t:
          fields:
            creed: {type: term(creed), sensitive: true}
            approved: {type: "map(term(creed), bool)", changeable: true}
            listed: {type: list(term(creed)), changeable: true}
      terms:
        creed: {open: {}, hush: {}}
      ---
      policy: p
      title: P
      authority: house
      rules:
        - {rule: a, cite: C, because: B., require: t.approved.covers(t.creed)}
        - {rule: b, cite: C, because: B., require: t.creed in t.listed}
      ---
      client: me
      title: Me
      adopts: [p]
      """)
    let gate = try library.gate()
    let facts = #"{"creed": "hush", "approved": {}, "listed": []}"#
    let prepared = try library.prepared(
      #"{"client": "me", "now": "2026-11-23T10:00:00Z", "t": \#(facts)}"#, for: gate)
    #expect(gate.decide(prepared, withChanges: true).changes?.changes.isEmpty == true)
  }

  @Test func `keys of a sensitive map are withheld where their values are missing`() throws {
    let library = try SmallLibrary(Self.library)
    let gate = try library.gate()
    let facts = #"{"notes": {"hush1": {}}, "files": [{"notes": {"hush2": {}}}]}"#
    let prepared = try library.prepared(
      #"{"client": "me", "now": "2026-11-23T10:00:00Z", "t": \#(facts)}"#, for: gate)
    let decision = gate.decide(prepared, withChanges: true)
    #expect(
      decision.missing == ["t.files[0].notes[(withheld)].open", "t.notes"])
    #expect(!decision.citations.contains { $0.because.contains("hush") })
  }
}
