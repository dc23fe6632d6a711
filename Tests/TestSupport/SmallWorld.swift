/// A small vocabulary in which random policies and facts live.
package enum SmallWorld {
  package static let vocabulary = """
    vocabulary: small
    facts:
      now: {type: timestamp, doc: "The instant."}
      action:
        doc: The action.
        fields:
          kind: {type: term(action-kind), doc: "What it is."}
          flag: {type: bool, doc: "One flag."}
          other: {type: bool, doc: "Another flag."}
          count: {type: int, doc: "A count."}
          limit: {type: int, nullable: true, doc: "A limit, if there is one."}
          name: {type: string, nullable: true, doc: "A name, if there is one."}
          tags: {type: list(term(tag)), doc: "Tags."}
          detail:
            doc: A part that may be none.
            nullable: true
            fields:
              ok: {type: bool, doc: "Whether it is well."}
              score: {type: int, doc: "A score."}
      recipient:
        doc: The person.
        fields:
          location: {type: term(place), doc: "Where."}
          vip: {type: bool, doc: "Whether important."}
          objections: {type: list(term(tag)), doc: "What was objected to."}
          consents: {type: "map(term(tag), consent)", doc: "What was agreed to."}
    types:
      consent:
        fields:
          granted: {type: bool, doc: "Whether given."}
          at: {type: timestamp, doc: "When."}
          level: {type: int, doc: "How much."}
          withdrawn_at: {type: timestamp, nullable: true, doc: "When taken back."}
    terms:
      action-kind:
        message: {}
        message.email: {}
        message.sms: {}
        data: {}
        data.share: {}
      tag:
        a: {}
        a.x: {}
        a.y: {}
        b: {}
        c: {}
      place:
        WORLD: {holds: [EU, GB, US]}
        EU: {holds: [DE, FR, {is: GB, until: 2020-12-31}]}
        DE: {}
        DE-BY: {}
        DE-BE: {}
        FR: {}
        GB: {}
        US: {}
        US-CA: {}
    define:
      agreed:
        given: {tag: term(tag)}
        is: >
          recipient.consents.exists(k, tag.within(k) && recipient.consents[k].granted
            && !(has(recipient.consents[k].withdrawn_at) && recipient.consents[k].withdrawn_at <= now))
      quiet:
        is: action.count < 3 || action.flag
    """

  /// Terms by set, with every set's terms that have no parts first.
  package static let leaves: [String: [String]] = [
    "action-kind": ["message.email", "message.sms", "data.share"],
    "tag": ["a.x", "a.y", "b", "c"],
    "place": ["DE-BY", "DE-BE", "FR", "GB", "US-CA"],
  ]
  package static let wholes: [String: [String]] = [
    "action-kind": ["message", "data"], "tag": ["a"], "place": ["WORLD", "EU", "DE", "US"],
  ]

  /// Who is directly part of whom on a day, written down once more for the plain evaluator.
  package static func parts(of term: String, in set: String, day: String) -> [String] {
    var direct: [String]
    switch (set, term) {
    case ("place", "WORLD"): direct = ["EU", "GB", "US"]
    case ("place", "EU"): direct = day <= "2020-12-31" ? ["DE", "FR", "GB"] : ["DE", "FR"]
    case ("place", "DE"): direct = ["DE-BY", "DE-BE"]
    case ("place", "US"): direct = ["US-CA"]
    case ("action-kind", "message"): direct = ["message.email", "message.sms"]
    case ("action-kind", "data"): direct = ["data.share"]
    case ("tag", "a"): direct = ["a.x", "a.y"]
    default: direct = []
    }
    return [term] + direct.flatMap { parts(of: $0, in: set, day: day) }
  }
}
