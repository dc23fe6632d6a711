import Diagnostics
import FactsReading
import PolicyModel
import TestSupport
import Testing

/// Rows that are read as codes mean what they mean to the reader of single requests: every type, texts as
/// machines and as people write them, bad ones among them, NDJSON and CSV, clients in layers and with waivers.
struct CodeAgreementTests {
  /// Libraries a seed; `SCRUPLE_FUZZ` asks for a longer run.
  private static let libraries = FuzzLength.libraries(usual: 4)
  private static let rows = FuzzLength.rows(usual: 80)

  @Test(arguments: 0..<4, ["me", "shop"])
  func `NDJSON rows agree`(seed: UInt64, client: String) throws {
    var dice = Dice(seed)
    var total = Agreement.Count()
    for _ in 0..<Self.libraries {
      let yaml = Self.library(&dice)
      let small = try SmallLibrary(yaml)
      let agreement = Agreement(
        library: small, gate: try small.gate(client), campaign: try small.facts(Self.campaign))
      let rows = (0..<Self.rows).map { _ in Self.object(&dice) }
      let found = try agreement.holds(for: rows, separator: dice.pick(["\n", "\r\n"]))
      if !found.holds {
        Issue.record("\(yaml)")
        return
      }
      total.rows += found.count.rows
      total.inColumns += found.count.inColumns
    }
    // Else nothing would be compared.
    #expect(total.inColumns * 8 > total.rows)
  }

  @Test(arguments: 0..<4, ["me", "shop"])
  func `CSV rows agree`(seed: UInt64, client: String) throws {
    var dice = Dice(seed &+ 100)
    var total = Agreement.Count()
    for _ in 0..<Self.libraries {
      let yaml = Self.library(&dice)
      let small = try SmallLibrary(yaml)
      var agreement = Agreement(
        library: small, gate: try small.gate(client), campaign: try small.facts(Self.campaign))
      agreement.form = .csv
      agreement.header =
        "id,age,score,stamps[a],stamps[b],seen,tags,segment,marks[x],note,location,vip\n"
      if dice.chance(40) {
        agreement.uses = [
          ColumnUse(column: "tags", path: "tags", emptyIsNone: true, range: Self.nowhere),
          ColumnUse(column: "seen", path: "seen", emptyIsNone: true, range: Self.nowhere),
        ]
      }
      let rows = (0..<Self.rows).map { _ in Self.cells(&dice) }
      let found = try agreement.holds(for: rows, separator: dice.pick(["\n", "\r\n"]))
      if !found.holds {
        Issue.record("\(yaml)")
        return
      }
      total.rows += found.count.rows
      total.inColumns += found.count.inColumns
    }
    #expect(total.inColumns * 8 > total.rows)
  }

  private static let nowhere = SourceRange(SourceFile(path: "", line: [], number: 1), 0..<0)

  private static let campaign = """
    {"now": "2026-03-01T10:00:00Z", "action": {"limit": 5, "at": "2026-03-31T00:00:00Z"}}
    """

  private static let vocabulary = """
    vocabulary: codes
    facts:
      now: {type: timestamp, doc: "The instant."}
      action:
        doc: The action.
        fields:
          limit: {type: int, doc: "A limit."}
          open: {type: bool, doc: "Not stated."}
          at: {type: timestamp, doc: "When."}
      recipient:
        doc: The person.
        fields:
          id: {type: string, doc: "Who."}
          location: {type: term(place), doc: "Where."}
          age: {type: int, doc: "Years."}
          score: {type: double, doc: "A score."}
          seen: {type: timestamp, nullable: true, doc: "When last."}
          joined: {type: timestamp, doc: "Since when."}
          stamps: {type: "map(term(tag), timestamp)", max: 4, doc: "When, by tag."}
          marks: {type: "map(string, int)", doc: "Numbers by name."}
          tags: {type: list(term(tag)), doc: "Tags."}
          segment: {type: string, max: 8, doc: "A segment."}
          note: {type: string, nullable: true, max: 12, doc: "A text that rules hardly read."}
          vip: {type: bool, doc: "Important."}
    terms:
      tag: {a: {}, b: {}, c: {}, c.x: {}}
      place: {EU: {holds: [DE, FR]}, DE: {}, FR: {}, US: {}}
    """

  /// Rules with dice: each a `when`, an exception, and a `forbid` or `require` of a few atoms.
  private static func library(_ dice: inout Dice) -> String {
    var text = vocabulary
    for (policy, authority) in [("law", "law"), ("house", "house"), ("extra", "house")] {
      text += "\n---\npolicy: \(policy)\ntitle: P\nauthority: \(authority)\n"
      if authority == "law" { text += "covers: [\(dice.pick(["EU", "DE", "EU, US"]))]\n" }
      text += "rules:\n"
      for rule in 0..<dice.number(2...6) {
        text += "  - rule: r\(rule)\n    cite: [Art. 1]\n    because: Because.\n"
        if authority == "house" { text += "    waivable: true\n" }
        if dice.chance(60) { text += "    when:\n      - >-\n        \(atom(&dice))\n" }
        let key = dice.pick(["forbid", "require"])
        let parts = (0..<dice.number(1...3)).map { _ in atom(&dice) }
        text += "    \(key): >-\n      "
        text += parts.joined(separator: dice.pick([" && ", " || "])) + "\n"
        if dice.chance(25) {
          text += "    unless:\n      - exception: e\n        cite: [Art. 2]\n        when: >-\n"
          text += "          \(atom(&dice))\n"
        }
        var unknowns = ["require-review", "deny"]
        if authority != "law" { unknowns.append("allow") }
        text += "    verdict: \(dice.pick(["deny", "require-review"]))\n"
        text += "    unknown: \(dice.pick(unknowns))\n"
      }
    }
    text += "\n---\nclient: me\ntitle: Me\nadopts: [law, house]\n"
    text += "\n---\nclient: shop\ntitle: Shop\nunder: me\nadopts: [extra]\nwaivers:\n"
    for (number, policy) in ["house", "extra"].enumerated() {
      text += "  - waiver: w\(number)\n    rule: \(policy)/r0\n    from: 2026-02-01\n"
      text += "    until: \(dice.pick(["2026-02-20", "2026-06-01"]))\n    by: a@b.example\n"
      text += "    reason: A test.\n"
    }
    return text
  }

  private static func atom(_ dice: inout Dice) -> String {
    let tag = dice.pick(["a", "b"])
    let instant = dice.pick([
      "2026-01-01T00:00:00Z", "2026-02-28T23:59:59Z", "2024-02-29T12:00:00Z",
    ])
    let relation = dice.pick(["<", "<=", ">", ">=", "==", "!="])
    let order = dice.pick(["<", "<=", ">", ">="])
    let days = dice.pick(["30d", "400d", "90000d"])
    let number = dice.pick(["-1", "0", "17", "18", "65"])
    return dice.pick([
      "recipient.age \(relation) \(number)", "recipient.age \(order) action.limit",
      "action.limit \(order) recipient.age", "recipient.age in [17, 18, 19]",
      "recipient.score \(order) 0.5", "recipient.vip", "action.open", "!(action.open)",
      "recipient.seen \(order) timestamp(\"\(instant)\")", "has(recipient.seen)",
      "has(recipient.seen) && recipient.seen \(order) now",
      "recipient.joined \(relation) action.at",
      "now - recipient.joined \(order) duration(\"\(days)\")",
      "recipient.joined - now \(order) duration(\"\(days)\")",
      "\"\(tag)\" in recipient.stamps",
      "\"\(tag)\" in recipient.stamps && now - recipient.stamps[\"\(tag)\"] \(order) duration(\"\(days)\")",
      "recipient.stamps[\"\(tag)\"] \(order) now", "recipient.stamps.covers(\"c.x\")",
      "size(recipient.stamps) > 1", "recipient.stamps.exists(k, k.within(\"c\"))",
      "\"x\" in recipient.marks", "recipient.marks[\"x\"] \(relation) \(number)",
      "recipient.marks[\"x\"] + 1 > recipient.age", "\"\(tag)\" in recipient.tags",
      "recipient.segment == \"s1\"", "recipient.segment.startsWith(\"s\")",
      "has(recipient.note) && recipient.note.contains(\"é\")", "recipient.location.within(\"EU\")",
      "recipient.location.within(\"DE\")", "recipient.age > 18 || recipient.vip",
    ])
  }

  /// A row with most members, in any order, as machines or as people write it.
  private static func object(_ dice: inout Dice) -> String {
    if dice.chance(4) {
      return dice.pick([
        "{}", "[]", "{", "{\"id\":\"x\"", "{\"id\":\"x\"},", "{\"nobody\":1}", " { } ",
      ])
    }
    let instants = [instant(&dice), instant(&dice), instant(&dice), instant(&dice)]
    var members: [(String, String)] = [
      ("id", dice.pick(["\"u1\"", "\"ü\"", "\"a\\\"b\"", "null", "\"\"", "\"x/y\""])),
      ("location", dice.pick(["\"DE\"", "\"FR\"", "\"US\"", "\"EU\"", "\"XX\"", "null"])),
      ("age", int(&dice)), ("seen", dice.chance(20) ? "null" : "\"\(instants[0])\""),
      (
        "score",
        dice.pick(["0.5", "0", "-0", "1e3", "12.25", "0.49999999999999999999", ".5", "null"])
      ),
      ("joined", "\"\(instants[1])\""),
      (
        "stamps",
        map(&dice, ["a", "b", "c", "c.x", dice.chance(3) ? "zz" : "b"]) { "\"\(instant(&$0))\"" }
      ),
      ("marks", map(&dice, ["x", "y", "\\u0078", "z"]) { int(&$0) }),
      (
        "tags",
        dice.pick(["[]", "[\"a\"]", "[ \"a\" , \"b\" ]", "[\"a\",\"a\"]", "[\"q\"]", "null"])
      ),
      ("segment", dice.pick(["\"s1\"", "\"s2\"", "\"\"", "\"toolongtext\"", "\"s\\u0031\"", "7"])),
      (
        "note",
        dice.pick(["\"plain\"", "\"é\"", "null", "\"a\\nb\"", "\"thirteen bytes\"", "\"\t\""])
      ),
      ("vip", dice.pick(["true", "false", "null", "\"true\"", "True"])),
    ]
    members.removeAll { _ in dice.chance(15) }
    // Most rows are in order.
    if dice.chance(30) { members.shuffle(using: &dice) }
    if dice.chance(3), let first = members.first { members.append(first) }
    // Bad texts are rare, or no row would be read to its end.
    if dice.chance(60) { members.removeAll { isOdd($0.1) } }
    let blank = dice.chance(20) ? " " : ""
    let text = members.map { "\"\($0.0)\"\(blank):\(blank)\($0.1)" }.joined(
      separator: "\(blank),\(blank)")
    return "{\(blank)\(text)\(blank)}"
  }

  private static func isOdd(_ text: String) -> Bool {
    [
      "XX", ".5", "zz", "\"q\"", "toolong", "7", "thirteen", "\t", "\"true\"", "True", "T25", "99-",
      "+5", "01",
    ]
    .contains { text.contains($0) }
  }

  private static func map(
    _ dice: inout Dice, _ keys: [String], _ value: (inout Dice) -> String
  ) -> String {
    if dice.chance(10) { return dice.pick(["null", "{}", "{ }"]) }
    var entries: [String] = []
    for key in keys where dice.chance(45) { entries.append("\"\(key)\":\(value(&dice))") }
    return "{" + entries.joined(separator: ",") + "}"
  }

  private static func int(_ dice: inout Dice) -> String {
    dice.chance(75)
      ? "\(dice.number(-3...70))"
      : dice.pick([
        "-0", "01", "1.0", "1e1", "9223372036854775807", "99999999999999999999", "+5", "null",
      ])
  }

  private static func instant(_ dice: inout Dice) -> String {
    dice.chance(75)
      ? "20\(dice.number(20...28))-0\(dice.number(1...9))-\(dice.number(10...28))T0\(dice.number(0...9)):00:0\(dice.number(0...9))Z"
      : dice.pick([
        "2026-03-01T10:00:00Z", "2026-03-01T09:59:59.999Z", "2026-03-01T10:00:00.000000001Z",
        "2026-03-01T12:00:00+02:00", "2024-02-29T12:00:00Z", "2023-02-29T12:00:00Z",
        "2026-02-30T00:00:00Z",
        "0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "2026-03-01T25:00:00Z",
        "2026-99-01T00:00:00Z", "2026-03-01", "2026-12-31T23:59:60Z", "1600-01-31T00:00:00Z",
      ])
  }

  /// A row of CSV.
  private static func cells(_ dice: inout Dice) -> String {
    func empty(_ text: String, _ dice: inout Dice) -> String { dice.chance(20) ? "" : text }
    func bare(_ text: String) -> String { text == "null" ? "" : text }
    let isOdd = dice.chance(40)
    var cells = [
      isOdd ? dice.pick(["u1", "ü", "a\\b", "\"q\"\"q\"", "\"x,y\""]) : "u\(dice.number(0...9))",
      isOdd ? bare(int(&dice)) : "\(dice.number(0...70))",
      dice.pick(isOdd ? ["0.5", "5e-1", "007", "nan", "0x10", ""] : ["0.5", "12", "-0.25"]),
      empty(isOdd ? instant(&dice) : "2026-01-0\(dice.number(1...9))T00:00:00Z", &dice),
      empty(isOdd ? instant(&dice) : "2025-01-0\(dice.number(1...9))T00:00:00Z", &dice),
      empty(isOdd ? instant(&dice) : "2026-02-28T23:59:5\(dice.number(0...9))Z", &dice),
      dice.pick(["", "a", "a|b", isOdd ? "a||b" : "b"]),
      dice.pick(["s1", "s2", isOdd ? "\"s1\"" : "t"]),
      empty(isOdd ? bare(int(&dice)) : "\(dice.number(15...70))", &dice),
      dice.pick(["", "plain", isOdd ? "é" : "x", isOdd ? "\"\"" : "y"]),
      dice.pick(["DE", "FR", "US", isOdd ? "XX" : "DE", ""]),
      dice.pick(["true", "false", isOdd ? "yes" : "true", ""]),
    ]
    if isOdd, dice.chance(10) { cells.append("more") }
    return cells.joined(separator: ",")
  }
}
