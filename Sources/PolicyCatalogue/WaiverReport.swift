package import Diagnostics
package import PolicyModel

/// Who waived what, why, until when, and how many days are left of it.
package struct WaiverReport: Sendable {
  package let day: Day
  /// What is in force first, then what is to come, then what has ended; each by its last day.
  package let entries: [Entry]
  private let identity: LibraryIdentity

  /// One client's waiver of one rule.
  package struct Entry: Sendable {
    package let client: String
    package let waiver: Waiver
    package let state: Waiver.State
  }

  /// Of one client, or of all but those that only tests need.
  package init(of library: CompiledLibrary, client: Client?, on day: Day) {
    self.day = day
    identity = library.identity
    let clients = client.map { [$0] } ?? library.clients.filter { !$0.range.isOfTests }
    let found = clients.flatMap { client in
      client.waivers.map { Entry(client: client.id, waiver: $0, state: $0.state(on: day)) }
    }
    entries = found.sorted { left, right in
      (left.state.place, left.waiver.until, left.client, left.waiver.id)
        < (right.state.place, right.waiver.until, right.client, right.waiver.id)
    }
  }

  package var text: String {
    var page = PageWriter(labelWidth: 20)
    let counts = Waiver.State.allCases.sorted { $0.place < $1.place }.map { state in
      "\(entries.count { $0.state == state }) \(state.words)"
    }
    page.line("Waivers as of \(day.text): \(counts.joined(separator: ", "))")
    for entry in entries {
      let waiver = entry.waiver
      page.blank()
      page.line("\(entry.client)  \(waiver.id)  waives \(waiver.rule)")
      page.field("\(entry.state.words)", [said(of: entry)])
      page.field("by", [waiver.by])
      page.field("why", [waiver.reason])
      page.field("", ["\(waiver.range.file.path):\(waiver.range.start.line)"])
    }
    return page.text
  }

  private func said(of entry: Entry) -> String {
    let waiver = entry.waiver
    let days = waiver.daysLeft(on: day)
    let left =
      switch entry.state {
      case .inForce: days == 0 ? "today is its last day" : "\(Self.days(days)) left"
      case .upcoming: "in \(Self.days(Int(waiver.from.number) - Int(day.number)))"
      case .ended: "\(Self.days(-days)) ago"
      }
    return "\(waiver.from.text) to \(waiver.until.text), \(left)"
  }

  private static func days(_ count: Int) -> String { "\(count) \(count == 1 ? "day" : "days")" }

  package var json: JSONValue {
    .object([
      ("format", .int(1)),
      ("on", .string(day.text)),
      ("waivers", .array(entries.map(value))),
      ("library", .string(identity.digest)),
    ])
  }

  private func value(of entry: Entry) -> JSONValue {
    let waiver = entry.waiver
    return .object([
      ("client", .string(entry.client)),
      ("waiver", .string(waiver.id)),
      ("rule", .string(waiver.rule.description)),
      ("state", .string(entry.state.rawValue)),
      ("from", .string(waiver.from.text)),
      ("until", .string(waiver.until.text)),
      ("days_left", .int(Int64(waiver.daysLeft(on: day)))),
      ("by", .string(waiver.by)),
      ("reason", .string(waiver.reason)),
      (
        "source",
        .object([
          ("file", .string(waiver.range.file.path)),
          ("line", .int(Int64(waiver.range.start.line))),
        ])
      ),
    ])
  }
}

extension Waiver.State {
  fileprivate var place: Int {
    switch self {
    case .inForce: 0
    case .upcoming: 1
    case .ended: 2
    }
  }

  fileprivate var words: String {
    switch self {
    case .inForce: "in force"
    case .upcoming: "to come"
    case .ended: "ended"
    }
  }
}
