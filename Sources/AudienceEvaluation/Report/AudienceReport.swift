import Diagnostics
package import FactsReading
package import PolicyEngine
package import PolicyModel

/// What a run found: the partition of an audience, and what stood in the way of whom.
///
/// All texts are final: sensitive values are withheld already.
package struct AudienceReport: Sendable {
  package let campaign: String
  package let client: String
  package let now: String
  package let path: String
  package let form: AudienceForm
  package let bytes: Int
  package let allowed: Int
  package let denied: Int
  package let toReview: Int
  package let rejected: Int
  /// Rules that stood in somebody's way, those that deny first, the commonest first.
  package let rules: [RuleLine]
  package let ungoverned: [(reason: Ungoverned, rows: Int)]
  /// All that stands in somebody's way together, each recipient once, the commonest first.
  package let reasons: [ReasonLine]
  /// Recipients with other reasons than these.
  package let otherReasons: Int
  /// Rules that waivers kept out of somebody's way, the commonest first.
  package let waivers: [WaiverLine]
  /// Recipients on whom a waiver was used.
  package let waived: Int
  /// Facts that are not known of recipients to review, the commonest first.
  package let missing: [(fact: String, rows: Int)]
  /// The place's first, where the vocabulary has one.
  package let columns: [Column]
  /// Ids that stand in more than one row; nil where nobody asked.
  package let duplicates: Duplicates?
  package let warnings: [String]
  /// The folder of the parts; nil where none were written.
  package let folder: String?
  /// The suffix of the parts.
  package let suffix: String
  package let library: LibraryIdentity
  /// Whether the clock gave the instant, since nobody stated one.
  package let usedClock: Bool

  /// What one rule did.
  package struct RuleLine: Sendable {
    package let name: RuleName
    package let title: String?
    package let cite: [String]
    package let file: String
    package let line: Int
    package let count: Tally.RuleCount
    package let examples: [Example]
  }

  /// One reason, and how many recipients have it.
  package struct ReasonLine: Sendable {
    package let verdict: Verdict
    package let rules: [RuleName]
    package let ungoverned: Ungoverned?
    package let rows: Int
  }

  /// A waiver that was used.
  package struct WaiverLine: Sendable {
    package let waiver: String
    package let rule: RuleName
    package let rows: Int
  }

  /// The verdicts by the values of one column.
  package struct Column: Sendable {
    package let fact: String
    /// The commonest first.
    package let values: [(name: String, verdicts: SegmentCount.Verdicts)]
    /// Of values past the first thousand, all together.
    package let other: SegmentCount.Verdicts
  }

  package struct Duplicates: Sendable {
    package let count: Int
    package let examples: [(id: String, lines: [Int])]
  }

  package var judged: Int { allowed + denied + toReview }
  package var total: Int { judged + rejected }

  /// What a run has gathered so far.
  struct Draft {
    var tally: Tally
    /// By rule: the first rows that it stood in the way of.
    var examples: [Int: [Example.Row]] = [:]
    var lacksLineEnd = false

    init(tally: Tally) { self.tally = tally }

    mutating func add(_ result: BlockJudge.Result) {
      tally.add(result.tally)
      for row in result.examples where examples[row.rule, default: []].count < ExampleCollector.most
      {
        examples[row.rule, default: []].append(row)
      }
    }
  }

  init(
    draft: Draft, run: AudienceRun, judge: BlockJudge, path: String, form: AudienceForm,
    suffix: String, usedClock: Bool, bytes: Int, columns names: [String],
    duplicates: DuplicateIDs.Found?, warnings: [String], day: Day
  ) {
    let tally = draft.tally
    let library = run.library
    campaign = run.campaign.name
    client = run.gate.client
    now = judge.instant
    self.path = path
    self.form = form
    self.bytes = bytes
    allowed = tally.verdicts[.allow] ?? 0
    denied = tally.verdicts[.deny] ?? 0
    toReview = tally.verdicts[.requireReview] ?? 0
    rejected = tally.rejected
    var teller = ExampleTeller(judge)
    rules = tally.rules.filter { $0.value.denies + $0.value.reviews > 0 }.map { number, count in
      let rule = library.rules[number]
      return RuleLine(
        name: rule.name, title: rule.title, cite: rule.cite, file: rule.range.file.path,
        line: rule.range.start.line, count: count,
        examples: (draft.examples[number] ?? []).compactMap { teller.example($0) })
    }.sorted { left, right in
      if left.count.denies != right.count.denies { return left.count.denies > right.count.denies }
      if left.count.reviews != right.count.reviews {
        return left.count.reviews > right.count.reviews
      }
      return left.name < right.name
    }
    ungoverned = tally.ungoverned.map { ($0.key, $0.value) }.sorted { $0.1 > $1.1 }
    reasons = tally.reasons.rows.map { reason, rows in
      ReasonLine(
        verdict: reason.verdict, rules: reason.rules.map { library.rules[$0].name },
        ungoverned: reason.ungoverned, rows: rows)
    }.sorted { left, right in
      left.rows != right.rows ? left.rows > right.rows : left.words < right.words
    }
    otherReasons = tally.reasons.other
    waivers = tally.waived.map { rule, rows in
      WaiverLine(
        waiver: run.gate.waiverID(ofRule: rule, on: day) ?? "", rule: library.rules[rule].name,
        rows: rows)
    }.sorted { ($1.rows, $0.rule) < ($0.rows, $1.rule) }
    waived = tally.rowsWithWaivers
    missing = tally.missing.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    columns = zip(names, tally.segments).map { fact, count in
      let values = zip(count.names, count.counts).sorted { left, right in
        (right.1.all, left.0) < (left.1.all, right.0)
      }
      return Column(
        fact: fact, values: values.map { ($0.0, $0.1) }, other: count.other)
    }
    self.duplicates = duplicates.map { Duplicates(count: $0.count, examples: $0.examples) }
    folder = run.options.folder
    self.suffix = suffix
    self.usedClock = usedClock
    self.library = library.identity
    let cutOff = "the last line has no line end: if the file was cut off, rows are missing"
    self.warnings = (draft.lacksLineEnd ? [cutOff] : []) + warnings
  }
}

extension AudienceReport.ReasonLine {
  /// In words, for people: the rules, and that nothing governs.
  var words: String {
    (rules.map(\.description) + (ungoverned.map { [$0.words] } ?? [])).joined(separator: " + ")
  }
}

extension Ungoverned {
  /// In words, for people.
  var words: String {
    switch self {
    case .noRuleApplies: "no rule certainly applies"
    case .noLawForPlace: "no adopted law certainly covers the place"
    }
  }
}
