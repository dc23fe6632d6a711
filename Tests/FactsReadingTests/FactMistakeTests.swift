import Diagnostics
import PolicyModel
import Testing

@testable import FactsReading
@testable import PolicyEngine

@Suite struct FactMistakeTests {
  @Test(arguments: [
    // Names.
    (#"{"recipient":{"opt_out":{}}}"#, #"unknown-fact 1:15 "opt_out""#),
    (#"{"recipients":{"age":1}}"#, #"unknown-fact 1:2 "recipients""#),
    (#"{"recipient":{"age":1,"age":2}}"#, #"duplicate-key 1:23 "age""#),
    (#"{"recipient":{"age":null,"age":2}}"#, #"duplicate-key 1:26 "age""#),
    (#"{"recipient":{"age":1},"recipient":{}}"#, #"duplicate-key 1:24 "recipient""#),
    (#"{"now":null,"n\u006fw":null}"#, #"duplicate-key 1:13 "n\u006fw""#),
    (#"{"client":"a","client":{}}"#, #"duplicate-key 1:15 "client""#),
    (
      #"{"recipient":{"consents":{"marketing":{},"m\u0061rketing":{}}}}"#,
      #"duplicate-key 1:42 "m\u0061rketing""#
    ),
    (
      #"{"recipient":{"consents":{"marketing":{"granted":null,"granted":true}}}}"#,
      #"duplicate-key 1:55 "granted""#
    ),
    (#"{"recipient":{"consents":{"marketing":{"grant":1}}}}"#, #"unknown-fact 1:40 "grant""#),
    // Types.
    (#"{"recipient":{"age":"34"}}"#, #"wrong-type 1:21 "34""#),
    (#"{"recipient":{"age":3.0}}"#, "wrong-type 1:21 3.0"),
    (#"{"recipient":{"age":3e0}}"#, "wrong-type 1:21 3e0"),
    (#"{"recipient":{"age":true}}"#, "wrong-type 1:21 true"),
    (#"{"recipient":{"age":[1]}}"#, "wrong-type 1:21 ["),
    (#"{"recipient":{"age":{"a":1}}}"#, "wrong-type 1:21 {"),
    (#"{"recipient":{"score":"NaN"}}"#, #"wrong-type 1:23 "NaN""#),
    (#"{"action":{"transactional":"true"}}"#, #"wrong-type 1:28 "true""#),
    (#"{"action":{"transactional":1}}"#, "wrong-type 1:28 1"),
    (#"{"action":{"id":4711}}"#, "wrong-type 1:17 4711"),
    (#"{"action":{"kind":1}}"#, "wrong-type 1:19 1"),
    (#"{"action":{"data":"marketing"}}"#, #"wrong-type 1:19 "marketing""#),
    (#"{"action":{"data":["marketing",null]}}"#, "wrong-type 1:32 null"),
    (#"{"action":{"data":[["marketing"]]}}"#, "wrong-type 1:20 ["),
    (#"{"recipient":{"consents":{"marketing":null}}}"#, "wrong-type 1:39 null"),
    (#"{"recipient":{"consents":[]}}"#, "wrong-type 1:26 ["),
    (#"{"recipient":[]}"#, "wrong-type 1:14 ["),
    (#"{"recipient":"c-1042"}"#, #"wrong-type 1:14 "c-1042""#),
    (#"{"client":7}"#, "wrong-type 1:11 7"),
    (#"{"client":[]}"#, "wrong-type 1:11 ["),
    (#"{"now":1763892000}"#, "wrong-type 1:8 1763892000"),
    (#"{"action":{"retention":30}}"#, "wrong-type 1:24 30"),
    // Values.
    (#"{"action":{"kind":"mesage.email"}}"#, #"unknown-term 1:19 "mesage.email""#),
    (#"{"action":{"kind":""}}"#, #"unknown-term 1:19 """#),
    (#"{"action":{"kind":"DE"}}"#, #"unknown-term 1:19 "DE""#),
    (#"{"recipient":{"location":"A\u030alesund"}}"#, #"unknown-term 1:26 "A\u030alesund""#),
    (#"{"recipient":{"consents":{"marketin":{}}}}"#, #"unknown-term 1:27 "marketin""#),
    (
      #"{"recipient":{"age":9223372036854775808}}"#, "number-out-of-range 1:21 9223372036854775808"
    ),
    (
      #"{"recipient":{"age":-9223372036854775809}}"#,
      "number-out-of-range 1:21 -9223372036854775809"
    ),
    (#"{"recipient":{"score":1e400}}"#, "number-out-of-range 1:23 1e400"),
    (#"{"now":"2026-11-23"}"#, #"bad-timestamp 1:8 "2026-11-23""#),
    (#"{"now":"0000-12-31T00:00:00Z"}"#, #"bad-timestamp 1:8 "0000-12-31T00:00:00Z""#),
    (#"{"now":"10000-01-01T00:00:00Z"}"#, #"bad-timestamp 1:8 "10000-01-01T00:00:00Z""#),
    (
      #"{"now":"0001-01-01T00:00:00+01:00"}"#, #"bad-timestamp 1:8 "0001-01-01T00:00:00+01:00""#
    ),
    (#"{"now":"2026-02-29T00:00:00Z"}"#, #"bad-timestamp 1:8 "2026-02-29T00:00:00Z""#),
    (#"{"now":"2026-11-23T24:00:00Z"}"#, #"bad-timestamp 1:8 "2026-11-23T24:00:00Z""#),
    (#"{"now":"2026-11-23 10:00:00Z"}"#, #"bad-timestamp 1:8 "2026-11-23 10:00:00Z""#),
    (#"{"action":{"retention":"a month"}}"#, #"bad-duration 1:24 "a month""#),
    (#"{"action":{"retention":"200000d"}}"#, #"bad-duration 1:24 "200000d""#),
    (#"{"action":{"id":"123456789"}}"#, #"too-long 1:17 "123456789""#),
    (#"{"action":{"id":"12345é😀"}}"#, #"too-long 1:17 "12345é😀""#),
    (
      #"{"recipient":{"consents":{"marketing":{"wording":"abcde"}}}}"#,
      #"too-long 1:50 "abcde""#
    ),
    (
      #"{"action":{"data":["marketing","marketing","marketing","marketing",7]}}"#,
      "too-many 1:19 ["
    ),
    (
      #"{"recipient":{"opt_outs":{"marketing":"2026-01-01T00:00:00Z","profiling":"#
        + #""2026-01-01T00:00:00Z","essential":"2026-01-01T00:00:00Z"}}}"#,
      "too-many 1:26 {"
    ),
    // The whole.
    ("[]", "not-facts 1:1 ["),
    (#""facts""#, #"not-facts 1:1 "facts""#),
    ("null", "not-facts 1:1 null"),
  ])
  func `a mistake is told with its place, and the request is refused`(
    json: String, mistake: String
  ) {
    let read = Reading.json(json)
    #expect(Reading.mistakes(read.diagnostics) == [mistake])
    #expect(read.facts == nil)
  }

  @Test(arguments: [
    (#"{"recipient":{"score":NaN}}"#, "json-syntax"),
    (#"{"recipient":{"score":.5}}"#, "json-syntax"),
    (#"{"recipient":{"age":+5}}"#, "json-syntax"),
    (#"{"recipient":{"age":05}}"#, "json-syntax"),
    (#"{"action":{"id":"\ud800"}}"#, "json-syntax"),
    (#"{"action":{"id":"\udc00\ud800"}}"#, "json-syntax"),
    (#"{"action":{"id":"\u12"}}"#, "json-syntax"),
    (#"{"action":{"#, "json-syntax"),
    (#"{"action":{}} {}"#, "many-documents"),
    (#"{"action":{}} x"#, "json-syntax"),
    (#"{"action":{},}"#, "json-syntax"),
    ("", "json-syntax"),
    (String(repeating: "[", count: 100_000), "not-facts"),
    (#"{"a":"# + String(repeating: "[", count: 100_000), "nesting-too-deep"),
    (
      #"{"recipient":{"tags":"# + String(repeating: #"["a","#, count: 100_000), "nesting-too-deep"
    ),
  ])
  func `what is not JSON is refused`(json: String, code: String) {
    let read = Reading.json(json)
    #expect(read.diagnostics.contains { $0.code.rawValue == code })
    #expect(read.facts == nil)
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]])
  func `ill-formed UTF-8 is refused`(bytes: [UInt8]) {
    for key in ["action", "x"] {
      let read = Reading.json(Array(#"{"\#(key)":{"id":""#.utf8) + bytes + Array(#""}}"#.utf8))
      #expect(read.diagnostics.last?.code.rawValue == "not-utf8")
      #expect(read.facts == nil)
    }
  }

  @Test(arguments: [
    ("recipient: {age: '34'}", "wrong-type 1:18 '34'"),
    ("recipient: {age: 3.0}", "wrong-type 1:18 3.0"),
    ("recipient: {age: 9223372036854775808}", "number-out-of-range 1:18 9223372036854775808"),
    ("recipient: {score: 1e400}", "number-out-of-range 1:20 1e400"),
    ("recipient: {score: .nan}", "not-a-number 1:20 .nan"),
    ("action: {transactional: yes}", "wrong-type 1:25 yes"),
    ("recipient:\n  age: 1\n  age: 2", "duplicate-key 3:3 age"),
    ("recipient:\n  \"age\": 1\n  \"\\x61ge\": 2", #"duplicate-key 3:3 "\x61ge""#),
    ("recipient: [age]", "wrong-type 1:12 [age]"),
    ("- action", "not-facts 1:1 - action"),
    ("now: 2026-11-23", "bad-timestamp 1:6 2026-11-23"),
    ("action: {id: *x}", "yaml-alias 1:14 *x"),
    ("# nothing\n", "no-facts 1:1 "),
    ("action: {}\n---\naction: {}\n", "many-documents 3:1 action: {}"),
  ])
  func `a mistake in YAML is told with its place`(yaml: String, mistake: String) {
    var diagnostics: [Diagnostic] = []
    let read = Reading.yaml(SourceFile(path: "facts.yaml", text: yaml), &diagnostics)
    #expect(Reading.mistakes(diagnostics) == [mistake])
    #expect(read?.facts == nil)
  }

  @Test func `all mistakes of a request are told`() {
    let json = """
      {"actoin": {"deep": [1, {"x": 2}]},
       "action": {"kind": "mail", "data": [1, "marketing", "markting"], "id": "ok"},
       "recipient": {"age": "x", "consents": {"profiling": {"granted": 1, "at": "now"}}}}
      """
    #expect(
      Reading.mistakes(Reading.json(json).diagnostics) == [
        #"unknown-fact 1:2 "actoin""#, #"unknown-term 2:21 "mail""#, "wrong-type 2:38 1",
        #"unknown-term 2:54 "markting""#, #"wrong-type 3:23 "x""#, "wrong-type 3:66 1",
        #"bad-timestamp 3:75 "now""#,
      ])
    #expect(Reading.yaml(json)?.diagnostics.count == 7)
  }

  @Test func `of a hopeless request a hundred mistakes are told`() {
    let keys = (0..<10_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(Reading.json("{\(keys)}").diagnostics.count == 100)
  }

  @Test(arguments: [
    (#"{"recipient":{"opt_out":{}}}"#, "did you mean `recipient.opt_outs`?"),
    (#"{"recipients":{}}"#, "did you mean `recipient`?"),
    (#"{"age":3}"#, "did you mean `recipient.age`?"),
    (#"{"clients":3}"#, "did you mean `client`?"),
    (#"{"action":{"kind":"mesage.email"}}"#, "did you mean `message.email`?"),
    (
      #"{"recipient":{"consents":{"marketing":{"grantd":true}}}}"#, "did you mean `granted`?"
    ),
    (#"{"recipient":{"age":"34"}}"#, "write the number without quotes"),
    (#"{"action":{"data":"marketing"}}"#, "put it in brackets, one element too: `[...]`"),
  ])
  func `a help line says the mend`(json: String, help: String) {
    #expect(Reading.json(json).diagnostics.first?.help == help)
  }

  @Test func `a sensitive value is in no message`() {
    let read = Reading.json(#"{"recipient":{"age":99999999999999999999}}"#)
    #expect(read.diagnostics.first?.message.contains("9999") == false)
  }

  @Test func `too long a list is named, not its last element`() {
    let read = Reading.json(
      #"{"action":{"data":["marketing","marketing","marketing","marketing"]}}"#)
    #expect(read.diagnostics.map(\.message) == ["`action.data` holds more than 3 elements"])
  }

  @Test func `what a gate cannot judge is told at its fact`() throws {
    let read = Reading.json(#"{"action":{"at":"2026-11-23T10:00:00Z"}}"#)
    let slot = try #require(SampleVocabulary.vocabulary.slot(of: "action.at"))
    let problem = FactsProblem(
      code: .actionBeforeNow, message: "`action.at` lies before `now`", help: "h", slot: slot)
    let diagnostic = read.diagnostic(of: problem)
    #expect(Reading.mistakes([diagnostic]) == [#"action-before-now 1:17 "2026-11-23T10:00:00Z""#])
    #expect(diagnostic.help == "h")
  }
}
