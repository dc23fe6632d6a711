/// A campaign of the tests' own library, and rows of its audience.
enum Audience {
  static let campaign = """
    client: acme
    now: 2026-11-23T10:00:00Z
    action:
      kind: message.email
      purpose: service
      has_unsubscribe: true
      discount: 0

    """

  /// By what becomes of them.
  static let allowed = row("a-1")
  static let denied = row("d-1", week: 9)
  static let reviewed = row("r-1", timezone: nil)
  static let ungoverned = row("u-1", location: "US")
  static let broken = #"{"id": "b-1", "colour": 1}"#

  static func row(
    _ id: String, location: String? = "DE", timezone: String? = "Europe/Berlin", week: Int = 1
  ) -> String {
    var text = "{\"id\": \"\(id)\", \"messages_last_week\": \(week), \"age\": 40"
    if let location { text += ", \"location\": \"\(location)\"" }
    if let timezone { text += ", \"timezone\": \"\(timezone)\"" }
    return text + "}"
  }

  /// A folder with the library, the campaign and the rows, one a line.
  static func folder(
    _ rows: [String], file: String = "all.ndjson", end: String = "\n"
  ) throws -> Folder {
    let folder = try Folder.withPolicies()
    try folder.write(campaign, to: "campaign.yaml")
    try folder.write(rows.map { $0 + end }.joined(), to: file)
    return folder
  }

  static func gate(
    _ folder: Folder, _ file: String = "all.ndjson", _ more: [String] = [], input: String = ""
  ) throws -> Command.Run {
    try Command.run(
      ["gate", "campaign.yaml", "--audience", file] + more, in: folder, input: input)
  }
}
