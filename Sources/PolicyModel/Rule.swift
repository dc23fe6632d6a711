package import CEL
package import Diagnostics

/// A rule, linked: conditions are made of atoms of the library, texts are ready to be filled in.
package final class Rule: Sendable {
  package let name: RuleName
  /// The policy's number in the library.
  package let policy: Int
  package let title: String?
  package let cite: [String]
  package let confidence: Confidence?
  /// The rule's own days and its policy's, both.
  package let period: Period
  /// Where it applies, with the policy's `applies`; `.all([])` is always true.
  package let when: Condition
  /// What must hold, or must not.
  package let body: Condition
  package let isForbid: Bool
  package let exceptions: [Exception]
  /// What a breach gives: `deny` or `require-review`.
  package let verdict: Verdict
  /// What an undecided rule gives.
  package let unknown: Verdict
  package let review: ReviewDemand?
  package let duties: [Duty]
  package let because: Template
  package let remedy: Template?
  /// Tables read by its atoms: a row's citation joins the rule's.
  package let tables: [TableUse]
  /// The slots of the roots that must be stated for it to apply at all (`step`, `workflow`, `audit`).
  package let neededRoots: [Int]
  /// Whose waiver counts; nil where the rule cannot be waived.
  package let waivable: WaiverRight?
  package let reviewDates: ReviewDates?
  /// Where it is written.
  package let range: SourceRange

  package init(
    name: RuleName, policy: Int, title: String?, cite: [String], confidence: Confidence?,
    period: Period, when: Condition, body: Condition, isForbid: Bool, exceptions: [Exception],
    verdict: Verdict, unknown: Verdict, review: ReviewDemand?, duties: [Duty],
    because: Template, remedy: Template?, tables: [TableUse], neededRoots: [Int],
    waivable: WaiverRight?, reviewDates: ReviewDates?, range: SourceRange
  ) {
    self.name = name
    self.policy = policy
    self.title = title
    self.cite = cite
    self.confidence = confidence
    self.period = period
    self.when = when
    self.body = body
    self.isForbid = isForbid
    self.exceptions = exceptions
    self.verdict = verdict
    self.unknown = unknown
    self.review = review
    self.duties = duties
    self.because = because
    self.remedy = remedy
    self.tables = tables
    self.neededRoots = neededRoots
    self.waivable = waivable
    self.reviewDates = reviewDates
    self.range = range
  }
}

/// When a text was last held against its source, and how often that is due.
package struct ReviewDates: Sendable, Hashable {
  package let on: Day
  /// In days; nil where nothing is said.
  package let every: Int?

  package init(on: Day, every: Int?) {
    self.on = on
    self.every = every
  }

  /// The last day on which a review is in time.
  package var due: Day? {
    every.map { Day(number: on.number &+ Int32(clamping: $0)) }
  }

  package func isOverdue(on day: Day) -> Bool { due.map { day > $0 } ?? false }
}

/// An exception of a rule: where it holds, the rule is excepted.
package struct Exception: Sendable {
  package let id: String
  package let cite: [String]
  package let when: Condition
  package let period: Period

  package init(id: String, cite: [String], when: Condition, period: Period) {
    self.id = id
    self.cite = cite
    self.when = when
    self.period = period
  }
}

/// A duty of whoever acts, where its rule applies and is kept.
package struct Duty: Sendable {
  package let id: String
  package let text: Template
  package let value: Hole?

  package init(id: String, text: Template, value: Hole?) {
    self.id = id
    self.text = text
    self.value = value
  }
}

/// A condition over atoms, in Kleene's three-valued logic.
package indirect enum Condition: Sendable, Hashable {
  /// By the atom's number in the library.
  case atom(Int)
  case all([Condition])
  case any([Condition])
  /// Not any of them.
  case none([Condition])

  /// The atoms from left to right; one used twice stands twice.
  package var atoms: [Int] {
    switch self {
    case .atom(let atom): [atom]
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.atoms)
    }
  }

  /// The truth of the condition, given its atoms' truths.
  package func truth(_ atom: (Int) -> Truth) -> Truth {
    switch self {
    case .atom(let number): atom(number)
    case .all(let parts): parts.reduce(.yes) { $0 && $1.truth(atom) }
    case .any(let parts): parts.reduce(.no) { $0 || $1.truth(atom) }
    case .none(let parts): !parts.reduce(.no) { $0 || $1.truth(atom) }
    }
  }
}

/// One expression of a condition: what explanations speak of.
///
/// Shared by all rules that say the same.
package final class Atom: Sendable {
  package let program: Program
  /// As written, on one line.
  package let expression: String
  /// The vocabulary's slots that it reads, through definitions too; ascending.
  package let facts: [Int]
  /// The settings' slots that it reads.
  package let settings: [Int]
  /// Whether it reads a sensitive fact: then nothing derived from it may be shown but its truth.
  package let isSensitive: Bool
  /// What an index can make of it.
  package let shape: AtomShape
  /// What an index can make of parts that must all hold for it to hold: of `a && b` both, as far as
  /// it understands them; otherwise the shape itself.
  package let conjuncts: [AtomShape]
  /// Whether an `all` or `exists` is in it, or in a definition that it uses.
  package let hasQuantifier: Bool
  private let tree: AtomTree

  /// The expression as the checker understands it.
  ///
  /// Cost: when first asked for, it is parsed and checked again.
  package var checked: CheckedExpression { tree.checked }

  package init(
    program: Program, expression: String, facts: [Int], settings: [Int], isSensitive: Bool,
    shape: AtomShape, conjuncts: [AtomShape], hasQuantifier: Bool, tree: AtomTree
  ) {
    self.program = program
    self.expression = expression
    self.facts = facts
    self.settings = settings
    self.isSensitive = isSensitive
    self.shape = shape
    self.conjuncts = conjuncts
    self.hasQuantifier = hasQuantifier
    self.tree = tree
  }
}

/// The atoms that an index understands: one fact against constants.
package enum AtomShape: Sendable {
  /// The atom is false where the fact is none of these terms and no whole of one of them: `==` and
  /// `in`, and whatever else reads one term alone.
  case isTerm(slot: Int, [UInt32])
  /// The fact is within this term.
  case isWithin(slot: Int, UInt32)
  /// The fact is one of these strings.
  case isString(slot: Int, [String])
  /// The fact is true, or is false.
  case isBool(slot: Int, Bool)
  case other
}

/// A hole of a text, or a duty's value: an expression whose value is shown.
package struct Hole: Sendable {
  package let program: Program
  package let facts: [Int]
  package let isSensitive: Bool
  /// The expression as the checker understands it; kept for duties' values alone.
  package let checked: CheckedExpression?

  package init(
    program: Program, facts: [Int], isSensitive: Bool, checked: CheckedExpression? = nil
  ) {
    self.program = program
    self.facts = facts
    self.isSensitive = isSensitive
    self.checked = checked
  }
}

/// A text with holes.
package struct Template: Sendable {
  package enum Part: Sendable {
    case text(String)
    case hole(Hole)
    /// `{witness}`: the elements that decided.
    case witness
  }
  package let parts: [Part]
  /// As written.
  package let source: String

  package init(parts: [Part], source: String) {
    self.parts = parts
    self.source = source
  }
}

/// A use of a table: its rows' citations join the rule's.
package struct TableUse: Sendable {
  /// The table's number in the library.
  package let table: Int
  /// What it is asked for; a term.
  package let argument: Hole

  package init(table: Int, argument: Hole) {
    self.table = table
    self.argument = argument
  }
}
