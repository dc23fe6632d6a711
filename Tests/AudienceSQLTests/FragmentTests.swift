import AudienceSQL
import Foundation
import PolicyModel
import TestSupport
import Testing

/// Every form that is carried, each by itself as something forbidden and as something required: so true,
/// false and undecided can be told apart.
@Suite(.serialized)
struct FragmentTests {
  private static let expressions = [
    #"recipient.name.startsWith("it's")"#, #"recipient.name.endsWith("é")"#,
    #"recipient.name.contains("😀")"#, "size(recipient.name) > 3", #"recipient.name < "b""#,
    #"recipient.name >= "é""#, #"recipient.name == "it's""#, #"recipient.name != "a\\b""#,
    #"recipient.name in ["a\\b", "it's", "é"]"#, "recipient.name in recipient.tags",
    "recipient.name == recipient.city", #"has(recipient.city) && recipient.city == "Köln""#,
    "has(recipient.city)", #"recipient.city == "Köln""#,
    "recipient.score > 0.5", "recipient.score <= 1000.0", "recipient.score == 0.0",
    "recipient.count in [1, 2]", "recipient.count >= 3", "recipient.count == recipient.other",
    "recipient.count < -9223372036854775807", "[1, 2].all(n, n != recipient.count)",
    "recipient.at < now", "recipient.at == now", "now >= recipient.at",
    "months(recipient.at, 6) >= now", "months(recipient.at, -1) < now",
    #"recipient.at + duration("30d") <= now"#, #"now - recipient.at < duration("48h")"#,
    #"recipient.at - duration("1h") > now"#,
    #"timestamp("2026-02-28T00:00:00Z") <= months(recipient.at, 1)"#,
    "recipient.at < recipient.seen", "has(recipient.seen)",
    "has(recipient.seen) && recipient.seen < now", "!has(recipient.seen) || recipient.vip",
    #"now.between("08:00", "21:00", recipient.zone)"#,
    #"now.between("22:00", "06:00", recipient.zone)"#, "now.getHours(recipient.zone) > 12",
    #"recipient.tags.exists(t, t == "x")"#, #""x" in recipient.tags"#,
    #"recipient.tags.all(t, t.startsWith("x"))"#, "size(recipient.tags) > 1",
    "recipient.tags.all(t, recipient.tags.exists(u, u < t))",
    #"["x", "it's"].exists(t, t in recipient.tags)"#, "2 in recipient.numbers",
    "recipient.numbers.exists(n, n > recipient.count)", "recipient.count in recipient.numbers",
    #"recipient.prefs["mail"]"#, #""mail" in recipient.prefs"#,
    "recipient.prefs.exists(k, recipient.prefs[k])", #"recipient.prefs.all(k, k != "it's")"#,
    "size(recipient.prefs) == 1", "recipient.prefs[recipient.name]",
    "recipient.orders.exists(o, o.total > 10.0 && o.at < now)",
    "recipient.orders.all(o, has(o.note))", #"recipient.orders.exists(o, o.note == "x")"#,
    "recipient.orders.exists(o, has(o.total))", "size(recipient.orders) > 1",
    "recipient.orders.exists(o, months(o.at, 3) > now)",
    #"recipient.orders.exists(o, o.place.within("EU"))"#,
    #"recipient.orders.exists(o, "x" in o.labels)"#,
    "recipient.vip", "recipient.vip == recipient.flag", "recipient.flag != true",
    "recipient.count > 2 ? recipient.vip : recipient.score > 0.5",
    "(recipient.vip ? recipient.count : recipient.other) > 2",
    "recipient.flag || recipient.vip", "recipient.flag && recipient.count > 2",
    #"recipient.place.within("EU")"#, #"recipient.place.within("DE-BY")"#,
    #"recipient.place == "GB""#, #"recipient.place in ["GB", "FR"]"#,
    "recipient.place == recipient.home", "recipient.place.within(recipient.home)",
    "recipient.place != recipient.home", "hours(recipient.place) < 9",
    "hours(recipient.place) > recipient.count", "recipient.level == 3",
    #"recipient.place.within("EU") && recipient.place.within(recipient.home)"#,
    #"recipient.likes.touches("a")"#, #"recipient.likes.covers("a.x")"#,
    #""a.x" in recipient.likes"#, #"recipient.likes.exists(l, l.within("a"))"#,
    #"recipient.likes.all(l, [l].covers("a.y"))"#, "recipient.likes.covers(recipient.like)",
    "recipient.likes.touches(recipient.like)", "recipient.like in recipient.likes",
    #"recipient.likes.touches(["b", "a.x"])"#, "recipient.likes.exists(l, l == recipient.like)",
    #"recipient.dated.covers("a.x")"#, #""a.y" in recipient.dated"#,
    #"recipient.dated.exists(k, recipient.dated[k] <= now)"#, #"recipient.dated["a.x"] < now"#,
    #"recipient.dated.exists(k, recipient.like.within(k) && recipient.dated[k] < recipient.at)"#,
    // Not carried.
    "recipient.count + 1 > 3", #"recipient.name.matches("a.*")"#,
    #"recipient.tags.exists_one(t, t == "x")"#, "recipient.waits > duration(\"1h\")",
    "recipient.flag && recipient.count * 2 > 3", "recipient.tags == [\"x\"]",
  ]

  private static let library: String = {
    var text = """
      vocabulary: fragment
      facts:
        now: {type: timestamp, doc: "The instant."}
        action:
          doc: The action.
          fields:
            kind: {type: term(action-kind), doc: "What it is."}
        recipient:
          doc: The person.
          fields:
            name: {type: string, max: 12, doc: "A name."}
            city: {type: string, nullable: true, doc: "A city."}
            zone: {type: string, doc: "A zone."}
            score: {type: double, doc: "A score."}
            count: {type: int, doc: "A count."}
            other: {type: int, doc: "Another."}
            level: {type: int, default: 3, doc: "A level."}
            at: {type: timestamp, doc: "When."}
            seen: {type: timestamp, nullable: true, doc: "When last seen."}
            waits: {type: duration, doc: "How long."}
            vip: {type: bool, doc: "Whether important."}
            flag: {type: bool, doc: "A flag."}
            tags: {type: list(string), max: 4, doc: "Tags."}
            numbers: {type: list(int), doc: "Numbers."}
            prefs: {type: "map(string, bool)", doc: "Preferences."}
            orders: {type: list(order), max: 3, doc: "Orders."}
            place: {type: term(place), doc: "Where."}
            home: {type: term(place), doc: "Where at home."}
            likes: {type: list(term(tag)), doc: "What is liked."}
            like: {type: term(tag), doc: "What is liked most."}
            dated: {type: "map(term(tag), timestamp)", doc: "Since when."}
      types:
        order:
          fields:
            total: {type: double, doc: "How much."}
            at: {type: timestamp, doc: "When."}
            note: {type: string, nullable: true, doc: "A note."}
            place: {type: term(place), doc: "Where to."}
            labels: {type: list(string), doc: "Tags."}
      terms:
        action-kind: {message: {}, message.email: {}}
        tag: {a: {}, a.x: {}, a.y: {}, b: {}}
        place:
          EU: {holds: [DE, FR, {is: GB, until: 2020-12-31}]}
          DE: {}
          DE-BY: {}
          DE-BE: {}
          FR: {}
          GB: {}
      ---
      policy: p
      title: Forms
      authority: house
      tables:
        hours:
          by: place
          of: int
          rows:
            - {is: EU, value: 8, cite: A}
            - {is: DE-BY, value: 9, cite: B}
      rules:

      """
    for (number, expression) in expressions.enumerated() {
      // No default may keep a rule by itself.
      for kind in expression.contains("level") ? ["forbid"] : ["forbid", "require"] {
        text += "  - rule: \(kind)-\(number)\n    cite: [A]\n    because: B.\n"
        text += "    \(kind): >-\n      \(expression)\n"
      }
    }
    return text + "---\nclient: me\ntitle: Me\nadopts: [p]\n"
  }()

  @Test(arguments: Warehouse.dialects, [false, true])
  func `every form means what the engine means`(dialect: QueryDialect, nullIsNone: Bool) throws {
    let small = try SmallLibrary(Self.library)
    var dice = Dice(nullIsNone ? 3 : 4)
    let campaign = """
      {"client": "me", "now": "2026-02-28T09:30:00Z", "action": {"kind": "message.email"}
      """
    let columns =
      #", "columns": {"seen": {"is": "seen", "empty": "none"}, "tags": {"is": "tags", "empty": "none"}}}"#
    let agreement = try Agreement(
      campaign + (nullIsNone ? columns : "}"), small.library, small.gate(), dialect
    ) { paths in
      let hostile = HostileRecipients(
        vocabulary: small.library.vocabulary, isJSON: dialect == .postgres, paths: paths)
      return (0..<300).map { _ in hostile.recipient(&dice) }
    } asTold: { row in
      // For the engine there is none where it is said so.
      var told = row
      for (name, none) in [("seen", "null"), ("tags", "[]")] where nullIsNone {
        if told.contains("\"\(name)\":null") {
          told = told.replacing("\"\(name)\":null", with: "\"\(name)\":\(none)")
        } else if !told.contains("\"\(name)\":") {
          told = "{\"\(name)\":\(none)" + (told == "{}" ? "" : ",") + told.dropFirst()
        }
      }
      return told
    }
    defer { agreement.removeFile() }
    guard let answers = try Warehouse(dialect: dialect).run([agreement.job]) else { return }
    let differences = agreement.differences(answers[0])
    let agrees = differences.isEmpty
    #expect(agrees, "\(differences.count): \(differences.prefix(3).joined(separator: "\n"))")
    // Nothing is left to the engine but what is said to be.
    let left = Set(agreement.query.residual.map(\.rule).map { $0.split(separator: "-").last ?? "" })
    let expected = Self.expressions.indices.filter { number in
      ["+ 1", "matches", "exists_one", "duration(\"1h\")", "* 2", "== [", "recipient.zone"]
        .contains { Self.expressions[number].contains($0) }
        && !Self.expressions[number].contains("- duration")
    }
    #expect(left == Set(expected.map { "\($0)" }))
  }

  /// Spark's reader takes numbers for texts.
  private static let strictLoaders = Warehouse.dialects.filter { $0 != .spark }

  @Test(arguments: strictLoaders)
  func `a value of another type ends the load`(dialect: QueryDialect) throws {
    let small = try SmallLibrary(Self.library)
    let campaign =
      #"{"client": "me", "now": "2026-02-28T09:30:00Z", "action": {"kind": "message.email"}}"#
    let rows = [
      #"{"count":17.6}"#, #"{"count":"1"}"#, #"{"count":true}"#, #"{"vip":1}"#, #"{"vip":"true"}"#,
      #"{"name":5}"#, #"{"at":5}"#, #"{"at":"2026-02-30T00:00:00Z"}"#, #"{"tags":"x"}"#,
      #"{"tags":[1]}"#, #"{"place":["DE"]}"#, #"{"score":"1"}"#, #"{"place":"DE"}"#,
    ]
    let agreements = try rows.map { row in
      try Agreement(campaign, small.library, small.gate(), dialect) { _ in [row] }
    }
    defer { for agreement in agreements { agreement.removeFile() } }
    guard let answers = try Warehouse(dialect: dialect).run(agreements.map(\.job)) else { return }
    for (row, answer) in zip(rows, answers).dropLast() {
      if case .rows = answer { Issue.record("\(row) was loaded") }
    }
    if case .failure(let text) = answers[answers.count - 1] { Issue.record("\(text)") }
  }
}
