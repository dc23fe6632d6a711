import Diagnostics
import PolicyModel

/// The report as a person at a terminal reads it: the partition, then why, then where it all is.
extension AudienceReport {
  private static let most = 12

  package var text: String {
    var lines = [headline, ""]
    lines += table(
      "denied by",
      rules.filter { $0.count.denies > 0 }.map {
        ($0.name.description, $0.count.denies, $0.count.alone)
      }, second: "only reason for")
    lines += table(
      "to review by",
      rules.filter { $0.count.reviews > 0 }.map {
        ($0.name.description, $0.count.reviews, $0.count.alone)
      }, second: "only reason for")
    lines += table(
      "to review because we do not know", missing.map { ($0.fact, $0.rows, nil) })
    lines += table(
      "to review because nothing governs it", ungoverned.map { ($0.reason.words, $0.rows, nil) })
    lines += reasonLines
    lines += table(
      "a waiver was used", waivers.map { ("\($0.waiver) of \($0.rule)", $0.rows, nil) })
    for column in columns { lines += text(of: column) }
    if let duplicates, duplicates.count > 0 {
      lines += ["  \(duplicates.count.grouped) ids stand in more than one row"]
      for example in duplicates.examples.prefix(5) {
        let places = example.lines.map(String.init).joined(separator: ", ")
        lines.append("    \(example.id.cut)  lines \(places)")
      }
      lines.append("")
    }
    if rejected > 0 {
      let place = folder.map { ": see \($0)/rejected.ndjson" } ?? ""
      lines += ["  \(rejected.grouped) rows were rejected, and are not allowed\(place)", ""]
    }
    lines += warnings.map { "  note: \($0)" }
    if !warnings.isEmpty { lines.append("") }
    if let folder {
      let parts = ["allowed", "denied", "to-review"].map { "\(folder)/\($0).\(suffix)" }
      lines.append("  " + parts.joined(separator: "  "))
      lines.append("  \(folder)/decisions.ndjson  \(folder)/report.json  \(folder)/report.html")
    }
    lines.append("  Library \(library.digest.prefix(15))…  ·  no legal advice")
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  /// What stands in the way of most recipients, each of them counted once.
  private var reasonLines: [String] {
    // One rule alone says nothing that the tables above do not say.
    guard reasons.contains(where: { $0.rules.count > 1 }) else { return [] }
    var lines = [
      "  \("together".padded(to: 46))" + "recipients".leading(12) + "verdict".leading(18)
    ]
    for reason in reasons.prefix(6) {
      let parts = reason.rules.map(\.description) + (reason.ungoverned.map { [$0.words] } ?? [])
      for (place, part) in parts.prefix(5).enumerated() {
        var line = "  " + ((place == 0 ? "" : "+ ") + part)
        if place == 0 {
          line = line.padded(to: 48) + reason.rows.grouped.leading(12)
          line += (reason.verdict == .deny ? "denied" : "to review").leading(18)
        }
        lines.append(line)
      }
      if parts.count > 5 { lines.append("  + \(parts.count - 5) more") }
    }
    if reasons.count > 6 { lines.append("  and \(reasons.count - 6) more, in report.json") }
    return lines + [""]
  }

  private var headline: String {
    let parts = [
      "\(allowed.grouped) allowed (\(percent(allowed)))",
      "\(denied.grouped) denied (\(percent(denied)))",
      "\(toReview.grouped) to review (\(percent(toReview)))",
    ]
    return "\(campaign), client \(client): " + parts.joined(separator: " · ")
  }

  /// Of the judged recipients, with one place behind the point.
  func percent(_ rows: Int) -> String {
    guard judged > 0 else { return "–" }
    let tenths = Int((Double(rows) / Double(judged) * 1000).rounded())
    // What is there is not nothing, and what is not all is not all.
    if tenths == 0, rows > 0 { return "under 0.1 %" }
    if tenths == 1000, rows < judged { return "over 99.9 %" }
    return "\(tenths / 10).\(tenths % 10) %"
  }

  private func table(
    _ title: String, _ rows: [(name: String, count: Int, alone: Int?)], second: String? = nil
  ) -> [String] {
    guard !rows.isEmpty else { return [] }
    let shown = rows.prefix(Self.most)
    let width = max(44, shown.map(\.name.unicodeScalars.count).max() ?? 0) + 2
    var lines = ["  " + title.padded(to: width) + "recipients".leading(12)]
    if let second { lines[0] += second.leading(18) }
    for row in shown {
      var line = "  " + row.name.padded(to: width) + row.count.grouped.leading(12)
      if let alone = row.alone { line += alone.grouped.leading(18) }
      lines.append(line)
    }
    if rows.count > Self.most {
      lines.append("  and \(rows.count - Self.most) more, in report.json")
    }
    return lines + [""]
  }

  private func text(of column: Column) -> [String] {
    guard !column.values.isEmpty else { return [] }
    let shown = column.values.prefix(8)
    let width = max(30, shown.map(\.name.cut.unicodeScalars.count).max() ?? 0) + 2
    var lines = [
      "  " + column.fact.padded(to: width) + "recipients".leading(12) + "allowed".leading(11)
        + "denied".leading(11) + "to review".leading(11)
    ]
    for value in shown { lines.append(line(value.name, value.verdicts, width)) }
    let rest = column.values.dropFirst(8)
    if rest.count > 0 || column.other.all > 0 {
      var verdicts = column.other
      for value in rest { verdicts.add(value.verdicts) }
      lines.append(line("others", verdicts, width))
    }
    return lines + [""]
  }

  private func line(
    _ name: String, _ verdicts: SegmentCount.Verdicts, _ width: Int
  ) -> String {
    "  " + name.cut.padded(to: width) + verdicts.all.grouped.leading(12)
      + verdicts.allowed.grouped.leading(11) + verdicts.denied.grouped.leading(11)
      + verdicts.toReview.grouped.leading(11)
  }
}

extension String {
  /// As much as a line has room for; the report has all of it.
  fileprivate var cut: String {
    let scalars = unicodeScalars
    return scalars.count <= 44 ? self : String(scalars.prefix(43)) + "…"
  }

  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - unicodeScalars.count))
  }

  fileprivate func leading(_ width: Int) -> String {
    String(repeating: " ", count: max(1, width - unicodeScalars.count)) + self
  }
}

extension Int {
  /// In groups of three: `1,234,567`.
  package var grouped: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
