package import CEL

/// The verdict on one action, with everything it rests on.
///
/// All texts are final: sensitive values are withheld already.
package struct Decision: Sendable {
  package let verdict: Verdict
  /// Why no loaded law or rule governs the action; nil where one does.
  package let ungoverned: String?
  package let client: String
  /// The instant judged.
  package let now: Timestamp
  /// As stated, for a headline: the action's kind and purpose.
  package let kind: String?
  package let purpose: String?
  /// Every rule that applied or is undecided: broken, undecided, waived, excepted, kept, each group
  /// in the order of the names.
  package let citations: [Citation]
  package let duties: [DutyCitation]
  package let reviews: [ReviewCitation]
  /// Nil where nobody asked for them.
  package let changes: ChangeList?
  /// The unknown leaves of what is left to decide, sorted.
  package let missing: [String]
  package let library: LibraryIdentity
  /// Reviews overdue at the instant judged, and the like: said, never deciding.
  package let warnings: [String]

  package init(
    verdict: Verdict, ungoverned: String?, client: String, now: Timestamp, kind: String?,
    purpose: String?, citations: [Citation], duties: [DutyCitation], reviews: [ReviewCitation],
    changes: ChangeList?, missing: [String], library: LibraryIdentity, warnings: [String]
  ) {
    self.verdict = verdict
    self.ungoverned = ungoverned
    self.client = client
    self.now = now
    self.kind = kind
    self.purpose = purpose
    self.citations = citations
    self.duties = duties
    self.reviews = reviews
    self.changes = changes
    self.missing = missing
    self.library = library
    self.warnings = warnings
  }
}

/// What makes a decision repeatable: which rules, which engine, which time zones.
package struct LibraryIdentity: Sendable, Hashable {
  /// `sha256:` and 64 hexadecimal digits.
  package let digest: String
  package let engine: String
  package let timeZones: String

  package init(digest: String, engine: String, timeZones: String) {
    self.digest = digest
    self.engine = engine
    self.timeZones = timeZones
  }
}

/// One rule's part in a decision.
package struct Citation: Sendable {
  package let rule: RuleName
  package let outcome: Outcome
  /// What the rule gives to the whole: nil for kept and excepted rules.
  package let verdict: Verdict?
  package let cite: [String]
  package let confidence: Confidence?
  package let policyTitle: String
  package let title: String?
  /// The rule's own words for a broken rule, a generated text for the others.
  package let because: String
  package let remedy: String?
  package let file: String
  package let line: Int
  /// The atoms that decided: whatever the others were, the outcome would be the same.
  package let atoms: [AtomFinding]
  package let missing: [String]
  package let errors: [String]
  package let exceptions: [ExceptionFinding]
  /// The waiver that a waived rule is waived by.
  package let waiver: WaiverFinding?

  package init(
    rule: RuleName, outcome: Outcome, verdict: Verdict?, cite: [String],
    confidence: Confidence?, policyTitle: String, title: String?, because: String,
    remedy: String?, file: String, line: Int, atoms: [AtomFinding], missing: [String],
    errors: [String], exceptions: [ExceptionFinding], waiver: WaiverFinding?
  ) {
    self.rule = rule
    self.outcome = outcome
    self.verdict = verdict
    self.cite = cite
    self.confidence = confidence
    self.policyTitle = policyTitle
    self.title = title
    self.because = because
    self.remedy = remedy
    self.file = file
    self.line = line
    self.atoms = atoms
    self.missing = missing
    self.errors = errors
    self.exceptions = exceptions
    self.waiver = waiver
  }
}

/// One atom with the value that it had, and the facts that it read.
package struct AtomFinding: Sendable {
  package enum Role: String, Sendable {
    case when
    case exception
    case body
  }
  package let role: Role
  package let expression: String
  package let value: Truth
  package let facts: [FactFinding]

  package init(role: Role, expression: String, value: Truth, facts: [FactFinding]) {
    self.role = role
    self.expression = expression
    self.value = value
    self.facts = facts
  }
}

/// One fact as it was: its text, `(not known)`, `(withheld)` or `(none)`.
package struct FactFinding: Sendable, Hashable {
  package let fact: String
  package let value: String
  package let origin: Facts.Origin

  package init(fact: String, value: String, origin: Facts.Origin) {
    self.fact = fact
    self.value = value
    self.origin = origin
  }
}

/// An exception that holds.
package struct ExceptionFinding: Sendable, Hashable {
  package let exception: String
  package let cite: [String]

  package init(exception: String, cite: [String]) {
    self.exception = exception
    self.cite = cite
  }
}

/// A waiver that was used.
package struct WaiverFinding: Sendable, Hashable {
  package let waiver: String
  /// The client that states it.
  package let client: String
  package let by: String
  package let reason: String
  package let from: Day
  package let until: Day

  package init(
    waiver: String, client: String, by: String, reason: String, from: Day, until: Day
  ) {
    self.waiver = waiver
    self.client = client
    self.by = by
    self.reason = reason
    self.from = from
    self.until = until
  }
}

/// What whoever acts has to do, since a rule applies and is kept.
package struct DutyCitation: Sendable, Hashable {
  package let rule: RuleName
  package let duty: String
  package let text: String
  /// The duty's value as text, where it has one.
  package let value: String?

  package init(rule: RuleName, duty: String, text: String, value: String?) {
    self.rule = rule
    self.duty = duty
    self.text = text
    self.value = value
  }
}

/// A review that a rule asks for.
package struct ReviewCitation: Sendable, Hashable {
  /// Nil where the action is ungoverned: then no rule asks.
  package let rule: RuleName?
  package let demand: ReviewDemand
  /// Whom the client names for the roles that are asked for.
  package let reviewers: [String]

  package init(rule: RuleName?, demand: ReviewDemand, reviewers: [String]) {
    self.rule = rule
    self.demand = demand
    self.reviewers = reviewers
  }
}

/// The smallest changes of facts that would make the verdict `allow`, each verified by deciding.
package struct ChangeList: Sendable {
  package let changes: [Change]
  /// Whether the search saw everything within its bounds.
  package let isComplete: Bool

  package init(changes: [Change], isComplete: Bool) {
    self.changes = changes
    self.isComplete = isComplete
  }
}

/// One set of changes: facts to bring about, and facts to find out and state.
package struct Change: Sendable, Hashable {
  package struct Obtained: Sendable, Hashable {
    package let fact: String
    package let from: String
    package let to: String
    package init(fact: String, from: String, to: String) {
      self.fact = fact
      self.from = from
      self.to = to
    }
  }
  package let obtain: [Obtained]
  package let state: [String]

  package init(obtain: [Obtained], state: [String]) {
    self.obtain = obtain
    self.state = state
  }
}
