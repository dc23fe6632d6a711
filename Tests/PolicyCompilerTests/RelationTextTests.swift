import CEL
import Testing

@testable import PolicyCompiler

@Suite struct RelationTextTests {
  @Test(arguments: [
    (#"account.id in ["cl00", "cl04"]"#, "account.id in [", ["cl00", "cl04"]),
    (#"account.id in ["cl00","cl04"]"#, "account.id in [", ["cl00", "cl04"]),
    (#"action.kind == "message.email""#, #"action.kind == ""#, ["message.email"]),
    (#"person.name != "it's // one""#, #"person.name != ""#, ["it's // one"]),
  ])
  func `texts at the end are cut off`(text: String, start: String, texts: [String]) {
    let cut = RelationText(text)
    #expect(cut?.start == start[...])
    #expect(cut?.constants == texts.map { .text($0) })
  }

  @Test func `a number at the end is cut off`() {
    #expect(RelationText("person.age < 18")?.start == "person.age < ")
    #expect(RelationText("person.age < 18")?.constants == [.int(18)])
  }

  @Test(arguments: [
    "", "]", "\"", "18", "action.automated", "x in []", #"x in [""]"#, #"x in ["a" ]"#,
    #"x in ["a",]"#, #"x in ["a", y]"#, #"x in ["a"#, #"x in ["a"]]"#, #"x == "a\n""#,
    #"x == "a" + "b""#, #"x == """#, #"x == """a""""#, #"x == "ä""#, #"x["a"] == "b""#,
    #"x["a"] in ["b"]"#, "x < -18", "x < 1.5", "x == y2", "x < 99999999999999999999", "x in [1, 2]",
  ])
  func `what may mean more is left to the parser`(text: String) {
    #expect(RelationText(text) == nil)
  }
}
