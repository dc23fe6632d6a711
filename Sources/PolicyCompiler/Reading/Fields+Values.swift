import CEL
import Diagnostics
import DocumentTree
import PolicyModel

// The values of a mapping's keys, by the shape that a key expects. A missing key gives nil or nothing;
// a value of another shape is reported once.
extension Fields {
  /// A text: whatever it looks like, the characters are taken as they stand.
  func text(_ key: String, _ diagnostics: inout [Diagnostic]) -> Spelling? {
    self[key].flatMap { Spelling(text: $0, as: "`\(key)`", &diagnostics) }
  }

  /// A text for people: a comment that cuts it off is suspicious.
  func prose(_ key: String, _ diagnostics: inout [Diagnostic]) -> Spelling? {
    guard let text = text(key, &diagnostics) else { return nil }
    ProseCheck.check(text, &diagnostics)
    return text
  }

  /// A list of texts; one text alone is a list of one.
  func texts(_ key: String, _ diagnostics: inout [Diagnostic]) -> [Spelling] {
    guard let node = self[key] else { return [] }
    guard let elements = node.elements else {
      return Spelling(text: node, as: "`\(key)`", &diagnostics).map { [$0] } ?? []
    }
    return elements.compactMap { Spelling(text: $0, as: "an item of `\(key)`", &diagnostics) }
  }

  /// The items of a list.
  func list(_ key: String, _ diagnostics: inout [Diagnostic]) -> [Node] {
    guard let node = self[key] else { return [] }
    guard let elements = node.elements else {
      if !node.isReported {
        diagnostics.append(
          Diagnostic(
            .wrongShape, "`\(key)` is a list", at: node.headline,
            help: "start each item with `- `"))
      }
      return []
    }
    return elements
  }

  /// The entries of a mapping whose keys are names that the author chose.
  func named(_ key: String, _ diagnostics: inout [Diagnostic]) -> [Node.Entry] {
    guard let node = self[key] else { return [] }
    guard let entries = node.entries else {
      if !node.isReported {
        diagnostics.append(
          Diagnostic(
            .wrongShape, "`\(key)` holds names with values", at: node.headline,
            help: "write one `name:` a line"))
      }
      return []
    }
    return entries
  }

  /// `true` or `false`; false where the key is missing.
  func flag(_ key: String, _ diagnostics: inout [Diagnostic]) -> Bool {
    guard let node = self[key], !node.isReported else { return false }
    if case .bool(let value)? = node.scalar?.resolved { return value }
    diagnostics.append(
      Diagnostic(.wrongShape, "`\(key)` is `true` or `false`", at: node.headline))
    return false
  }

  /// A whole number within a range.
  func number(
    _ key: String, in range: ClosedRange<Int>, _ diagnostics: inout [Diagnostic]
  ) -> Int? {
    guard let node = self[key], !node.isReported else { return nil }
    if case .int(let value)? = node.scalar?.resolved, let number = Int(exactly: value),
      range.contains(number)
    {
      return number
    }
    diagnostics.append(
      Diagnostic(
        .wrongShape,
        "`\(key)` is a whole number from \(range.lowerBound) to \(range.upperBound)",
        at: node.headline))
    return nil
  }

  /// One of a closed set of words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type, without: [String] = [], _ diagnostics: inout [Diagnostic]
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(key, &diagnostics) else { return nil }
    let words = Choice.allCases.map(\.rawValue).filter { !without.contains($0) }
    if words.contains(text.text) { return Choice(rawValue: text.text) }
    diagnostics.append(.unknownWord(text, key, words))
    return nil
  }

  /// A day, `2026-11-23`.
  func day(_ key: String, _ diagnostics: inout [Diagnostic]) -> Day? {
    guard let text = text(key, &diagnostics) else { return nil }
    if let day = Day(text.text) { return day }
    diagnostics.append(
      Diagnostic(
        .badDate, "`\(text.text)` is no day", at: text.range,
        help: "write year, month and day as in `2026-11-23`"))
    return nil
  }

  /// A span of time, `48h`, in nanoseconds; never negative.
  func duration(_ key: String, _ diagnostics: inout [Diagnostic]) -> Int64? {
    guard let text = text(key, &diagnostics) else { return nil }
    if case .nanoseconds(let value) = Durations.parse(text.text, allowsDays: true), value >= 0 {
      return value
    }
    diagnostics.append(.noDuration(text))
    return nil
  }

  /// The days from `from` to `until`, both of which may be missing.
  func period(_ diagnostics: inout [Diagnostic]) -> Period {
    let from = day("from", &diagnostics)
    let until = day("until", &diagnostics)
    if let from, let until, until < from, let node = self["until"] {
      diagnostics.append(
        Diagnostic(
          .badPeriod, "`until` lies before `from`", at: node.range,
          help: "`from` is the first day and `until` the last"))
    }
    return Period(from: from, until: until)
  }

  /// The days of `effective: {from: …, until: …}`.
  func effective(_ diagnostics: inout [Diagnostic]) -> Period {
    guard let node = self["effective"],
      let fields = Fields(
        node, "`effective`", required: [], optional: ["from", "until"], &diagnostics)
    else { return .always }
    return fields.period(&diagnostics)
  }
}

extension Spelling {
  /// The text of a scalar; a list or mapping is reported.
  init?(text node: Node, as noun: String, _ diagnostics: inout [Diagnostic]) {
    guard let scalar = node.scalar else {
      diagnostics.append(
        Diagnostic(
          .wrongShape, "\(noun) is one text", at: node.headline,
          help: "put a text that holds `: `, or starts with `[` or `{`, in quotes"))
      return nil
    }
    if scalar.isReported { return nil }
    self.init(scalar)
  }
}

extension DiagnosticCode {
  static let unknownWord = DiagnosticCode("unknown-word")
  static let badDate = DiagnosticCode("bad-date")
  static let badPeriod = DiagnosticCode("bad-period")
  static let malformedDuration = DiagnosticCode("bad-duration")
}

extension Diagnostic {
  fileprivate static func unknownWord(
    _ text: Spelling, _ key: String, _ words: [String]
  ) -> Diagnostic {
    let list = words.map { "`\($0)`" }.joined(separator: ", ")
    let help = Suggestion.nearest(to: text.text, in: words).map { "did you mean `\($0)`?" }
    return Diagnostic(
      .unknownWord, "`\(key)` cannot be `\(text.text)`", at: text.range,
      help: help ?? "it is one of \(list)")
  }

  static func noDuration(_ text: Spelling) -> Diagnostic {
    Diagnostic(
      .malformedDuration, "`\(text.text)` is no span of time", at: text.range,
      help: "write it as in `48h`, `30d` or `90m`")
  }
}
