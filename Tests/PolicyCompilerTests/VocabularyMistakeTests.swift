import Testing

@Suite struct VocabularyMistakeTests {
  @Test(arguments: [
    MistakeCase(
      "types",
      """
      vocabulary: more
      facts:
        more:
          fields:
            a: {type: ①sting}
            b: {type: term(②plaice)}
            c: {type: "map(③double, int)"}
            d: {type: ④map(string}
            ⑤e: {type: int, max: 3}
      """,
      "① unknown-type: no type is named `sting`",
      "② unknown-term-set: no set of terms is named `plaice`",
      "③ bad-type: a map's keys are strings or terms", "④ bad-type: `map(string` is no type",
      "⑤ bad-maximum: `max` bounds lists, maps and strings alone"),
    MistakeCase(
      "facts that are there",
      """
      vocabulary: more
      facts:
        action:
          fields:
            ①kind: {type: string}
            ②content: {type: string}
        ③person:
          nullable: true
          fields:
            hobby: {type: string}
      """,
      "① duplicate-fact: the fact `action.kind` is defined twice",
      "② duplicate-fact: the fact `action.content` is defined twice",
      "③ duplicate-fact: the fact `person` is defined twice"),
    MistakeCase(
      "record types",
      """
      vocabulary: more
      types:
        ①consent: {fields: {granted: {type: bool}}}
        ②string: {fields: {granted: {type: bool}}}
        ③tree: {fields: {children: {type: list(tree)}}}
      """,
      "① duplicate-type: the type `consent` is defined twice",
      "② duplicate-type: the type `string` is defined twice",
      "③ type-cycle: the type `tree` holds itself"),
    MistakeCase(
      "terms",
      """
      vocabulary: more
      terms:
        place:
          ①EU: {holds: [US]}
          CH: {holds: [②CH-ZH]}
        ring:
          a: {holds: [b]}
          b: {holds: [c]}
          c: {holds: [③a]}
          ④.d: {}
      """,
      "① duplicate-term: the term `EU` is defined twice",
      "② unknown-term: no term of this set is named `CH-ZH`",
      "③ term-cycle: the term `a` is part of itself",
      "④ bad-name: `.d` cannot be a name here"),
    MistakeCase(
      "definitions",
      """
      vocabulary: more
      define:
        ①consented: action.automated
        ②action: action.automated
        ③size: action.automated
        ④odd:
          given: {n: int}
          is: n > 0 && even(n)
        even:
          given: {n: int}
          is: n > 0 && odd(n)
        wrong: ⑤actoin.automated
        user: wrong && action.automated
      """,
      "① duplicate-name: a definition cannot be named `consented`: the name is taken",
      "② duplicate-name: a definition cannot be named `action`: the name is taken",
      "③ duplicate-name: a definition cannot be named `size`: the name is taken",
      "④ recursive-definition: the definition `odd` uses itself",
      "⑤ unknown-fact: no fact is named `actoin.automated`"),
    MistakeCase(
      "defaults of another type",
      """
      vocabulary: more
      facts:
        more:
          fields:
            a: {type: int, default: ①1.5}
            b: {type: bool, default: ②"true"}
            c: {type: term(place), default: ③FR}
            d: {type: duration, default: ④soon}
            e: {type: timestamp, default: ⑤today}
            f: {type: list(int), default: ⑥3}
      """,
      "① wrong-type: this is of another type than `int`",
      "② wrong-type: this is of another type than `bool`",
      "③ unknown-term: no term of `place` is named `FR`",
      "④ bad-duration: `soon` is no span of time", "⑤ bad-timestamp: `today` is no instant",
      "⑥ wrong-type: this is of another type than `list(int)`"),
    MistakeCase(
      "defaults that are too large",
      """
      vocabulary: more
      facts:
        more:
          fields:
            a: {type: list(int), max: 2, default: [①1, 2, 3]}
            b: {type: string, max: 3, default: ②four}
      """,
      "① too-many: 3 elements are more than 2", "② too-many: 4 bytes are more than 3"),
    MistakeCase(
      "what is wrong is not reported again where it is used",
      """
      vocabulary: more
      facts:
        more: {fields: {a: {type: ①sting}}}
      types:
        box: {fields: {b: {type: ②sting}}}
      define:
        f: ③more.c
        g: {given: {n: ④sting}, is: n == 1}
        h: more.a == 1 && f && g(1)
      ---
      policy: p
      title: P
      authority: house
      settings:
        s: {type: ⑤sting, default: 1, tighter: free}
      tables:
        t: {by: ⑥plaice, of: int, rows: [{is: DE, value: 1, cite: C}]}
      rules:
        - rule: r
          cite: C
          when: more.a > 3 || f && g("x") && settings.s.size() == 3 || h
          forbid: t(person.location) == "a"
          because: "{more.a}, {t(person.location)}"
      ---
      client: acme
      title: Acme
      adopts: [p]
      settings: {p.s: 3}
      """,
      "① unknown-type: no type is named `sting`", "② unknown-type: no type is named `sting`",
      "③ unknown-fact: no fact is named `more.c`", "④ unknown-type: no type is named `sting`",
      "⑤ unknown-type: no type is named `sting`",
      "⑥ unknown-term-set: no set of terms is named `plaice`"),
  ])
  func `a vocabulary's mistakes are found`(_ mistake: MistakeCase) {
    #expect(mistake.found == mistake.mistakes)
  }
}
