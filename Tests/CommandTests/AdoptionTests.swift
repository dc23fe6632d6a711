import Foundation
import Testing

/// What the library tells of days to come, and of what it has to know.
struct AdoptionTests {
  /// A library with something for each kind of date.
  private static func folder() throws -> Folder {
    let folder = try Folder.withPolicies()
    try folder.write(dated, to: "policies/law/dated.yaml")
    try folder.replace("adopts: [mail, values]", by: "adopts: [mail, values, dated]", in: client)
    return folder
  }
  private static let client = "policies/clients/acme.yaml"

  private static let dated = """
    vocabulary: more
    terms:
      club: {union: {holds: [{is: joiner, from: 2027-02-01}, {is: leaver, until: 2027-01-31}]}, joiner: {}, leaver: {}}
    facts:
      home: {type: term(club), doc: "Where, in a union."}
    ---
    policy: dated
    title: Act of many dates
    authority: law
    reviewed: {on: 2026-01-10, every: 90d}
    effective: {from: 2026-01-01, until: 2028-12-31}
    tables:
      most_mails:
        by: place
        of: int
        rows:
          - {is: DE, value: 5, cite: § 1(1), until: 2027-03-31}
          - {is: DE, value: 1, cite: § 1(2), from: 2027-04-01}
    rules:
      - rule: few-mails
        cite: § 1
        confidence: unverified
        when: recipient.location.within("DE")
        require: recipient.messages_last_week <= most_mails(recipient.location)
        unless:
          - {exception: grace, cite: "§ 9, in part", when: action.discount > 0.3, effective: {until: 2027-06-30}}
        because: "{recipient.id} got {recipient.messages_last_week} messages."
      - rule: union-only
        cite: § 2
        reviewed: {on: 2026-11-01, every: 365d}
        when: has(recipient.id)
        forbid: home.within("union")
        verdict: require-review
        because: The union asks to be asked.

    """

  @Test(arguments: ["text", "json"])
  func `a forecast`(format: String) throws {
    let folder = try Self.folder()
    try folder.write(
      Requests.allowed.replacing("messages_last_week: 1", with: "messages_last_week: 2")
        .replacing("kind: message.email", with: "kind: message.email\n  subject: \"[Ad] News\"")
        + "home: joiner\n",
      to: "facts.yaml")
    let run = try Command.run(
      ["forecast", "facts.yaml", "--until", "2029-01-31", "--format", format], in: folder)
    #expect(run.code == 1, "\(run.errors)")
    #expect(run.errors.isEmpty)
    try GoldenFile("forecast.\(format).txt").check(run.output)
  }

  @Test func `a forecast of what stays as it is ends with 0, and tells what comes again and again`()
    throws
  {
    let folder = try Self.folder()
    try folder.write(Requests.allowed + "home: leaver\n", to: "facts.yaml")
    let steady = try Command.run(
      ["forecast", "facts.yaml", "--until", "2026-12-01", "--client", "acme"], in: folder)
    #expect(steady.code == 0, "\(steady.output)\(steady.errors)")
    try folder.write(
      "policy: sundays\ntitle: Sundays\nauthority: house\nrules:\n"
        + "  - {rule: rest, cite: none, when: recipient.customer, "
        + "forbid: now.getDayOfWeek(\"UTC\") == 0, because: It is Sunday.}\n",
      to: "policies/house/sundays.yaml")
    try folder.replace("values, dated]", by: "sundays]", in: Self.client)
    try folder.replace("  values.max_messages_per_week: 3\n", by: "", in: Self.client)
    try folder.replace("settings:\n", by: "", in: Self.client)
    let run = try Command.run(["forecast", "facts.yaml", "--until", "2026-12-31"], in: folder)
    #expect(run.code == 1, "\(run.errors)")
    #expect(run.output.contains("every 7 days"), "\(run.output)")
  }

  @Test(arguments: [
    (["--until", "2026-11-22"], "lies before the first day, 2026-11-23"),
    (["--until", "3000-01-01"], "more than a hundred years"),
    (["--until", "tomorrow"], "until"), ([], "--until"),
    (["--until", "2027-01-01", "--client", "bolt"], "the facts name the client"),
  ])
  func `a forecast that cannot be made ends with 2`(options: [String], says: String) throws {
    let folder = try Self.folder()
    try folder.write(Requests.allowed, to: "facts.yaml")
    let run = try Command.run(["forecast", "facts.yaml"] + options, in: folder)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  @Test(arguments: ["text", "json", "ics"])
  func `a calendar`(format: String) throws {
    let run = try Command.run(["calendar", "--format", format], in: Self.folder())
    #expect(run.code == 0, "\(run.errors)")
    try GoldenFile("calendar.\(format).txt").check(run.output)
  }

  @Test func `a calendar for a client and a time holds what falls into both`() throws {
    let folder = try Self.folder()
    let all = try Command.run(["calendar", "--client", "acme"], in: folder)
    #expect(all.output.contains("most_mails for DE is 1, was 5"))
    let other = try Command.run(["calendar", "--client", "bolt"], in: folder)
    #expect(other.output.contains("mail/new-labels is in force"))
    #expect(!other.output.contains("waiver"))
    try folder.replace(
      "reviewers:\n",
      by: """
        waivers:
          - {waiver: launch, rule: values/quiet-hours, from: 2026-12-01, until: 2026-12-24, by: ann, reason: Launch.}
        reviewers:

        """, in: Self.client)
    try folder.replace(
      "    title: Nobody is woken up", by: "    title: Nobody is woken up\n    waivable: true",
      in: "policies/house/values.yaml")
    let waived = try Command.run(["calendar", "--client", "acme"], in: folder)
    #expect(waived.output.contains("+ the waiver `launch` of values/quiet-hours holds"))
    #expect(
      waived.output.contains("2026-12-25\n  - the waiver `launch` of values/quiet-hours has ended"))
    #expect(!other.output.contains("most_mails"))
    let some = try Command.run(
      ["calendar", "--from", "2027-01-01", "--until", "2027-02-01"], in: folder)
    #expect(some.output.hasPrefix("2027-01-01\n"))
    #expect(!some.output.contains("2027-04-01"))
  }

  @Test func `an event of a calendar is folded, escaped and ends its lines as it must`() throws {
    let run = try Command.run(["calendar", "--format", "ics"], in: Self.folder())
    let lines = run.output.components(separatedBy: "\r\n")
    #expect(lines.first == "BEGIN:VCALENDAR")
    #expect(Array(lines.suffix(2)) == ["END:VCALENDAR", ""])
    #expect(lines.allSatisfy { $0.utf8.count <= 75 && !$0.contains("\n") })
    #expect(run.output.contains(#"§ 9\, in part"#))
    let events = lines.filter { $0.hasPrefix("UID:") }
    #expect(Set(events).count == events.count)
  }

  @Test(arguments: ["text", "json", "github", "sarif"])
  func `reviews that are overdue, and sources that nobody checked`(format: String) throws {
    let run = try Command.run(
      ["check", "--reviews", "--at", "2026-11-25", "--format", format], in: Self.folder())
    #expect(run.code == 0, "\(run.errors)")
    try GoldenFile("reviews.\(format).txt").check(run.output)
  }

  @Test(arguments: ["yaml", "json"])
  func `the facts to fill in`(format: String) throws {
    let run = try Command.run(
      ["facts", "message.email", "--client", "acme", "--format", format], in: Self.folder())
    #expect(run.code == 0, "\(run.errors)")
    try GoldenFile("facts-client.\(format).txt").check(run.output)
  }
}
