package import CEL
package import Diagnostics

/// What a team says of its workflow, in notes of the tool or in a file beside it.
package struct Annotations: Sendable {
  /// A safeguard that is applied before the workflow, or by a step of it.
  package struct Declaration: Sendable {
    package let kind: Symbol
    /// Nil for the workflow as a whole.
    package let step: Int?
    package let reason: String
    package let range: SourceRange
  }

  /// Findings that are not to be reported.
  package struct Suppression: Sendable {
    /// `policy/rule`, or `*` for every rule.
    package let rule: String
    package let step: Int?
    package let reason: String
    package let range: SourceRange
  }

  /// What a message, or every message, is for.
  package struct Purpose: Sendable {
    package let purpose: Symbol
    package let step: Int?
    package let reason: String
    package let range: SourceRange
  }

  package var declarations: [Declaration] = []
  package var suppressions: [Suppression] = []
  package var purposes: [Purpose] = []
  package var owner: String?

  package init() {}

  /// The safeguards that hold before the workflow begins.
  package var upstream: [Declaration] { declarations.filter { $0.step == nil } }

  func declared(atStep step: Int) -> Set<Symbol> {
    Set(declarations.filter { $0.step == step }.map(\.kind))
  }

  /// What a step is for, as somebody said; what is said of the step itself counts first.
  func purpose(of step: Int) -> Symbol? {
    (purposes.first { $0.step == step } ?? purposes.first { $0.step == nil })?.purpose
  }

  /// What keeps a rule quiet about a step, or about the workflow where no step is given.
  func suppression(of rule: String, step: Int?) -> Suppression? {
    suppressions.first { suppression in
      (suppression.rule == rule || suppression.rule == "*")
        && (suppression.step == nil || suppression.step == step)
    }
  }
}
