import CEL
import Diagnostics

/// Runs tests through the whole of the library: parser, checker, planner and evaluator.
package struct ConformanceRun: Sendable {
  private let libraries: [Library]
  private let functions: Set<String>

  /// How a test ended.
  package enum Outcome: Sendable {
    case passed
    /// Why it did not pass.
    case failed(String)
  }

  /// Expressions may call the functions of all libraries that there are.
  package init() {
    libraries = [.standard] + Library.extensions
    functions = Set(libraries.flatMap { $0.functions.map(\.name) })
  }

  /// Runs one test.
  package func outcome(of test: ConformanceTest) -> Outcome {
    let setting = Setting(test, libraries)
    var diagnostics: [Diagnostic] = []
    guard let checked = setting.compile(test, &diagnostics) else {
      // The suite takes a mistake that is found before the evaluation for the error, too.
      let lacksFunction = diagnostics.contains { $0.code.rawValue == "unknown-function" }
      if test.expectsFailure(ofUnknownFunction: lacksFunction) { return .passed }
      let told = diagnostics.map { "\($0.code.rawValue): \($0.message)" }
      return .failed(told.joined(separator: "; "))
    }
    if case .typed(let type, let value) = test.expectation {
      guard let wanted = ConformanceType.parse(type), checked.type == wanted else {
        return .failed("its type is \(checked.type), not \(type)")
      }
      if test.isCheckedOnly || value == nil { return .passed }
    }
    if case .failure = test.expectation, lacksFunction(checked),
      !test.expectsFailure(ofUnknownFunction: true)
    {
      return .failed("it calls a function that there is not")
    }
    let program = Program(checked, options: setting.environment.options)
    var evaluation = Evaluation(slots: setting.slots, timeZones: .system)
    return outcome(program.evaluate(&evaluation), test)
  }

  /// Whether an expression that was not checked calls what no library has.
  private func lacksFunction(_ expression: CheckedExpression) -> Bool {
    expression.references.contains { reference in
      guard case .function(let name, let overloads)? = reference else { return false }
      return overloads.isEmpty && !functions.contains(name)
    }
  }

  private func outcome(_ value: Value, _ test: ConformanceTest) -> Outcome {
    switch (test.expectation, value) {
    case (.failure, .error), (.unknown, .unknown): return .passed
    case (.value(let wanted), _), (.typed(_, .some(let wanted)), _):
      if Value.identical(value, wanted.value) { return .passed }
      return .failed("it is \(value), not \(wanted.value)")
    case (.typed(_, nil), _): return .passed
    case (.failure, _): return .failed("it is \(value), not an error")
    case (.unknown, _): return .failed("it is \(value), not unknown")
    }
  }
}

/// What a test's expression is compiled and evaluated with.
private struct Setting {
  var environment: Environment
  var slots: [Value] = []

  init(_ test: ConformanceTest, _ libraries: [Library]) {
    var options = Environment.Options()
    options.parser.macros = test.hasMacros
    environment = Environment(
      container: test.container, libraries: libraries, options: options)
    var declared: Set<String> = []
    for declaration in test.declarations {
      switch declaration {
      case .variable(let name, let type):
        declare(name, ConformanceType.parse(type) ?? .dyn, test)
        declared.insert(name)
      case .function(let name, let signatures):
        environment.declare(Function(name, signatures.map(Setting.overload)))
      }
    }
    for name in test.bindings.keys.sorted() where !declared.contains(name) {
      declare(name, .dyn, test)
    }
  }

  private mutating func declare(_ name: String, _ type: ValueType, _ test: ConformanceTest) {
    environment.declare(Variable(name: name, type: type, slot: slots.count))
    let unbound = Value.failure(.noSuchVariable, "`\(name)` has no value")
    slots.append(test.bindings[name]?.value ?? unbound)
  }

  private static func overload(_ signature: ConformanceTest.Signature) -> Overload {
    Overload(
      signature.id, member: signature.member,
      signature.params.map { ConformanceType.parse($0) ?? .dyn },
      ConformanceType.parse(signature.result) ?? .dyn, nil)
  }

  func compile(
    _ test: ConformanceTest, _ diagnostics: inout [Diagnostic]
  ) -> CheckedExpression? {
    let text = BlockExpansion.names(in: test.expression)
    let source = SourceFile(path: "<\(test.id)>", text: text)
    let options = environment.options.parser
    guard let read = Parser.parse(source, options: options, &diagnostics) else { return nil }
    let parsed = BlockExpansion.expanded(read)
    return test.isUnchecked
      ? environment.resolveUnchecked(parsed, &diagnostics)
      : environment.check(parsed, &diagnostics)
  }
}

extension ConformanceTest {
  /// Whether an error is right; for want of a function only where the test is of just that.
  fileprivate func expectsFailure(ofUnknownFunction lacksFunction: Bool) -> Bool {
    guard case .failure(let messages) = expectation else { return false }
    return !lacksFunction || messages.contains("unbound function")
  }
}
