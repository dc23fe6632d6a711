import Testing

@Suite struct PolicyMistakeTests {
  @Test(arguments: [
    MistakeCase(
      "a document of no kind", "①polices: p\ntitle: P\n",
      "① unknown-document: no document begins with `polices`"),
    MistakeCase(
      "a document that is a list", "- ①a\n- b\n",
      "① unknown-document: a document is written as keys with values"),
    MistakeCase(
      "a mapping",
      "mapping: n8n\nsteps:\n  - {type: x.y, when: mentions(①\"scoring\"), ②wen: true,\n"
        + "     action: {kind: flow, ③knid: flow}}\n",
      "① unknown-phrases: no phrases are named `scoring`",
      "② unknown-key: a step has no key `wen`",
      "③ unknown-fact: no fact is named `action.knid`"),
    MistakeCase(
      "missing and unknown keys",
      "①policy: p\ntitle: P\n②autority: house\nrules:\n"
        + "  - {rule: r, cite: C, forbid: action.automated, because: B.}\n",
      "① missing-key: a policy needs the key `authority`",
      "② unknown-key: a policy has no key `autority`"),
    MistakeCase(
      "a policy without rules", "policy: p\ntitle: P\nauthority: house\nrules: ①[]\n",
      "① no-rules: this policy has no rules"),
    MistakeCase(
      "a word that is none",
      "policy: p\ntitle: P\nauthority: ①client\nrules:\n"
        + "  - {rule: r, cite: C, verdict: ②allow, unknown: ③alow, confidence: ④raed,\n"
        + "     forbid: action.automated, because: B.}\n",
      "① unknown-word: `authority` cannot be `client`",
      "② unknown-word: `verdict` cannot be `allow`",
      "③ unknown-word: `unknown` cannot be `alow`",
      "④ unknown-word: `confidence` cannot be `raed`"),
    .policy(
      "dates",
      "effective: {from: ①2026-02-30, until: 2026-01-01}\n"
        + "reviewed: {on: 2026-01-01, every: ②half a year}",
      "① bad-date: `2026-02-30` is no day", "② bad-duration: `half a year` is no span of time"),
    .policy(
      "a period without days", "effective: {from: 2026-03-01, until: ①2026-01-01}",
      "① bad-period: `until` lies before `from`"),
    .policy(
      "covered places", "covers: [EU, ①FR]", "① unknown-term: no term of `place` is named `FR`"),
    MistakeCase(
      "ids that occur twice",
      """
      policy: p
      title: P
      authority: house
      rules:
        - {rule: r, cite: C, forbid: action.automated, because: B.}
        - {rule: ①r, cite: C, forbid: action.automated, because: B.}
        - rule: s
          cite: C
          forbid: action.automated
          because: B.
          unless:
            - {exception: e, when: reaches_person}
            - {exception: ②e, when: reaches_person}
          oblige:
            - {duty: d, text: D.}
            - {duty: ③d, text: D.}
      ---
      policy: ④p
      title: P
      authority: house
      rules:
        - {rule: r, cite: C, forbid: action.automated, because: B.}
      """,
      "① duplicate-id: two of these are named `r`: each rule needs its own id",
      "② duplicate-id: two of these are named `e`: each exception needs its own id",
      "③ duplicate-id: two of these are named `d`: each duty needs its own id",
      "④ duplicate-id: two of these are named `p`: each policy and client needs its own id"),
    MistakeCase(
      "what the law forbids",
      """
      policy: p
      title: P
      authority: law
      rules:
        - {rule: r, cite: C, forbid: action.automated, because: B., unknown: ①allow, waivable: ②true}
      """,
      "① law-allows-unknown: a rule of law cannot allow what it cannot decide",
      "② law-waivable: a rule of law cannot be waived"),
    MistakeCase(
      "a rule that is never in force",
      """
      policy: p
      title: P
      authority: house
      effective: {until: 2020-12-31}
      rules:
        - {rule: ①r, cite: C, forbid: action.automated, because: B., effective: {from: 2021-01-01}}
      """,
      "① never-in-force: `r` is never in force"),
    MistakeCase(
      "settings that are not there",
      """
      policy: p
      title: P
      authority: house
      settings: {most: {type: int, default: 3, tighter: lower}}
      rules:
        - {rule: r, cite: C, because: B., forbid: person.messages > ①settings.mots}
      """,
      "① unknown-setting: this policy has no setting `mots`"),
    MistakeCase(
      "tests of no policy", "①tests: gdpr\ncases: []\n",
      "① unknown-policy: no policy or mapping is named `gdpr`"),
    .policy(
      "names", "define: {①in: action.automated}",
      "① bad-name: `in` cannot be a name here"),
  ])
  func `a policy's mistakes are found`(_ mistake: MistakeCase) {
    #expect(mistake.found == mistake.mistakes)
  }

  @Test func `a library without a vocabulary says so`() {
    let library = MarkedLibrary(
      "①policy: p\ntitle: P\nauthority: house\nrules:\n"
        + "  - {rule: r, cite: C, forbid: 1 == 2, because: B.}\n")
    #expect(
      library.mistakes(with: []) == [
        "① no-vocabulary: this library has no vocabulary: policies have nothing to speak of"
      ])
  }
}
