import Testing

@Suite struct ClientMistakeTests {
  /// A client with some keys, beside a policy `values` with a rule and settings.
  static func client(_ name: String, _ keys: String, _ mistakes: String...) -> MistakeCase {
    let text = """
      policy: values
      title: Values
      authority: house
      settings:
        most: {type: int, default: 5, tighter: lower}
        hours: {type: duration, default: 24h, tighter: higher}
        needed: {type: list(string), default: [a], tighter: more}
        banned: {type: list(string), default: [a, b], tighter: fewer}
        name: {type: string, default: x, tighter: free}
      rules:
        - rule: r
          cite: C
          because: B.
          forbid: person.messages > settings.most
      ---
      client: acme
      title: Acme

      """
    return MistakeCase(name: name, text: text + keys + "\n", mistakes: mistakes)
  }

  @Test(arguments: [
    client("nothing is adopted", "adopts: []"),
    client(
      "policies that are not there", "adopts: [values, ①value, ②acme, ③law/*, house/*]",
      "① unknown-policy: no policy is named `value`",
      "② unknown-policy: no policy is named `acme`: it is a client",
      "③ unknown-policy: no policy lies in the folder `law`"),
    client(
      "settings",
      """
      adopts: [values]
      settings:
        values.most: 3
        ①values.hours: 23h
        ②values.needed: [b]
        ③values.banned: [a, c]
        values.name: y
        ④values.mots: 3
        ⑤most: 3
      """,
      "① looser-setting: `values.hours` is looser than its default",
      "② looser-setting: `values.needed` is looser than its default",
      "③ looser-setting: `values.banned` is looser than its default",
      "④ unknown-setting: no setting is named `values.mots`",
      "⑤ unknown-setting: no setting is named `most`"),
    client(
      "a setting of a policy that is not adopted",
      "adopts: []\nsettings: {①values.most: 3}",
      "① setting-not-adopted: the client sets `values.most` but does not adopt `values`"),
    client(
      "settings of another type", "adopts: [values]\nsettings: {values.most: ①few}",
      "① wrong-type: this is of another type than `int`"),
    client(
      "facts",
      """
      adopts: [values]
      facts:
        client.established_in: [DE, ①FR]
        ②action.automated: true
        ③client.established: [DE]
        client: {revenue: ④much, ⑤established_in: [AT]}
        ⑥now: 2026-01-01T00:00:00Z
      """,
      "① unknown-term: no term of `place` is named `FR`",
      "② not-standing: a client cannot state `action.automated` once for all its actions",
      "③ unknown-fact: no fact is named `client.established`",
      "④ wrong-type: this is of another type than `double`",
      "⑤ duplicate-fact: `client.established_in` is stated twice",
      "⑥ not-standing: a client cannot state `now` once for all its actions"),
    client(
      "a fact that is stated twice",
      "adopts: [values]\nfacts: {client.established_in: [DE], client: {①established_in: [AT]}}",
      "① duplicate-fact: `client.established_in` is stated twice"),
    MistakeCase(
      "settings and tables of a policy",
      """
      policy: p
      title: P
      authority: house
      settings:
        a: {type: string, default: x, tighter: ①lower}
        b: {type: int, default: 1, tighter: ②less}
      tables:
        t:
          by: place
          of: int
          rows:
            - {is: DE, value: 1, cite: C, until: 2020-12-31}
            - {is: DE, value: 2, cite: C, from: 2021-01-01}
            - {is: ③DE, value: 3, cite: C, from: 2022-01-01}
            - {is: ④FR, value: ⑤many, cite: C}
        u: {by: ⑥plaice, of: int, rows: [{is: DE, value: 1, cite: C}]}
      rules:
        - {rule: r, cite: C, forbid: action.automated, because: B.}
      """,
      "① bad-direction: `lower` says nothing of a `string`",
      "② unknown-word: `tighter` cannot be `less`",
      "③ duplicate-row: two rows for `DE` hold on the same day",
      "④ unknown-term: no term of `place` is named `FR`",
      "⑤ wrong-type: this is of another type than `int`",
      "⑥ unknown-term-set: no set of terms is named `plaice`"),
    MistakeCase(
      "a table without rows",
      """
      policy: p
      title: P
      authority: house
      tables:
        t: {by: place, of: int, rows: ①[]}
      rules:
        - {rule: r, cite: C, forbid: action.automated, because: B.}
      """,
      "① no-rows: this table has no rows"),
  ])
  func `mistakes of clients, settings and tables are found`(_ mistake: MistakeCase) {
    #expect(mistake.found == mistake.mistakes)
  }
}
