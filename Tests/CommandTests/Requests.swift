/// Facts for the tests' own library, by the verdict that they get.
enum Requests {
  /// Kept, undecided and broken rules, with duties and a review.
  static let denied = """
    client: acme
    now: 2026-11-23T10:00:00Z
    action:
      kind: message.email
      purpose: marketing.email
      has_unsubscribe: false
      similar_products: false
      discount: 0.25
    recipient:
      id: c-1042
      location: DE-BE
      age: 40
      customer: true
      consents: {}
      messages_last_week: 1

    """

  /// An exception holds, nothing is broken or open.
  static let allowed = """
    client: acme
    now: 2026-11-23T10:00:00Z
    action:
      kind: message.email
      purpose: marketing.email
      has_unsubscribe: true
      similar_products: true
      discount: 0.0
    recipient:
      id: c-1043
      location: DE
      age: 40
      timezone: Europe/Berlin
      customer: true
      consents: {}
      messages_last_week: 1

    """

  /// The time zone is not known, and the person is a child.
  static let reviewed =
    allowed
    .replacing("  timezone: Europe/Berlin\n", with: "")
    .replacing("age: 40", with: "age: 12")

  /// The same facts as a line of NDJSON.
  static func line(
    client: String? = "acme", now: String? = "2026-11-23T10:00:00Z", unsubscribe: Bool = true,
    timezone: String? = "Europe/Berlin", more: String = ""
  ) -> String {
    let client = client.map { "\"client\": \"\($0)\", " } ?? ""
    let now = now.map { "\"now\": \"\($0)\", " } ?? ""
    let timezone = timezone.map { ", \"timezone\": \"\($0)\"" } ?? ""
    return """
      {\(client)\(now)"action": {"kind": "message.email", "purpose": "service", \
      "has_unsubscribe": \(unsubscribe), "discount": 0\(more)}, \
      "recipient": {"location": "DE", "messages_last_week": 1\(timezone)}}
      """
  }

  static let allowedLine = line()
  static let deniedLine = line(unsubscribe: false)
  static let reviewedLine = line(timezone: nil)
  static let brokenLine = line(more: ", \"colour\": 1")
}
