import Diagnostics
import PolicyModel
import Testing

@testable import FactsReading

@Suite struct FactValueTests {
  @Test(arguments: [
    (#"{"action":{"transactional":true}}"#, "action.transactional = true"),
    (#"{"recipient":{"age":34}}"#, "recipient.age = 34"),
    (#"{"recipient":{"age":-0}}"#, "recipient.age = 0"),
    (
      #"{"recipient":{"age":-9223372036854775808}}"#, "recipient.age = -9223372036854775808"
    ),
    (#"{"recipient":{"age":9223372036854775807}}"#, "recipient.age = 9223372036854775807"),
    (#"{"recipient":{"score":0.25}}"#, "recipient.score = 0.25"),
    (#"{"recipient":{"score":3}}"#, "recipient.score = 3.0"),
    (#"{"recipient":{"score":-0}}"#, "recipient.score = 0.0"),
    (#"{"recipient":{"score":-0.0}}"#, "recipient.score = 0.0"),
    (#"{"recipient":{"score":1E3}}"#, "recipient.score = 1000.0"),
    (#"{"action":{"id":"c-1042"}}"#, #"action.id = "c-1042""#),
    (#"{"action":{"id":""}}"#, #"action.id = """#),
    (#"{"action":{"id":"\u00e9😀"}}"#, "action.id = \"é😀\""),
    (#"{"action":{"kind":"message.email"}}"#, "action.kind = message.email"),
    (#"{"action":{"kind":"mess\u0061ge.email"}}"#, "action.kind = message.email"),
    (#"{"\u0061ction":{"kin\u0064":"flow"}}"#, "action.kind = flow"),
    (#"{"recipient":{"location":"Ålesund"}}"#, "recipient.location = Ålesund"),
    (
      #"{"now":"2026-11-23T10:00:00Z"}"#, #"now = timestamp("2026-11-23T10:00:00Z")"#
    ),
    (
      #"{"now":"2026-11-23T10:00:00.5+02:00"}"#, #"now = timestamp("2026-11-23T08:00:00.5Z")"#
    ),
    (
      #"{"now":"0001-01-01T00:00:00Z"}"#, #"now = timestamp("0001-01-01T00:00:00Z")"#
    ),
    (
      #"{"now":"9999-12-31T23:59:59.999999999Z"}"#,
      #"now = timestamp("9999-12-31T23:59:59.999999999Z")"#
    ),
    (#"{"action":{"retention":"30d"}}"#, #"action.retention = duration("2592000s")"#),
    (#"{"action":{"retention":"1h30m"}}"#, #"action.retention = duration("5400s")"#),
    (#"{"action":{"data":[]}}"#, "action.data = []"),
    (#"{"action":{"data":["marketing","profiling"]}}"#, "action.data = [marketing, profiling]"),
    (#"{"recipient":{"tags":["a","b"]}}"#, #"recipient.tags = ["a", "b"]"#),
    (#"{"recipient":{"consents":{}}}"#, "recipient.consents = {}"),
    (
      #"{"recipient":{"notes":{"a":["x"],"b":[]}}}"#, #"recipient.notes = {"a": ["x"], "b": []}"#
    ),
  ])
  func `a stated fact gets its value`(json: String, known: String) {
    let read = Reading.json(json)
    #expect(Reading.mistakes(read.diagnostics) == [])
    #expect(Reading.known(read.facts) == [known])
    #expect(Reading.dump(Reading.yaml(json)?.facts) == Reading.dump(read.facts))
  }

  @Test(arguments: [
    ("action: {id: 007}", #"action.id = "007""#),
    ("action: {id: 1.10}", #"action.id = "1.10""#),
    ("action: {id: true}", #"action.id = "true""#),
    ("action: {id: 'null'}", #"action.id = "null""#),
    ("recipient: {location: NO}", "recipient.location = NO"),
    ("recipient: {age: 0x1F}", "recipient.age = 31"),
    ("recipient: {age: +5}", "recipient.age = 5"),
    ("recipient: {score: .5}", "recipient.score = 0.5"),
    ("now: 2026-11-23T10:00:00Z", #"now = timestamp("2026-11-23T10:00:00Z")"#),
    ("action:\n  data:\n  - marketing\n  - \"profiling\"", "action.data = [marketing, profiling]"),
    ("recipient:\n  tags:\n  - >\n    two\n    words\n", #"recipient.tags = ["two words\n"]"#),
  ])
  func `in YAML text is what is written`(yaml: String, known: String) throws {
    #expect(Reading.known(try #require(Reading.yaml(yaml)).facts) == [known])
  }

  @Test func `JSON writes a character past U+FFFF as two escapes`() {
    let read = Reading.json(#"{"action":{"id":"\ud83d\ude00"}}"#)
    #expect(Reading.known(read.facts) == ["action.id = \"😀\""])
  }

  @Test func `nothing stated leaves unknowns with their paths, and defaults`() {
    let dump = Reading.dump(Reading.json("{}").facts)
    #expect(dump.contains("recipient = ?recipient notStated"))
    #expect(dump.contains("recipient.age = ?recipient.age notStated"))
    #expect(dump.contains("action.transactional = false defaulted"))
    #expect(dump.last == "(no client)")
  }

  @Test func `a group is stated where its object stands`() {
    let dump = Reading.dump(Reading.json(#"{"action":{"model":{}}}"#).facts)
    #expect(dump.contains("action = true stated"))
    #expect(dump.contains("action.model = true stated"))
    #expect(dump.contains("action.model.owner = ?action.model.owner notStated"))
    #expect(dump.contains("recipient = ?recipient notStated"))
  }

  @Test func `the places of facts are those of their values`() throws {
    let text = #"{"client":"acme","recipient":{"age": 34,"tags":["a", "b"]}}"#
    let vocabulary = SampleVocabulary.vocabulary
    for read in [Reading.json(text), try #require(Reading.yaml(text))] {
      func place(_ path: String) throws -> String? {
        read.range(ofSlot: try #require(vocabulary.slot(of: path)))?.text
      }
      #expect(try place("recipient.age") == "34")
      #expect(try place("recipient.tags") == #"["a", "b"]"#)
      #expect(try place("recipient") == #"{"age": 34,"tags":["a", "b"]}"#)
      #expect(try place("recipient.score") == nil)
      #expect(read.clientRange?.text == "\"acme\"")
    }
  }
}
