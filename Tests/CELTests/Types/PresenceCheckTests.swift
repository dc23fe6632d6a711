import CEL
import Testing

struct PresenceCheckTests {
  @Test(arguments: [
    ("has(group.size)", ["has(group.size) → variable group.size"]),
    (
      "has(group.owner.age)",
      ["has(group.owner.age) → person #1", "group.owner → variable group.owner"]
    ),
    (
      "has(person.boss.boss)",
      [
        "has(person.boss.boss) → person #3", "person.boss → person #3", "person → variable person",
      ]
    ),
    ("has(counts.a)", ["counts → variable counts"]),
    (
      "[person].exists(p, has(p.age))",
      ["person → variable person", "has(p.age) → person #1", "p → local p"]
    ),
    (
      "[person].exists(group, has(group.age))",
      [
        "person → variable person", "has(group.age) → person #1", "group → local group",
      ]
    ),
  ])
  func `presence of a declared variable asks its slot`(text: String, meanings: [String]) {
    #expect(Checking.narrow.meanings(of: text) == meanings)
  }

  @Test func `by default presence asks for a field`() {
    #expect(
      Checking.standard.type(of: "has(group.size)")
        == "undeclared-name: no variable is named `group.size`")
    #expect(Checking.standard.type(of: "has(counts.a)") == "bool")
  }

  @Test(arguments: [
    ("①has(group.sise)", ["①unknown-fact: no fact is named `group.sise`"]),
    ("①has(person.agee)", ["①unknown-field: `person` has no field `agee`"]),
    ("①has(nobody.home)", ["①unknown-fact: no fact is named `nobody.home`"]),
    ("①has(text.size)", ["①unknown-field: a `string` has no field `size`"]),
  ])
  func `presence of what cannot be is a mistake`(text: String, mistakes: [String]) {
    #expect(Checking.narrow.mistakes(in: text) == mistakes)
  }
}
