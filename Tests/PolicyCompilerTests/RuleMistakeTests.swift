import Testing

@Suite struct RuleMistakeTests {
  @Test(
    arguments: [
      .rule(
        "neither require nor forbid", "cite: C\nbecause: B.",
        "policies/house/marked.yaml:5:5 require-or-forbid: a rule needs `require` or `forbid`"),
      .rule(
        "both", "cite: C\nbecause: B.\nrequire: action.automated\nforbid: ①action.automated",
        "① require-or-forbid: a rule cannot have both `require` and `forbid`"),
      .rule(
        "a bare list under forbid", "cite: C\nbecause: B.\nforbid: [①action.automated]",
        "① ambiguous-forbid: a bare list under `forbid` does not say what is forbidden"),
      .rule(
        "an empty list", "cite: C\nbecause: B.\nwhen: ①[]\nforbid: {any: ②[]}",
        "① empty-condition: this list of conditions is empty",
        "② empty-condition: this list of conditions is empty"),
      .rule(
        "a comma in a flow list",
        "cite: C\nbecause: B.\nforbid: {any: [①action.claims.exists(c, c == \"a\"②)]}",
        "① split-condition: an expression with `(` must be quoted between `[` and `]`",
        "② expression-syntax: expected the end of the expression, found `)`"),
      .rule(
        "a comma inside a string in a flow list",
        "cite: C\nbecause: B.\nforbid: {any: [①action.purpose == \"a, ②b\"]}",
        "① split-condition: an expression with `\"` must be quoted between `[` and `]`",
        "② split-condition: an expression with `\"` must be quoted between `[` and `]`"),
      .rule(
        "a block where a comparison was meant", "cite: C\nbecause: B.\nforbid: ①>5",
        "① empty-condition: this block of text is empty"),
      .rule(
        "no condition at all", "cite: C\nbecause: B.\nforbid: {①some: [action.automated]}",
        "① wrong-shape: this is no condition"),
      .rule(
        "a condition without its list", "cite: C\nbecause: B.\nforbid: {①any: action.automated}",
        "① wrong-shape: `any` is followed by a list of conditions"),
      .rule(
        "no citation", "cite: ①[]\nbecause: B.\nforbid: action.automated",
        "① missing-key: a rule needs a citation"),
      .rule(
        "texts without words", "cite: [①\"\"]\nbecause: ②\" \"\nforbid: action.automated",
        "① empty-value: this text is empty", "② empty-value: this text is empty"),
      .rule(
        "a split citation", "cite: [Art. 6, ①(2)]\nbecause: B.\nforbid: action.automated",
        "① split-cite: a citation cannot begin with `(`"),
      .rule(
        "a text cut off", "cite: C\nbecause: See rule ①#3.\nforbid: action.automated",
        "① warning cut-text: this text ends here: ` #` starts a comment"),
      .rule(
        "a review of nobody",
        "cite: C\nbecause: B.\nforbid: action.automated\nreview: {by: ①[], quorum: ②0}",
        "① no-reviewers: this review is asked of nobody",
        "② wrong-shape: `quorum` is a whole number from 1 to 100"),
      .rule(
        "shapes",
        "cite: C\nbecause: [①B]\nforbid: action.automated\nwaivable: ②maybe\nunless: ③none",
        "① wrong-shape: `because` is one text", "② wrong-shape: `waivable` is `true` or `false`",
        "③ wrong-shape: `unless` is a list"),
      .rule(
        "an atom that is not a bool", "cite: C\nbecause: B.\nforbid: ①person.messages",
        "① not-a-condition: this is of type `int`, but a condition is true or false"),
      .rule(
        "a group as an atom", "cite: C\nbecause: B.\nforbid: ①action.content",
        "① not-a-condition: a group of facts is neither true nor false"),
      .rule(
        "an unknown fact", "cite: C\nbecause: B.\nforbid: ①person.opt_out.covers(\"marketing\")",
        "① unknown-fact: no fact is named `person.opt_out`"),
      .rule(
        "unknown facts of several conjuncts",
        "cite: C\nbecause: B.\nwhen: ①action.automatd && ②person.mesages > 1\nforbid: action.automated",
        "① unknown-fact: no fact is named `action.automatd`",
        "② unknown-fact: no fact is named `person.mesages`"),
      .rule(
        "an unknown term", "cite: C\nbecause: B.\nforbid: action.kind.within(①\"mesage\")",
        "① unknown-term: no term of `action-kind` is named `mesage`"),
      .rule(
        "a coarse constant",
        "cite: C\nbecause: B.\nwhen: person.location == ①\"DE\"\nforbid: person.location in [\"AT\", ②\"EU\"]",
        "① coarse-constant: `DE` has parts, which `==` does not ask about",
        "② coarse-constant: `EU` has parts, which `in` does not ask about"),
      .rule(
        "mistakes in constants beside right ones",
        "cite: C\nbecause: B.\nwhen:\n  - person.location == \"AT\"\n  - person.location == ①\"DE\"\n"
          + "  - action.kind in [\"data.sell\"]\n  - action.kind in [\"data.sell\", ②\"mail\"]\n"
          + "  - person.age < 18\n  - ③person.relationship == 18\nforbid: action.automated",
        "① coarse-constant: `DE` has parts, which `==` does not ask about",
        "② unknown-term: no term of `action-kind` is named `mail`",
        "③ no-such-overload: there is no `string == int`"),
      .rule(
        "a mistake in a folded block",
        "cite: C\nbecause: B.\nforbid: >\n  action.automated\n  && ①action.automaded",
        "① unknown-fact: no fact is named `action.automaded`"),
      .rule(
        "an open brace", "cite: C\nbecause: \"No ①{action.kind.\"\nforbid: action.automated",
        "① bad-template: this brace is never closed"),
      .rule(
        "holes",
        "cite: C\nbecause: \"No {①} of {②person} and {③person.nam}.\"\nforbid: action.automated",
        "① bad-template: this hole is empty",
        "② bad-template: `person` is a group of facts, which has no text",
        "③ unknown-fact: no fact is named `person.nam`"),
      .rule(
        "a witness of nothing",
        "cite: C\nbecause: \"It is {action.kind}.\"\nremedy: ①See {witness}.\nforbid: action.automated",
        "① no-witness: `{witness}` stands for nothing here"),
      .rule(
        "all over a list", "cite: C\nbecause: B.\nrequire: ①action.claims.all(c, c != \"\")",
        "① warning empty-all: `all` is true of an empty list"),
      .rule(
        "all over a list of a known size",
        "cite: C\nbecause: B.\nwhen: action.claims.size() > 0\nrequire: action.claims.all(c, c != \"\")"
      ),
      .rule(
        "all over a list behind a sign",
        "cite: C\nbecause: B.\nrequire: \"!action.claims.all(c, c != \\\"\\\")\""),
      .rule(
        "all over a list in forbid",
        "cite: C\nbecause: B.\nforbid: action.claims.all(c, c != \"\")"),
    ] as [MistakeCase])
  func `a rule's mistakes are found`(_ mistake: MistakeCase) {
    #expect(mistake.found == mistake.mistakes)
  }
}
