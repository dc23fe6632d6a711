package import PolicyEngine
package import PolicyModel

/// What the answers of many rows come to.
package struct Tally: Sendable {
  package private(set) var verdicts: [Verdict: Int] = [:]
  package private(set) var rejected = 0
  package private(set) var rules: [Int: RuleCount] = [:]
  package private(set) var ungoverned: [Ungoverned: Int] = [:]
  /// Rows to review by the facts that are not known.
  package private(set) var missing: [String: Int] = [:]
  /// Rows on which a waiver was used, by the rule that was waived.
  package private(set) var waived: [Int: Int] = [:]
  /// Rows on which any waiver was used.
  package private(set) var rowsWithWaivers = 0
  /// Rows that are not allowed, by all that stands in their way together.
  package private(set) var reasons = ReasonCount()
  /// By asked column.
  package private(set) var segments: [SegmentCount]

  /// What one rule did, counted in rows.
  package struct RuleCount: Sendable {
    package var broken = 0
    package var undecided = 0
    /// Where it denies, and where it asks for a review.
    package var denies = 0
    package var reviews = 0
    /// Where it alone stands in the way.
    package var alone = 0
  }

  package init(segmentCount: Int) {
    segments = Array(repeating: SegmentCount(), count: segmentCount)
  }

  package var judged: Int { verdicts.values.reduce(0, +) }

  /// Counts the rows of a block.
  mutating func add(_ answers: BlockAnswers) {
    rejected += answers.rejected.count
    let outcomes = answers.outcomes.outcomes
    var outcomeCounts = [Int](repeating: 0, count: outcomes.count)
    for row in answers.rows { outcomeCounts[Int(row.outcome)] += 1 }
    for (outcome, count) in zip(outcomes, outcomeCounts) where count > 0 {
      add(outcome, count, answers.outcomes.names)
    }
    let verdicts = answers.outcomes.verdicts
    for (column, segment) in answers.segments.enumerated() {
      var counts = [SegmentCount.Verdicts](repeating: .init(), count: segment.names.count)
      for (row, code) in zip(answers.rows, segment.codes) {
        counts[Int(code)].add(verdicts[Int(row.outcome)])
      }
      for (name, count) in zip(segment.names, counts) { segments[column].add(name, count) }
    }
  }

  /// Counts so many rows with one outcome.
  private mutating func add(_ outcome: RowOutcome, _ rows: Int, _ names: [String]) {
    verdicts[outcome.verdict, default: 0] += rows
    if let reason = outcome.ungoverned { ungoverned[reason, default: 0] += rows }
    count(outcome.entries, rows, isUngoverned: outcome.ungoverned != nil)
    if outcome.verdict == .requireReview {
      for place in outcome.missing { missing[names[Int(place)], default: 0] += rows }
    }
    if outcome.verdict != .allow { reasons.add(Reason(outcome), rows) }
    if !outcome.waived.isEmpty { rowsWithWaivers += rows }
    for rule in outcome.waived { waived[rule, default: 0] += rows }
  }

  private mutating func count(_ entries: [Judgement.Entry], _ rows: Int, isUngoverned: Bool) {
    let obstacles = entries.count { $0.verdict != .allow }
    for entry in entries {
      var count = rules[entry.rule] ?? RuleCount()
      switch entry.outcome {
      case .broken: count.broken += rows
      case .undecided: count.undecided += rows
      case .kept, .excepted, .waived, .notApplicable: continue
      }
      switch entry.verdict {
      case .deny: count.denies += rows
      case .requireReview: count.reviews += rows
      case .allow: break
      }
      if entry.verdict != .allow, obstacles == 1, !isUngoverned { count.alone += rows }
      rules[entry.rule] = count
    }
  }

  /// Adds what later rows came to.
  mutating func add(_ other: Tally) {
    rejected += other.rejected
    verdicts.merge(other.verdicts, uniquingKeysWith: +)
    ungoverned.merge(other.ungoverned, uniquingKeysWith: +)
    missing.merge(other.missing, uniquingKeysWith: +)
    reasons.add(other.reasons)
    waived.merge(other.waived, uniquingKeysWith: +)
    rowsWithWaivers += other.rowsWithWaivers
    rules.merge(other.rules) { left, right in
      RuleCount(
        broken: left.broken + right.broken, undecided: left.undecided + right.undecided,
        denies: left.denies + right.denies, reviews: left.reviews + right.reviews,
        alone: left.alone + right.alone)
    }
    for column in segments.indices { segments[column].add(other.segments[column]) }
  }
}

/// The verdicts by the values of one column: of the first thousand values, then of all others.
package struct SegmentCount: Sendable {
  package static let most = 1000
  /// In the order in which they came.
  package private(set) var names: [String] = []
  package private(set) var counts: [Verdicts] = []
  package private(set) var other = Verdicts()
  private var places: [String: Int] = [:]

  package struct Verdicts: Sendable, Equatable {
    package private(set) var allowed = 0
    package private(set) var denied = 0
    package private(set) var toReview = 0

    package var all: Int { allowed + denied + toReview }

    mutating func add(_ verdict: Verdict) {
      switch verdict {
      case .allow: allowed += 1
      case .deny: denied += 1
      case .requireReview: toReview += 1
      }
    }

    mutating func add(_ other: Verdicts) {
      allowed += other.allowed
      denied += other.denied
      toReview += other.toReview
    }
  }

  mutating func add(_ name: String, _ verdicts: Verdicts) {
    if let place = places[name] {
      counts[place].add(verdicts)
    } else if names.count < Self.most {
      places[name] = names.count
      names.append(name)
      counts.append(verdicts)
    } else {
      other.add(verdicts)
    }
  }

  mutating func add(_ later: SegmentCount) {
    for (name, count) in zip(later.names, later.counts) { add(name, count) }
    other.add(later.other)
  }
}
