import CEL
package import Diagnostics
package import PolicyEngine
package import PolicyModel

/// Every date on which a library changes what it demands.
package struct LibraryCalendar: Sendable {
  package let entries: [Entry]
  package let identity: LibraryIdentity

  /// One thing that begins or ends.
  package struct Entry: Sendable {
    /// The first day on which it is otherwise.
    package let day: Day
    /// `rule-begins`, `rule-ends`, and so for `exception`, `row`, `waiver` and `part`.
    package let kind: String
    package let words: String
    /// What begins or ends, by its names alone: the same in every version of the library.
    package let subject: String
    package let cite: [String]
    /// The policies whose rules it concerns, sorted; each with its title.
    package let policies: [(id: String, title: String)]
    package let rules: [RuleName]
    package let file: String?
    package let line: Int?
  }

  /// Of what binds a client, with its waivers; from and until are the first and the last day that
  /// count.
  package init(of gate: Gate, from: Day?, until: Day?) {
    let library = gate.library
    let period = Period(from: from, until: until)
    let all = library.datedChanges(of: gate.policies, waivers: gate.ownWaivers)
    entries = all.filter { period.contains($0.day) }.map { change in
      let numbers = Set(change.rules.map { library.rules[$0].policy }).sorted()
      return Entry(
        day: change.day, kind: change.subject.word + (change.begins ? "-begins" : "-ends"),
        words: library.words(of: change), subject: library.names(of: change.subject),
        cite: change.cite,
        policies: numbers.map { (library.policies[$0].id, library.policies[$0].title) },
        rules: change.rules.map { library.rules[$0].name }, file: change.range?.file.path,
        line: change.range?.start.line)
    }
    identity = library.identity
  }

  /// A day a paragraph, what begins or ends a line.
  package var text: String {
    var page = PageWriter(labelWidth: 2)
    let room = entries.map(\.words.unicodeScalars.count).filter { $0 <= 60 }.max() ?? 0
    for (index, entry) in entries.enumerated() {
      if index == 0 || entries[index - 1].day != entry.day {
        page.blank()
        page.line(entry.day.text)
      }
      let mark = entry.kind.hasSuffix("-begins") ? "+" : "-"
      let gap = String(repeating: " ", count: max(0, room - entry.words.unicodeScalars.count))
      page.line("  \(mark) \(entry.words)\(gap)  \(entry.cite.joined(separator: ", "))".trimmed)
    }
    let days = Set(entries.map(\.day)).count
    page.blank()
    page.line(
      "\(entries.count) \(entries.count == 1 ? "change" : "changes") on \(days) \(days == 1 ? "day" : "days"); "
        + "+ begins on the day, - is over from the day on. No legal advice."
    )
    return page.text
  }

  package var json: JSONValue {
    .object([
      ("format", .int(1)),
      (
        "changes",
        .array(
          entries.map { entry in
            .object([
              ("on", .string(entry.day.text)),
              ("change", .string(entry.kind)),
              ("words", .string(entry.words)),
              ("cite", .array(entry.cite.map { .string($0) })),
              ("rules", .array(entry.rules.map { .string($0.description) })),
              (
                "source",
                entry.file.map { file in
                  .object([("file", .string(file)), ("line", .int(Int64(entry.line ?? 0)))])
                } ?? .null
              ),
            ])
          })
      ),
      ("library", .string(identity.digest)),
    ])
  }
}

extension DatedChange.Subject {
  fileprivate var word: String {
    switch self {
    case .rule: "rule"
    case .exception: "exception"
    case .row: "row"
    case .waiver: "waiver"
    case .part: "part"
    }
  }
}

extension CompiledLibrary {
  /// Of a rule its policy, since its rules mostly come together.
  fileprivate func names(of subject: DatedChange.Subject) -> String {
    switch subject {
    case .rule(let number): return rules[number].name.policy
    case .exception(let rule, let id): return "\(rules[rule].name)/\(id)"
    case .row(let number, let row, _):
      let terms = vocabulary.termSets[tables[number].key].terms
      return "\(tables[number].name)/\(terms[Int(tables[number].rows[row].term)].id)"
    case .waiver(let rule, let id): return "\(rules[rule].name)/waiver/\(id)"
    case .part(let number, let part, let whole):
      let terms = vocabulary.termSets[number].terms
      return "\(terms[Int(whole)].id)/\(terms[Int(part)].id)"
    }
  }
}

extension String {
  /// Without blanks at the end.
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
