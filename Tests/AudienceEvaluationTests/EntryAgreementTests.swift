import Diagnostics
import FactsReading
import TestSupport
import Testing

/// Maps of records are told apart by what matters of them.
///
/// Entries under keys that no way through them lets pass matter not at all, texts that are but compared and instants
/// little. What is left out must still be no mistake.
struct EntryAgreementTests {
  /// Libraries a seed; `SCRUPLE_FUZZ` asks for a longer run.
  private static let libraries = FuzzLength.libraries(usual: 4)

  @Test(arguments: 0..<4)
  func `rows with records agree`(seed: UInt64) throws {
    var dice = Dice(seed &+ 300)
    var total = Agreement.Count()
    for _ in 0..<Self.libraries {
      let yaml = Self.library(&dice)
      let small = try SmallLibrary(yaml)
      let campaign = """
        {"now": "2026-03-01T10:00:00Z", "sender": "us",
         "topic": "\(dice.pick(["mail", "mail.news", "ads"]))"}
        """
      let agreement = Agreement(
        library: small, gate: try small.gate(), campaign: try small.facts(campaign))
      let rows = (0..<80).map { _ in Self.row(&dice) }
      let found = try agreement.holds(for: rows)
      if !found.holds {
        Issue.record("\(yaml)")
        return
      }
      total.rows += found.count.rows
      total.inColumns += found.count.inColumns
    }
    // Else nothing would be compared.
    #expect(total.inColumns * 4 > total.rows)
  }

  private static let vocabulary = """
    vocabulary: entries
    facts:
      now: {type: timestamp, doc: "The instant."}
      sender: {type: string, doc: "Who sends."}
      topic: {type: term(topic), doc: "About what."}
      recipient:
        doc: The person.
        fields:
          id: {type: string, doc: "Who."}
          vip: {type: bool, doc: "Important."}
          topics: {type: list(term(topic)), doc: "What the person said no to."}
          proofs: {type: "map(term(topic), proof)", max: 4, doc: "What was agreed to."}
          stops: {type: "map(term(topic), timestamp)", max: 3, doc: "What was stopped, since when."}
    types:
      proof:
        fields:
          granted: {type: bool, doc: "Yes."}
          at: {type: timestamp, doc: "When."}
          until: {type: timestamp, nullable: true, doc: "Until when."}
          way: {type: term(way), doc: "How."}
          note: {type: string, nullable: true, max: 12, doc: "A text."}
          by: {type: string, doc: "To whom."}
          others: {type: list(string), doc: "To whom else."}
    terms:
      topic: {mail: {}, mail.news: {}, mail.offers: {}, ads: {}, calls: {}}
      way: {form: {}, form.double: {}, import: {}}

    """

  private static func library(_ dice: inout Dice) -> String {
    var text = vocabulary
    text += "\n---\npolicy: law\ntitle: P\nauthority: house\nrules:\n"
    // A library that uses a map whole leaves nothing out: most do not.
    let isPlain = dice.chance(75)
    for rule in 0..<dice.number(2...5) {
      text += "  - rule: r\(rule)\n    cite: [Art. 1]\n    because: Because.\n"
      text += "    \(dice.pick(["forbid", "require"])): >-\n      \(atom(&dice, isPlain))\n"
      text += "    verdict: \(dice.pick(["deny", "require-review"]))\n"
      text += "    unknown: \(dice.pick(["require-review", "deny", "allow"]))\n"
    }
    return text + "\n---\nclient: me\ntitle: Me\nadopts: [law]\n"
  }

  private static func atom(_ dice: inout Dice, _ isPlain: Bool) -> String {
    let proof = "recipient.proofs[k]"
    let order = dice.pick(["<", "<=", ">", ">="])
    let entry = dice.pick([
      "\(proof).granted", "\(proof).at <= now", "now - \(proof).at \(order) duration(\"30d\")",
      "\(proof).at + duration(\"14d\") \(order) now", "\(proof).at - duration(\"1h\") \(order) now",
      "has(\(proof).until) && \(proof).until \(order) \(proof).at", "\(proof).by == sender",
      "has(\(proof).note) && \(proof).note != \"\"", "\(proof).note == \"list\"",
      "sender in \(proof).others", "\(proof).way.within(\"form\")", "\(proof).way != \"import\"",
      "![k].covers(\"mail.news\")", isPlain ? "true" : "\(proof).note.startsWith(\"l\")",
    ])
    let guarded = dice.pick([
      "topic.within(k) && \(entry)", "\(entry) && topic.within(k)",
      "(topic.within(k) || k.within(\"calls\")) && \(entry)", "k.within(\"mail\") && \(entry)",
      "topic.within(k) && \(entry) && !recipient.proofs.exists(o, topic.within(o)"
        + " && recipient.proofs[o].at \(order) \(proof).at)",
    ])
    let whole = "recipient.proofs.exists(k, \(guarded))"
    let stopped =
      "recipient.stops.exists(s, \(dice.pick(["topic.within(s)", "[s].covers(\"mail\")"]))"
      + " && !recipient.proofs.exists(k, topic.within(k) && \(proof).at > recipient.stops[s]))"
    var atoms = [
      whole, whole, whole, stopped, "\(whole) && !recipient.topics.covers(topic)",
      "recipient.stops.exists(s, recipient.stops[s] + duration(\"14d\") \(order) now)",
      "recipient.vip || \(whole)",
    ]
    if !isPlain {
      atoms += [
        "size(recipient.proofs) > 1", "recipient.proofs[\"ads\"].granted",
        "\"ads\" in recipient.proofs", "recipient.proofs.all(k, \(entry))",
        "recipient.proofs.exists(k, \(entry))", "recipient.stops.covers(topic)",
      ]
    }
    return dice.pick(atoms)
  }

  private static func row(_ dice: inout Dice) -> String {
    // Bad texts are rare, or no row would be read to its end.
    let isOdd = dice.chance(25)
    var members = ["\"id\":\"u\(dice.number(0...99))\"", "\"vip\":\(dice.chance(50))"]
    members.append("\"topics\":" + dice.pick(["[]", "[]", "[\"mail\"]", isOdd ? "[\"x\"]" : "[]"]))
    var proofs = ["mail", "mail.news", "ads", "calls"].filter { _ in dice.chance(45) }
    if isOdd, dice.chance(20) { proofs += [dice.pick(["none", "ads", "c\\u0061lls", "ü"])] }
    let entries = proofs.map { "\"\($0)\":\(proof(&dice, isOdd))" }
    members.append("\"proofs\":{" + entries.joined(separator: dice.pick([",", " , "])) + "}")
    let stops = ["mail", "ads", "calls"].filter { _ in dice.chance(25) }
      .map { "\"\($0)\": \"\(instant(&dice, isOdd))\"" }
    members.append("\"stops\":{" + stops.joined(separator: ",") + "}")
    members.removeAll { _ in dice.chance(8) }
    if isOdd, dice.chance(10) { members.append("\"proofs\":null") }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func proof(_ dice: inout Dice, _ isOdd: Bool) -> String {
    if isOdd, dice.chance(10) {
      return dice.pick(["null", "{}", "[]", "1", "{\"at\":}", "{\"who\":1}"])
    }
    var fields = [
      "\"granted\":\(dice.chance(80))", "\"at\":\"\(instant(&dice, isOdd))\"",
      "\"way\":\"\(dice.pick(["form", "form.double", "import", isOdd ? "post" : "form"]))\"",
      "\"by\":\"\(dice.pick(["us", "them", isOdd ? "\\u0075s" : "us"]))\"",
      "\"others\":" + dice.pick(["[]", "[\"us\"]", "[\"x\", \"y\"]", isOdd ? "[1]" : "[]"]),
    ]
    let odd = ["thirteen bytes", "é", "a\\nb", "\t", "list\\u0020"]
    fields.append(
      "\"note\": " + dice.pick(["\"\"", "\"list\"", "null", "\"\(isOdd ? dice.pick(odd) : "x")\""]))
    if dice.chance(30) { fields.append("\"until\":\"\(instant(&dice, isOdd))\"") }
    fields.removeAll { _ in dice.chance(8) }
    if isOdd, dice.chance(10), let first = fields.first { fields.append(first) }
    return "{" + fields.joined(separator: ",") + "}"
  }

  private static func instant(_ dice: inout Dice, _ isOdd: Bool) -> String {
    if isOdd, dice.chance(30) {
      return dice.pick([
        "2026-02-30T00:00:00Z", "2026-03-01T10:00:00.5Z", "0001-01-01T00:00:00Z", "soon",
        "9999-12-31T23:59:59Z", "2024-02-29T12:00:00Z", "1733-01-01T00:00:00Z",
      ])
    }
    return dice.pick([
      "2026-03-01T10:00:00Z", "2026-01-30T10:00:00Z", "2026-02-15T10:00:00Z",
      "2026-0\(dice.number(1...9))-1\(dice.number(0...9))T00:00:00Z",
    ])
  }
}
