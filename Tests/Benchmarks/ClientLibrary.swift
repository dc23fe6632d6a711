import Diagnostics

/// A generated library of many clients: 50 policies of 20 rules, agencies with clients under them.
///
/// The same for the same numbers. Each client adopts policies of its own choice beside its agency's,
/// tightens two settings, states a fact, adds a reviewer and a rule; every fourth has a waiver, and
/// every fifth is a shop under another client.
struct ClientLibrary {
  let clients: Int

  private static let policyCount = 50
  private static let agencyCount = 100

  var files: [SourceFile] {
    [SourceFile(path: "policies/vocabulary.yaml", text: Self.vocabulary)]
      + (0..<Self.policyCount).map { number in
        SourceFile(path: "policies/house/p\(number).yaml", text: Self.policy(number))
      }
      + (0..<min(Self.agencyCount, clients)).map { number in
        SourceFile(path: "policies/clients/agency-\(number).yaml", text: Self.agency(number))
      }
      + (0..<clients).map { client($0) }
  }

  static func name(_ number: Int) -> String { "client-\(number)" }

  /// A client's file; `limit` is what it sets, 9 at most.
  func client(_ number: Int, limit: Int = 9) -> SourceFile {
    let isShop = number % 5 == 4
    let parent =
      isShop ? Self.name(number - 1) : "agency-\(number % min(Self.agencyCount, clients))"
    // A shop may not choose looser than the client that it is under.
    let limits = isShop ? (1, 1) : (min(limit, 2 + number % 8), 2 + number % 5)
    let first = Self.adopted(isShop ? number - 1 : number)
    let adopts = (0..<5).map { "p\((first + $0 * 7) % Self.policyCount)" }
    var text = """
      client: \(Self.name(number))
      title: Client number \(number) Ltd
      under: \(parent)
      adopts: [\(adopts.joined(separator: ", "))]
      settings:
        p\(first).most: \(limits.0)
        p\((first + 7) % Self.policyCount).most: \(limits.1)
      facts: {client.revenue: \(isShop ? number - 1 : number)}
      reviewers: {legal: [counsel-\(number)@client.example]}
      rules:
        - rule: own-\(number)
          cite: Decision \(number)
          when: action.kind.within("message")
          forbid: action.count > \(20 + number % 50) && person.score < \(number % 97)
          because: "Too many for {person.id}."

      """
    if number % 4 == 0 {
      text += """
        waivers:
          - waiver: launch
            rule: p\(first)/rule-1
            from: 2026-11-01
            until: 2026-12-31
            by: kim@client.example
            reason: The launch of product \(number).

        """
    }
    return SourceFile(path: "policies/clients/\(Self.name(number)).yaml", text: text)
  }

  private static func adopted(_ number: Int) -> Int { number * 13 % policyCount }

  private static func agency(_ number: Int) -> String {
    """
    client: agency-\(number)
    title: Agency \(number)
    adopts: [\((0..<20).map { "p\((number + $0) % policyCount)" }.joined(separator: ", "))]
    reviewers: {legal: [legal@agency-\(number).example]}
    rules:
      - rule: line-\(number)
        cite: The agency's line
        when: action.kind.within("message")
        forbid: action.flag && person.score < \(number)
        because: "No such message to {person.id}."
    """
  }

  private static func policy(_ number: Int) -> String {
    var text = """
      policy: p\(number)
      title: Policy \(number)
      authority: house
      settings: {most: {type: int, default: 10, tighter: lower}}
      rules:

      """
    for rule in 0..<20 {
      let kind = ["message.email", "message.sms", "data.share", "message"][rule % 4]
      let place = places[(number + rule) % places.count]
      let body =
        rule == 1
        ? "action.count > settings.most"
        : "person.score > \(number * 20 + rule) && action.flag"
      text += """
          - rule: rule-\(rule)
            cite: Art. \(rule)
            when:
              - action.kind.within("\(kind)")
              - person.location.within("\(place)")
            forbid: \(body)
            because: "{person.id} had {action.count}."
            waivable: true

        """
    }
    return text
  }

  private static let places = ["DE", "FR", "IT", "US", "EU", "ES", "NL", "GB"]

  private static let vocabulary = """
    vocabulary: scale
    facts:
      now: {type: timestamp}
      action:
        fields:
          kind: {type: term(action-kind)}
          count: {type: int}
          flag: {type: bool}
      person:
        fields:
          id: {type: string}
          location: {type: term(place)}
          score: {type: int}
      client:
        standing: true
        fields:
          id: {type: string}
          revenue: {type: int}
    terms:
      action-kind: {message: {}, message.email: {}, message.sms: {}, data.share: {}}
      place:
        EU: {holds: [DE, FR, IT, ES, NL]}
        DE: {}
        FR: {}
        IT: {}
        ES: {}
        NL: {}
        US: {}
        GB: {}
    """
}
