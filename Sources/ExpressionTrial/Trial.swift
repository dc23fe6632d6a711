package import CEL
package import Diagnostics

/// One expression, checked and ready to be tried on the values of a file.
///
/// All libraries are there, and every option is as the CEL specification has it.
package struct Trial: Sendable {
  private let checked: CheckedExpression
  private let values: NamedValues
  private let options: Environment.Options

  /// Nil where the expression has mistakes; they are added to the list.
  package init?(_ text: String, on values: NamedValues, _ diagnostics: inout [Diagnostic]) {
    var environment = Environment(libraries: [.standard] + Library.extensions)
    for (slot, entry) in values.entries.enumerated() {
      environment.declare(Variable(name: entry.name, type: .dyn, slot: slot))
    }
    var mistakes: [Diagnostic] = []
    let source = SourceFile(path: "<expression>", text: text)
    let checked = environment.compile(source, &mistakes)
    let undeclared = environment.options.undeclared.code
    diagnostics += mistakes.map { $0.code == undeclared ? $0.withWay(toNameIn: values.path) : $0 }
    guard let checked else { return nil }
    self.checked = checked
    self.values = values
    options = environment.options
  }

  /// The type that was deduced; the values of the file are `dyn`.
  package var type: ValueType { checked.type }

  /// The value as CEL text, or why there is none.
  package func value() throws(EvaluationError) -> String {
    var evaluation = Evaluation(slots: values.entries.map(\.value))
    let value = Program(checked, options: options).evaluate(&evaluation)
    if case .error(let error) = value { throw error }
    return value.description.withEscapedControls
  }
}

extension Diagnostic {
  /// Where a variable that is missing could be named, unless another name is near.
  fileprivate func withWay(toNameIn path: String?) -> Diagnostic {
    guard help == nil else { return self }
    var copy = self
    copy.help =
      path.map { "variables are the top-level keys of `\($0)`" }
      ?? "give a file that has it as a top-level key: `--facts FILE`"
    return copy
  }
}
