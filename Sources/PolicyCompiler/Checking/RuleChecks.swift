import CEL
import Diagnostics
import PolicyModel

/// What is asked of linked rules, beyond that each of their parts is right.
enum RuleChecks {
  static func check(
    _ rules: [RuleLinker.Linked], _ library: CompiledLibrary, _ options: Environment.Options,
    _ diagnostics: inout [Diagnostic]
  ) {
    let defaults = DefaultCheck(library, options)
    for rule in rules {
      EmptyAllCheck.check(rule, library.atoms, &diagnostics)
      defaults?.check(rule, &diagnostics)
    }
  }
}
