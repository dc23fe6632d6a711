import CEL
import Diagnostics
package import PolicyModel

/// A forecast as a person at a terminal reads it: day by day where something changes.
package struct ForecastText {
  private let forecast: Forecast
  private let width: Int
  private var lines: [String] = []

  private static let indent = "            "

  /// The whole page, with a last line end.
  package static func page(of forecast: Forecast, width: Int = 100) -> String {
    var text = ForecastText(forecast: forecast, width: width)
    text.writeHeadline()
    text.writeSpans()
    text.writeFoot()
    return text.lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  private init(forecast: Forecast, width: Int) {
    self.forecast = forecast
    self.width = width
  }

  private var spans: [Forecast.Span] { forecast.spans }

  private mutating func writeHeadline() {
    let days = spans.reduce(0) { $0 + $1.dayCount }
    let what = (forecast.kind ?? "an action") + (forecast.purpose.map { " for \($0)" } ?? "")
    add("", "\(what), client \(forecast.client)")
    add(
      "",
      "\(days.counted("day")) up to \(forecast.until.text), each judged at "
        + "\(forecast.start.minute.suffix(9))")
    lines.append("")
  }

  private mutating func writeSpans() {
    var index = 0
    while index < spans.count {
      let span = spans[index]
      lines.append("  \(span.from.text)  \(heading(of: index))")
      if index == 0 {
        for citation in span.decision.inTheWay { write(citation, because: []) }
        if let reason = span.decision.ungoverned { add("    ? review  ", "ungoverned: \(reason)") }
      } else {
        writeTurns(of: index)
      }
      lines.append("")
      index += 1
      let repeated = repetition(from: index)
      if repeated > 0 {
        writeRepetition(index, repeated)
        index += repeated
      }
    }
  }

  private func heading(of index: Int) -> String {
    let span = spans[index]
    let word = span.decision.verdict.heading
    let isSame = index > 0 && spans[index - 1].decision.verdict == span.decision.verdict
    let ends = index == spans.count - 1 ? "up to the last day" : "until \(span.until.text)"
    return (isSame ? "still \(word)" : word) + ", \(ends) (\(span.dayCount.counted("day")))"
  }

  private mutating func writeTurns(of index: Int) {
    let span = spans[index]
    let citations = span.decision.inTheWay
    for turn in span.turns {
      if let citation = citations.first(where: { $0.rule == turn.rule }) {
        write(citation, because: turn.reasons)
      } else {
        add("    ✓ out of the way  ", "\(turn.rule): \(turn.becomes.rawValue)")
        for reason in turn.reasons { add(Self.indent + "since    ", reason) }
      }
    }
    let before = spans[index - 1].decision.ungoverned
    if let reason = span.decision.ungoverned, reason != before {
      add("    ? review  ", "ungoverned: \(reason)")
    } else if before != nil, span.decision.ungoverned == nil {
      add("    ✓ ", "governed: an adopted law covers the recipient's place, or a rule applies")
    }
  }

  private mutating func write(_ citation: Citation, because reasons: [String]) {
    let mark =
      citation.outcome == .undecided
      ? "    ? \((citation.verdict ?? .requireReview).word)"
      : "    ✗ \(citation.verdict?.word ?? "")"
    add(mark.padded(to: 14), "\(citation.rule) · \(citation.cite.joined(separator: ", "))")
    add(Self.indent, citation.because)
    for reason in reasons { add(Self.indent + "since    ", reason) }
  }

  // MARK: What comes again and again

  /// How many spans from here on repeat the two before, such as every Sunday; 0 for fewer than four.
  private func repetition(from start: Int) -> Int {
    guard start >= 2 else { return 0 }
    var end = start
    while end < spans.count, spans[end].obstacles == spans[end - 2].obstacles,
      spans[end].decision.verdict == spans[end - 2].decision.verdict
    {
      end += 1
    }
    return end - start >= 4 ? end - start : 0
  }

  private mutating func writeRepetition(_ start: Int, _ count: Int) {
    let again = stride(from: start + 1, to: start + count, by: 2).map { spans[$0] }
    let verdict = again[0].decision.verdict.heading
    let gaps = Set(zip(again, again.dropFirst()).map { $1.from.number - $0.from.number })
    let rhythm = gaps.count == 1 ? gaps.first.map { ", every \($0) days" } ?? "" : ""
    let shown = again.prefix(3).map(\.from.text).joined(separator: ", ")
    let last = again.count > 3 ? " … \(again[again.count - 1].from.text)" : ""
    let ends = spans[start + count - 1].until.text
    add(
      "  and so on   ",
      "the two take turns up to \(ends): \(verdict) again from \(shown)\(last)\(rhythm)")
    lines.append("")
  }

  // MARK: What was looked at

  private mutating func writeFoot() {
    let verdicts = zip(spans, spans.dropFirst()).count {
      $0.decision.verdict != $1.decision.verdict
    }
    add(
      "  ",
      verdicts == 0
        ? "The verdict is the same on every day." : "The verdict changes \(verdicts.times).")
    let count = Set(forecast.dates.map(\.day)).count
    let days = count == 0 ? "none" : String(count)
    var looked = "Every day was judged. On \(days) of them a rule, an "
    looked += "exception, a table's row, a term or a waiver begins or ends for \(forecast.client)"
    if forecast.instants.isEmpty {
      looked += "; the facts hold no instants."
    } else {
      looked +=
        "; ages are counted from the instants in \(forecast.instants.joined(separator: ", "))."
    }
    add("  ", looked)
    add(
      "  ",
      "The facts stay as they are stated, and reviews of the rules do not count: `scruple check --reviews`."
    )
    lines.append("  Library \(forecast.library.digest.prefix(15))…  ·  no legal advice")
  }

  /// Adds a text after a label, broken at spaces where it is too long.
  private mutating func add(_ label: String, _ text: String) {
    lines += text.lines(after: label, width: width)
  }
}

extension Int {
  fileprivate var times: String {
    switch self {
    case 1: "once"
    case 2: "twice"
    default: "\(self) times"
    }
  }
}
