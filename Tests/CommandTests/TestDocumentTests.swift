import Foundation
import Testing

/// Mistakes in `tests` documents: whatever would demand nothing is said, and ends with 2.
struct TestDocumentTests {
  @Test(arguments: [
    ("expect: deny", "expect: denny", "tests-bad-case", 11),
    ("expect: deny", "expects: deny", "tests-bad-case", 11),
    ("cites: [mail/consent-on-record]", "", "tests-bad-case", 8),
    ("rule: {consent-on-record: broken}", "rule: consent-on-record", "tests-bad-case", 10),
    ("cites: [mail/consent-on-record]", "cites: mail/consent-on-record", "tests-bad-case", 9),
    ("{consent-on-record: broken}", "{consent-on-record: bust}", "tests-bad-case", 10),
    ("{consent-on-record: broken}", "{consent-on-file: broken}", "tests-unknown-rule", 10),
    ("tests: mail", "tests: male", "unknown-policy", 1),
    ("tests: mail", "tests: mail\nclient: nobody", "tests-unknown-client", 2),
    ("tests: mail", "tests: mail\nclient: [acme]", "tests-bad-case", 2),
    ("[recipient.consents,", "[recipient.objections,", "tests-bad-path", 13),
    ("[recipient.consents,", "[recipient..consents,", "tests-bad-path", 13),
    ("[recipient.consents,", "['recipient.[consents]',", "tests-bad-path", 13),
    ("[recipient.consents,", "[recipient.consents.,", "tests-bad-path", 13),
    ("recipient.consents[marketing.email]:", "'recipient.consents[]':", "tests-bad-path", 17),
    ("recipient.consents[marketing.email]:", "'recipient.consents[a':", "tests-bad-path", 17),
    ("recipient.consents[marketing.email]:", "'recipient.consents[a]b':", "tests-bad-path", 17),
    ("at: 2027-01-01", "at: next year", "tests-bad-case", 27),
    ("with: {action.subject: Sale}", "with: [action.subject]", "tests-bad-case", 28),
    ("location: DE", "location: DEE", "unknown-term", 6),
  ])
  func `a mistake is said at its place`(old: String, new: String, code: String, line: Int) throws {
    let folder = try Folder.withPolicies()
    let path = "policies/law/mail.tests.yaml"
    let text = try folder.read(path)
    let place = try #require(text.firstRange(of: old))
    // Without its `cites` the first case is to demand nothing at all.
    let end = new.isEmpty ? try #require(text.firstRange(of: "expect: deny")) : place
    try folder.write(
      text.replacingCharacters(in: place.lowerBound..<end.upperBound, with: new), to: path)
    let run = try Command.run(["test"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("error[\(code)]: "))
    #expect(run.errors.contains("--> \(path):\(line):"), "\(run.errors)")
  }

  @Test func `a client's own rules are tested too`() throws {
    let folder = try Folder.withPolicies()
    let own = """
      rules:
        - rule: no-exports
          cite: contract
          when: action.kind.within("data")
          forbid: action.kind.within("data.export")
          because: Nothing leaves the house.

      """
    try folder.replace(
      "title: Acme Outdoor\n", by: "title: Acme Outdoor\n\(own)",
      in: "policies/clients/acme.yaml")
    let tests = """
      tests: acme
      now: 2026-11-23T10:00:00Z
      facts: {action: {kind: data.export}}
      cases:
        - case: an export
          rule: {no-exports: kept}

      """
    try folder.write(tests, to: "policies/clients/acme.tests.yaml")
    let run = try Command.run(["test"], in: folder)
    #expect(run.code == 1)
    #expect(run.output.contains("acme/no-exports: expected kept, got broken"))
  }
}
