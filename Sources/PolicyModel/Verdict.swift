/// What Scruple answers.
///
/// The stricter is the greater: deny outranks require-review outranks allow.
package enum Verdict: String, Sendable, Hashable, Comparable, CaseIterable {
  case allow
  case requireReview = "require-review"
  case deny

  private var rank: Int {
    switch self {
    case .allow: 0
    case .requireReview: 1
    case .deny: 2
    }
  }

  package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }
}

/// What became of one rule (language.md, section 5).
package enum Outcome: String, Sendable, Hashable, CaseIterable {
  case notApplicable = "not-applicable"
  case excepted
  case kept
  case broken
  case undecided
  case waived
}

/// Whose rules a policy holds.
package enum Authority: String, Sendable, CaseIterable {
  case law
  case standard
  case house
  /// A client's own rules: not written in a policy.
  case client
}

/// How the source of a rule was checked.
package enum Confidence: String, Sendable, CaseIterable {
  case read
  case secondary
  case unverified
}

/// A rule's full name, `gdpr/consent-on-record`.
package struct RuleName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The policy's or, for its own rules, the client's id.
  package let policy: String
  package let rule: String

  package init(policy: String, rule: String) {
    self.policy = policy
    self.rule = rule
  }

  package var description: String { "\(policy)/\(rule)" }

  package static func < (left: RuleName, right: RuleName) -> Bool {
    (left.policy, left.rule) < (right.policy, right.rule)
  }
}

/// Who must look where a rule sends an action to people.
package struct ReviewDemand: Sendable, Hashable {
  /// Roles, such as `legal`.
  package let by: [String]
  /// How many of them; at least 1.
  package let quorum: Int
  /// Nanoseconds; nil where nothing is said.
  package let within: Int64?

  package init(by: [String], quorum: Int = 1, within: Int64? = nil) {
    self.by = by
    self.quorum = quorum
    self.within = within
  }
}
