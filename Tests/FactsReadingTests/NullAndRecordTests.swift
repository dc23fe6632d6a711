import PolicyModel
import Testing

@testable import FactsReading

@Suite struct NullAndRecordTests {
  @Test(arguments: [
    (#"{"action":{"at":null}}"#, "action.at = null stated"),
    (#"{"action":{"kind":null}}"#, "action.kind = ?action.kind notStated"),
    (#"{"action":{"transactional":null}}"#, "action.transactional = false defaulted"),
    (#"{"recipient":null}"#, "recipient = ?recipient notStated"),
    (#"{"action":{"model":null}}"#, "action.model = null stated"),
    (#"{"action":{"model":null}}"#, "action.model.owner = null stated"),
    (#"{"action":{"model":null}}"#, "action.model.audits = null stated"),
    (#"{"action":{"model":null}}"#, "action.model.deep = null stated"),
    (#"{"action":{"model":null}}"#, "action.model.deep.leaf = null stated"),
    (#"{"client":null}"#, "client.id = ?client.id notStated"),
    (#"{"now":null}"#, "now = ?now notStated"),
  ])
  func `null says none where a fact is nullable, else nothing`(json: String, line: String) {
    let dump = Reading.dump(Reading.json(json).facts)
    #expect(dump.contains(line))
    #expect(Reading.dump(Reading.yaml(json)?.facts) == dump)
  }

  @Test(arguments: ["action: {at: }", "action: {at: ~}", "action:\n  at:\n", "action: {at: NULL}"])
  func `an empty value in YAML is null`(yaml: String) {
    let dump = Reading.dump(Reading.yaml(yaml)?.facts)
    #expect(dump.contains("action.at = null stated"))
  }

  @Test(arguments: [
    (
      #"{"granted":true,"at":"2026-01-01T00:00:00Z","method":"flow"}"#,
      #"(true, timestamp("2026-01-01T00:00:00Z"), null, flow, null)"#
    ),
    (#"{}"#, "(?P.granted, ?P.at, null, ?P.method, null)"),
    (
      #"{"granted":null,"withdrawn_at":null,"wording":"abcd"}"#,
      #"(?P.granted, ?P.at, null, ?P.method, "abcd")"#
    ),
  ])
  func `a record's missing field is none where it is nullable, else unknown`(
    consent: String, record: String
  ) {
    let json = #"{"recipient":{"consents":{"marketing.email":\#(consent)}}}"#
    let path = "recipient.consents[marketing.email]"
    let expected =
      "recipient.consents = {marketing.email: \(record.replacing("P", with: path))}"
    #expect(Reading.known(Reading.json(json).facts) == [expected])
    #expect(Reading.known(Reading.yaml(json)?.facts) == [expected])
  }

  @Test func `a record in a list is named by its place`() {
    let json = #"{"action":{"model":{"audits":[{"n":1},{"ratio":0.5}]}}}"#
    #expect(
      Reading.known(Reading.json(json).facts) == [
        "action.model.audits = [(1, null), (?action.model.audits[1].n, 0.5)]"
      ])
  }

  @Test(arguments: [
    #"{"client":"acme"}"#, #"{"client":{"id":"acme"}}"#, #"{"client":{"id":"acm\u0065"}}"#,
  ])
  func `a client is named by its id or by an object`(json: String) {
    for read in [Reading.json(json), Reading.yaml(json)] {
      #expect(read?.facts?.client == "acme")
      #expect(Reading.known(read?.facts) == [#"client.id = "acme""#])
      let dump = Reading.dump(read?.facts)
      #expect(dump.contains("client = true stated"))
    }
  }
}
