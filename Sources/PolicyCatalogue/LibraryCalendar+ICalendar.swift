import Diagnostics
import PolicyModel

extension LibraryCalendar {
  /// The dates for a calendar program (RFC 5545): a day, a policy and a kind of change an event.
  ///
  /// The same library gives the same bytes, and an event keeps its UID from one version of
  /// the library to the next, so that a program which reads it again updates what it has.
  package var iCalendar: String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Scruple//Calendar of a policy library//EN",
      "CALSCALE:GREGORIAN", "X-WR-CALNAME:Scruple",
    ]
    for group in groups {
      guard let first = group.first else { continue }
      let date = first.day.text.filter { $0 != "-" }
      let next = first.day.next.text.filter { $0 != "-" }
      let policies = first.policies.map(\.id)
      lines += [
        "BEGIN:VEVENT",
        "UID:\(date)-\(first.kind)-\(first.subject)@scruple",
        "DTSTAMP:\(date)T000000Z",
        "DTSTART;VALUE=DATE:\(date)",
        "DTEND;VALUE=DATE:\(next)",
        "SUMMARY:\(Self.escaped(Self.summary(of: group)))",
        "DESCRIPTION:\(Self.escaped(Self.description(of: group)))",
        "CATEGORIES:\(policies.map(Self.escaped).joined(separator: ","))",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return lines.map(Self.folded).joined(separator: "\r\n") + "\r\n"
  }

  /// Rules of one policy that begin or end on one day are one event; everything else one each.
  private var groups: [[Entry]] {
    var groups: [[Entry]] = []
    var places: [String: Int] = [:]
    for entry in entries {
      let key = "\(entry.day.number) \(entry.kind) \(entry.subject)"
      if let place = places[key] {
        groups[place].append(entry)
      } else {
        places[key] = groups.count
        groups.append([entry])
      }
    }
    return groups
  }

  private static func summary(of group: [Entry]) -> String {
    guard let first = group.first, group.count > 1 else { return group.first?.words ?? "" }
    let policy = first.policies.first?.id ?? ""
    let change = first.kind == "rule-begins" ? "are in force" : "are no longer in force"
    return "\(policy): \(group.count) rules \(change)"
  }

  private static func description(of group: [Entry]) -> String {
    var lines = group.map { entry in
      let cite = entry.cite.isEmpty ? "" : " (\(entry.cite.joined(separator: ", ")))"
      return entry.words + cite
    }
    for policy in group.first?.policies ?? [] { lines.append("\(policy.id): \(policy.title)") }
    return (lines + ["No legal advice."]).joined(separator: "\n")
  }

  /// A text value: RFC 5545, section 3.3.11.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", ";", ",": result += "\\\(character)"
      case "\n": result += "\\n"
      default: result += String(character).printable
      }
    }
    return result
  }

  /// A line in parts of at most 75 bytes, none of them cutting a character: section 3.1.
  private static func folded(_ line: String) -> String {
    var result = ""
    var width = 0
    for scalar in line.unicodeScalars {
      let size = String(scalar).utf8.count
      if width + size > 75 {
        result += "\r\n "
        width = 1
      }
      result.unicodeScalars.append(scalar)
      width += size
    }
    return result
  }
}
