package import CEL

/// What one action gets on each day of a stretch of time, its facts being as they are.
package struct Forecast: Sendable {
  package let client: String
  /// As stated, for a headline: the action's kind and purpose.
  package let kind: String?
  package let purpose: String?
  /// The first instant judged; every later day is judged at the same time of day, UTC.
  package let start: Timestamp
  /// The last day judged.
  package let until: Day
  /// Whether the clock gave the first instant, since nobody stated one.
  package let usedClock: Bool
  /// At least one; each begins where the verdict, or what stands in the way, is another.
  package let spans: [Span]
  /// What of the policies that bind the client begins or ends after the first day, up to the last.
  package let dates: [DatedChange]
  /// The paths of the stated facts that hold instants, from which ages are counted; sorted.
  package let instants: [String]
  package let library: LibraryIdentity

  /// Days in a row with one verdict for the same reasons.
  package struct Span: Sendable {
    package let from: Day
    package let until: Day
    /// The decision on its first day.
    package let decision: Decision
    /// What made it another than the span before; none for the first.
    package let turns: [Turn]

    package init(from: Day, until: Day, decision: Decision, turns: [Turn]) {
      self.from = from
      self.until = until
      self.decision = decision
      self.turns = turns
    }

    /// How many days it lasts; at least 1.
    package var dayCount: Int { Int(until.number - from.number) + 1 }

    /// The rules in the way, by name and outcome, and why nothing governs the action.
    package var obstacles: [String] {
      decision.inTheWay.map { "\($0.rule) \($0.outcome.rawValue)" }
        + (decision.ungoverned.map { [$0] } ?? [])
    }
  }

  /// A rule that came into the way or left it, or is there for another reason.
  package struct Turn: Sendable {
    package let rule: RuleName
    package let was: Outcome
    package let becomes: Outcome
    package let cite: [String]
    /// In words, one a reason: a period, a row, a term, an atom.
    package let reasons: [String]

    package init(
      rule: RuleName, was: Outcome, becomes: Outcome, cite: [String], reasons: [String]
    ) {
      self.rule = rule
      self.was = was
      self.becomes = becomes
      self.cite = cite
      self.reasons = reasons
    }
  }

  package init(
    client: String, kind: String?, purpose: String?, start: Timestamp, until: Day,
    usedClock: Bool, spans: [Span], dates: [DatedChange], instants: [String],
    library: LibraryIdentity
  ) {
    self.client = client
    self.kind = kind
    self.purpose = purpose
    self.start = start
    self.until = until
    self.usedClock = usedClock
    self.spans = spans
    self.dates = dates
    self.instants = instants
    self.library = library
  }

  /// Whether the verdict is the same on every day.
  package var isSteady: Bool { Set(spans.map(\.decision.verdict)).count == 1 }
}

extension Decision {
  /// The rules that keep it from being allowed.
  package var inTheWay: [Citation] {
    citations.filter { $0.verdict != nil && $0.verdict != .allow }
  }
}
