package import Diagnostics

/// How sure it is that something never happens.
package enum Proof: Sendable {
  /// No facts make it happen: the solver has shown that for all of them.
  case proved
  /// It happens: with these facts, by the engine's own decision.
  case counterexample(Counterexample)
  /// Neither: so many facts were tried and it did not happen.
  case tried(Int, because: String)
}

/// Facts under which two that are compared differ, each judged by the engine.
package struct Counterexample: Sendable {
  /// The request, as `scruple gate` takes it.
  package let request: JSONValue
  /// What both come to, in words: such as `deny under northlight, allow under acme`.
  package let words: String
  /// What else has to be so, such as the values of a setting; empty where nothing has.
  package let conditions: [String]

  package init(request: JSONValue, words: String, conditions: [String] = []) {
    self.request = request
    self.words = words
    self.conditions = conditions
  }

  /// The request as YAML.
  package var yaml: String { FactsYAML.text(of: request) }
}
