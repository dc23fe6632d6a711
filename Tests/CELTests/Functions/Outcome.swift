import CEL
import Diagnostics

/// What an expression comes to, as text: the value as a literal, or the code of what went wrong.
func outcome(
  of text: String, _ variables: KeyValuePairs<String, Value> = [:],
  libraries: [Library] = [.standard]
) -> String {
  switch value(of: text, variables, libraries: libraries) {
  case .error(let error): error.code.rawValue
  case let value: "\(value)"
  }
}

/// The value of an expression that is parsed, checked and planned with all that libraries declare.
///
/// A mistake that the checker finds is an error of the code `host`, with the diagnostics' codes.
func value(
  of text: String, _ variables: KeyValuePairs<String, Value> = [:],
  libraries: [Library] = [.standard]
) -> Value {
  var environment = Environment(libraries: libraries)
  for (slot, (name, _)) in variables.enumerated() {
    environment.declare(Variable(name: name, type: .dyn, slot: slot))
  }
  return environment.value(of: text, variables.map(\.value))
}

extension Environment {
  /// The value of an expression, with the variables' values in the order of their slots.
  func value(of text: String, _ slots: [Value] = []) -> Value {
    var diagnostics: [Diagnostic] = []
    guard let checked = compile(SourceFile(path: "<test>", text: text), &diagnostics) else {
      return .failure(.host, diagnostics.map(\.code.rawValue).joined(separator: " "))
    }
    var evaluation = Evaluation(slots: slots)
    return Program(checked, options: options).evaluate(&evaluation)
  }
}
