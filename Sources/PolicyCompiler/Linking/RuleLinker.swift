import CEL
import Diagnostics
import PolicyModel

/// Links the rules of one policy, or of one client.
///
/// Codes: `duplicate-id`, `law-allows-unknown`, `law-waivable`, `never-in-force`.
struct RuleLinker {
  /// The policy's number and id.
  let policy: Int
  let id: String
  let authority: Authority
  let period: Period
  let scope: Scope
  let applies: LinkedCondition?

  /// A rule with the places where its atoms are written, for the checks that follow.
  struct Linked {
    let rule: Rule
    let when: [LinkedCondition.Use]
    let body: [LinkedCondition.Use]
    let exceptions: [LinkedCondition.Use]
  }

  func link(
    _ syntaxes: [RuleSyntax], _ atoms: inout AtomTable, _ diagnostics: inout [Diagnostic]
  ) -> [Linked] {
    UniqueIDs.check(syntaxes.map(\.id), "rule", &diagnostics)
    return syntaxes.compactMap { link($0, &atoms, &diagnostics) }
  }

  private func link(
    _ syntax: RuleSyntax, _ atoms: inout AtomTable, _ diagnostics: inout [Diagnostic]
  ) -> Linked? {
    checkLaw(syntax, &diagnostics)
    let period = syntax.period.intersection(self.period)
    if period.isEmpty, !syntax.period.isEmpty, !self.period.isEmpty {
      diagnostics.append(.neverInForce(syntax))
    }
    let when = syntax.when.map {
      atoms.link($0, in: scope, splitting: true, &diagnostics)
    }
    let body = syntax.body.flatMap {
      atoms.link($0, in: scope, splitting: false, &diagnostics)
    }
    let exceptions = exceptions(syntax, &atoms, &diagnostics)
    let duties = duties(syntax, &atoms, &diagnostics)
    let because = syntax.because.flatMap { atoms.template($0, in: scope, &diagnostics) }
    let remedy = syntax.remedy.map { atoms.template($0, in: scope, &diagnostics) }
    guard let body, let exceptions, let duties, let because, remedy == nil || remedy != .some(nil),
      when == nil || when != .some(nil)
    else { return nil }
    return nil
  }
}
