import Diagnostics
import PolicyCompiler
import Testing

/// What clients under each other get wrong: whatever would loosen is told with both places.
@Suite struct LayerMistakeTests {
  /// An agency and its client `acme`, with some keys, beside a house policy and a law.
  ///
  /// Notes count as mistakes: `code: message` of the diagnostic and `note` of each place.
  private static func acme(_ name: String, _ keys: String, _ mistakes: String...) -> MistakeCase {
    MistakeCase(name: name, text: library + keys + "\n", mistakes: mistakes)
  }

  private static let library = """
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
      - {rule: cap, cite: C, because: B., forbid: person.messages > settings.most, waivable: true}
      - {rule: by-legal, cite: C, because: B., forbid: action.automated, waivable: {by: [legal]}}
      - {rule: firm, cite: C, because: B., forbid: action.automated}
    ---
    policy: act
    title: Act
    authority: law
    rules:
      - {rule: named, cite: C, because: B., forbid: action.automated}
    ---
    policy: spare
    title: Spare
    authority: house
    settings: {limit: {type: int, default: 1, tighter: lower}}
    rules:
      - {rule: spare-rule, cite: C, because: B., forbid: action.automated, waivable: true}
    ---
    client: agency
    title: Agency
    adopts: [values, act]
    settings:
      values.most: 3
      values.hours: 48h
      values.needed: [a, b]
      values.banned: [a]
      values.name: z
    facts: {client.established_in: [DE]}
    reviewers: {legal: [legal@agency.example]}
    rules:
      - {rule: house-line, cite: C, because: B., forbid: action.automated, waivable: true}
    ---
    client: acme
    title: Acme
    under: agency

    """

  private static func waiver(_ id: String, _ rest: String) -> String {
    "  - {waiver: \(id), \(rest)}\n"
  }

  @Test(arguments: [
    acme("nothing of its own", ""),
    acme(
      "all that tightens, and what is said once more",
      """
      adopts: [values, spare]
      settings:
        values.most: 2
        values.hours: 72h
        values.needed: [c, b, a]
        values.banned: []
        values.name: z
        spare.limit: 0
      facts: {client.established_in: [DE], client.revenue: 3, client.id: acme}
      reviewers: {legal: [counsel@acme.example], privacy: dpo@acme.example}
      rules:
        - {rule: acme-line, cite: C, because: B., forbid: action.automated}
      waivers:
        - {waiver: a, rule: values/cap, from: 2026-01-01, until: 2027-01-01, by: kim, reason: R}
        - {waiver: b, rule: values/by-legal, until: 2028-02-29, by: legal@agency.example, reason: R}
        - {waiver: c, rule: agency/house-line, until: 2026-12-01, by: kim, reason: R}
        - {waiver: d, rule: spare/spare-rule, until: 2026-12-01, by: kim, reason: R}
      """),
    acme(
      "settings that loosen what the parent set",
      """
      settings:
        ①values.most: 4
        ②values.hours: 24h
        ③values.needed: [a, c]
        ④values.banned: [a, b]
        ⑤values.name: x
      """,
      "① looser-setting: `values.most` is looser than `agency` sets it "
        + "[write `3` or lower] [`agency` sets it here: 3]",
      "② looser-setting: `values.hours` is looser than `agency` sets it "
        + "[write `48h` or higher] [`agency` sets it here: 48h]",
      "③ looser-setting: `values.needed` is looser than `agency` sets it "
        + "[write all of `[a, b]`, and what you like beside it] [`agency` sets it here: [a, b]]",
      "④ looser-setting: `values.banned` is looser than `agency` sets it "
        + "[write `[a]` or a part of it] [`agency` sets it here: [a]]",
      "⑤ looser-setting: `values.name` is another than `agency` sets it, and no value of it is the "
        + "stricter one [write `z`, or leave it out; a rule of your own can ask for more] "
        + "[`agency` sets it here: z]"),
    acme(
      "settings of another type, and of what nobody adopts",
      "settings: {values.most: ①few, ②spare.limit: 0}",
      "① wrong-type: this is of another type than `int` [write a whole number, as in `3`] "
        + "[the setting is defined here: most]",
      "② setting-not-adopted: the client sets `spare.limit` but does not adopt `spare` "
        + "[add `spare` to `adopts`, or leave the setting out] [the setting is defined here: limit]"
    ),
    acme(
      "a fact that is stated otherwise than above",
      "facts: {①client.established_in: [AT]}",
      "① standing-fact-differs: `client.established_in` is stated otherwise than `agency` states it "
        + "[leave it out: what `agency` states is so for all under it; what is not so for all must "
        + "not stand there] [`agency` states it here: client.established_in]"),
    acme(
      "rules that read as if they replaced others",
      """
      rules:
        - {rule: ①house-line, cite: C, because: B., forbid: action.automated}
        - {rule: ②cap, cite: C, because: B., forbid: action.automated}
        - {rule: spare-rule, cite: C, because: B., forbid: action.automated}
      """,
      "① shadowing-rule: the rule `house-line` reads as if it replaced `agency/house-line` "
        + "[a client's rules stand beside all others, and both hold: give this one another id] "
        + "[`agency/house-line` is here: house-line]",
      "② shadowing-rule: the rule `cap` reads as if it replaced `values/cap` "
        + "[a client's rules stand beside all others, and both hold: give this one another id] "
        + "[`values/cap` is here: cap]"),
    acme(
      "waivers of what cannot be waived",
      "waivers:\n" + waiver("a", "rule: ①act/named, until: 2026-12-01, by: kim, reason: R")
        + waiver("b", "rule: ②values/firm, until: 2026-12-01, by: kim, reason: R")
        + waiver("c", "rule: ③values/capp, until: 2026-12-01, by: kim, reason: R")
        + waiver("d", "rule: ④spare/spare-rule, until: 2026-12-01, by: kim, reason: R")
        + waiver("e", "rule: ⑤values/*, until: 2026-12-01, by: kim, reason: R"),
      "① waiver-of-law: `act/named` is law, which nobody waives [take the waiver out: rules of "
        + "standards, of the house and of clients can be waived where they say so] "
        + "[the rule is here: named]",
      "② not-waivable: `values/firm` cannot be waived: it does not say `waivable` [take the waiver "
        + "out, or ask whoever keeps `values` to allow waivers] [the rule is here: firm]",
      "③ waiver-unknown-rule: no rule is named `values/capp`, so there is nothing to waive "
        + "[did you mean `values/cap`?] [`values/cap` is here: cap]",
      "④ waiver-unknown-rule: `spare/spare-rule` does not bind `acme`, so there is nothing to waive "
        + "[take the waiver out, or adopt `spare`] [the rule is here: spare-rule]",
      "⑤ waiver-unknown-rule: no rule is named `values/*`, so there is nothing to waive "
        + "[write the policy's id and the rule's, as in `values/frequency-cap`]"),
    acme(
      "waivers by those whose waiver does not count",
      "reviewers: {legal: [counsel@acme.example]}\nwaivers:\n"
        + waiver(
          "a", "rule: values/by-legal, until: 2026-12-01, by: ①counsel@acme.example, reason: R"),
      "① waiver-not-entitled: a waiver of `values/by-legal` by `counsel@acme.example` does not count "
        + "[it counts of a reviewer `legal` named under `reviewers` of a client above: "
        + "`legal@agency.example`] [the rule says whose waiver counts: by]"),
    acme(
      "a signer appointed for a layer under one's own",
      "reviewers: {legal: [intern@acme.example]}\n---\nclient: shell\ntitle: Shell\nunder: acme\nwaivers:\n"
        + waiver(
          "a", "rule: values/by-legal, until: 2026-12-01, by: ①intern@acme.example, reason: R"),
      "① waiver-not-entitled: a waiver of `values/by-legal` by `intern@acme.example` does not count "
        + "[it counts of a reviewer `legal` named under `reviewers` of `agency` or above: "
        + "`legal@agency.example`] [the rule says whose waiver counts: by]"),
    acme(
      "signers of the layer whose own rule it is",
      "reviewers: {legal: [counsel@acme.example]}\nrules:\n"
        + "  - {rule: own, cite: C, because: B., forbid: action.automated, waivable: {by: [legal]}}\n"
        + "---\nclient: shell\ntitle: Shell\nunder: acme\nwaivers:\n"
        + waiver("a", "rule: acme/own, until: 2026-12-01, by: counsel@acme.example, reason: R")),
    acme(
      "waivers without an end, a name or a reason",
      """
      waivers:
        - {①waiver: a, rule: values/cap}
        - {waiver: b, rule: values/cap, from: 2026-01-01, until: ②2027-01-02, by: kim, reason: R}
        - {waiver: c, rule: values/cap, until: 2026-12-01, by: ③" ", reason: ④""}
        - {waiver: d, rule: values/cap, until: ⑤soon, by: kim, reason: R}
        - {waiver: c, rule: values/cap, from: 2026-12-02, until: ⑥2026-12-01, by: kim, reason: R}
      """,
      "① missing-key: a waiver needs the key `until` [add `until:`]",
      "① missing-key: a waiver needs the key `by` [add `by:`]",
      "① missing-key: a waiver needs the key `reason` [add `reason:`]",
      "② waiver-too-long: this waiver lasts over a year [it may last until 2027-01-01; then somebody "
        + "has to answer for it again] [it starts here: 2026-01-01]",
      "③ missing-key: a waiver needs the key `by`, with something in it [name who answers for it]",
      "④ missing-key: a waiver needs the key `reason`, with something in it [say why]",
      "⑤ bad-date: `soon` is no day [write year, month and day as in `2026-11-23`]",
      "⑥ bad-period: `until` lies before `from` [`from` is the first day and `until` the last]"),
    acme(
      "one id twice", "---\nclient: ①acme\ntitle: Acme once more\nadopts: [values]",
      "① duplicate-id: two of these are named `acme`: each policy and client needs its own id "
        + "[rename one of them] [the first is here: acme]"),
    acme(
      "parents that are not there",
      "---\nclient: b\ntitle: B\nunder: ①agancy\nsettings: {spare.limit: 0}"
        + "\n---\nclient: c\ntitle: C\nunder: ②values\n---\nclient: d\ntitle: D\nunder: ③nobody"
        + "\n---\nclient: e\ntitle: E\nunder: b\nsettings: {values.most: 9}",
      "① unknown-parent: no client is named `agancy`, so nothing can be under it "
        + "[did you mean `agency`?] [`agency` is here: agency]",
      "② unknown-parent: `values` is a policy, and no client can be under it "
        + "[write it under `adopts`, and a client's id under `under`] [the policy is here: values]",
      "③ unknown-parent: no client is named `nobody`, so nothing can be under it "
        + "[`under` names another client of the library; whoever is at the top leaves it out]"),
    acme(
      "circles",
      "---\nclient: b\ntitle: B\nunder: ①c\n---\nclient: c\ntitle: C\nunder: d"
        + "\n---\nclient: d\ntitle: D\nunder: b\n---\nclient: e\ntitle: E\nunder: d"
        + "\n---\nclient: f\ntitle: F\nunder: ②f",
      "① client-cycle: the client `b` is under itself [the circle is `b`, under `c`, under `d`, under "
        + "`b`: one of them must be at the top, without `under`] [and here: d] [and here: b]",
      "② client-cycle: the client `f` is under itself [the circle is `f`, under `f`: one of them must "
        + "be at the top, without `under`]"),
    acme(
      "a client that is adopted", "adopts: [①agency]",
      "① unknown-policy: no policy is named `agency`: it is a client "
        + "[to have all that holds for it, write `under: agency`] [the client is here: agency]"),
  ])
  func `what loosens, and what names nobody, is told with both places`(_ mistake: MistakeCase) {
    #expect(MarkedLibrary(mistake.text).told() == mistake.mistakes)
  }

  @Test func `a child's words replace none of the vocabulary's or of a policy's`() {
    let more = """

      ---
      vocabulary: own
      facts:
        client: {standing: true, fields: {revenue: {type: double, default: 0}}}
        person: {fields: {age: {type: int, default: 18}}}
      terms:
        place:
          DE: {holds: [FR]}
          FR: {}
      define:
        reaches_person: "false"
      """
    let found = MarkedLibrary(Self.library + more).mistakes().map {
      String($0.split(separator: " ")[1])
    }
    #expect(
      found.sorted() == [
        "duplicate-fact:", "duplicate-fact:", "duplicate-fact:", "duplicate-name:",
        "duplicate-term:",
      ])
  }
}

extension MarkedLibrary {
  /// What is wrong, with the help's last part in brackets, and each note with the text that it
  /// points at.
  fileprivate func told() -> [String] {
    let diagnostics = LibraryCompiler.compile([Core.file, file]).diagnostics
    return zip(mistakes(), diagnostics).map { line, diagnostic in
      let help = diagnostic.help.map {
        $0.replacing("a client can only tighten: ", with: "")
          .replacing("only a client at the top chooses it: ", with: "")
      }
      let notes = diagnostic.notes.map { "\($0.message): \($0.range?.text ?? "nowhere")" }
      return ([line] + (([help].compactMap(\.self) + notes).map { "[\($0)]" }))
        .joined(separator: " ")
    }
  }
}
