package import CEL
package import Diagnostics
package import DocumentTree
package import PolicyModel

/// A `tests` document, read: cases that one policy must decide as they say (language.md, section 10).
package struct TestSuite: Sendable {
  /// The policy whose tests these are.
  package let policy: String
  /// The client as whom the cases are judged; nil where the policy is judged alone.
  package let client: String?
  package let cases: [TestCase]
  package let range: SourceRange
}

/// One case: facts, and what must be decided of them.
package struct TestCase: Sendable {
  package let name: String
  /// Where its name stands.
  package let range: SourceRange
  /// The facts, with the case's own changes made; a mapping.
  package let facts: Node
  /// The instant that `at` names.
  package let at: Timestamp?
  package let expectations: Expectations

  /// What a case demands; nothing is demanded of what is left out.
  package struct Expectations: Sendable {
    /// The verdict of the whole.
    package var verdict: Verdict?
    /// The outcomes of single rules, in the order of the text.
    package var outcomes: [(rule: RuleName, outcome: Outcome, range: SourceRange)] = []
    /// The rules that must be broken or undecided; nil where nothing is said.
    package var cites: [(rule: RuleName, range: SourceRange)] = []
  }
}
