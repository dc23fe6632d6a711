import CEL
import Diagnostics
import PolicyModel

/// Checks named expressions, each after those that it uses.
///
/// Codes: `recursive-definition`, `deep-definition`, `duplicate-name`.
struct DefinitionLinker {
  private let types: TypeNames
  private var drafts: [String: Draft] = [:]
  /// Names in the order in which they are written.
  private var names: [String] = []
  private var state: [String: State] = [:]

  private struct Draft {
    let syntax: DefinitionSyntax
    let text: ExpressionText
    let parsed: ParsedExpression
    let parameters: [Definition.Parameter]
  }

  /// How many definitions may stand inside each other: every later stage recurses so far.
  private static let deepest = 50

  private enum State {
    case begun
    case done
  }

  /// Adds definitions to a scope.
  ///
  /// What has a mistake is defined all the same, so that its users are not reported as well.
  static func link(
    _ syntaxes: [DefinitionSyntax], _ types: TypeNames, in scope: inout Scope,
    _ diagnostics: inout [Diagnostic]
  ) {
    var linker = DefinitionLinker(types: types)
    for syntax in syntaxes { linker.add(syntax, &scope, &diagnostics) }
    for name in linker.names { linker.define(name, [], &scope, &diagnostics) }
  }

  private init(types: TypeNames) { self.types = types }

  private mutating func add(
    _ syntax: DefinitionSyntax, _ scope: inout Scope, _ diagnostics: inout [Diagnostic]
  ) {
    let name = syntax.name.text
    guard scope.take(syntax.name, "a definition", &diagnostics) else { return }
    let parameters = syntax.parameters.map { parameter in
      let type = types.type(parameter.type, &diagnostics).map { types.valueType($0) }
      return Definition.Parameter(name: parameter.name.text, type: type ?? .error)
    }
    guard let text = syntax.body.map({ ExpressionText($0) }),
      let parsed = scope.parse(text, &diagnostics)
    else {
      scope.defineFailed(name, parameters)
      return
    }
    drafts[name] = Draft(syntax: syntax, text: text, parsed: parsed, parameters: parameters)
    names.append(name)
  }

  private mutating func define(
    _ name: String, _ path: [String], _ scope: inout Scope, _ diagnostics: inout [Diagnostic]
  ) {
    guard let draft = drafts[name] else { return }
    switch state[name] {
    case .done: return
    case .begun:
      let circle = path[(path.firstIndex(of: name) ?? 0)...] + [name]
      diagnostics.append(
        Diagnostic(
          .recursiveDefinition, "the definition `\(name)` uses itself",
          at: draft.syntax.name.range,
          help: "the circle is \(circle.map { "`\($0)`" }.joined(separator: ", which uses "))"))
      scope.defineFailed(name, draft.parameters)
      state[name] = .done
      return
    case nil: break
    }
    state[name] = .begun
    let locals = Set(draft.parameters.map(\.name))
    let used = draft.parsed.root.freeNames.subtracting(locals).sorted()
    if path.count < Self.deepest {
      for inner in used where drafts[inner] != nil {
        define(inner, path + [name], &scope, &diagnostics)
      }
    }
    guard state[name] != .done else { return }
    state[name] = .done
    let depth = 1 + (used.compactMap { scope.depths[$0] }.max() ?? 0)
    guard path.count < Self.deepest, depth <= Self.deepest else {
      diagnostics.append(.tooDeep(draft.syntax.name, Self.deepest))
      scope.defineFailed(name, draft.parameters)
      return
    }
    scope.depths[name] = depth
    guard
      let checked = scope.check(
        draft.parsed, draft.text, parameters: draft.parameters, &diagnostics),
      !checked.isBroken
    else {
      scope.defineFailed(name, draft.parameters)
      return
    }
    let definition = Definition(name: name, parameters: draft.parameters, body: checked)
    scope.environment.define(definition)
    if !scope.policy.isEmpty { scope.definitions.insert(ObjectIdentifier(definition)) }
  }
}

extension Scope {
  /// Defines a name that is reported as wrong: it fits everywhere.
  fileprivate mutating func defineFailed(_ name: String, _ parameters: [Definition.Parameter]) {
    let source = SourceFile(path: "<\(name)>", text: "")
    let root = Expression(id: 1, range: 0..<0, kind: .literal(.null))
    environment.define(
      Definition(
        name: name, parameters: parameters,
        body: CheckedExpression(
          source: source, root: root, types: [.error, .error], references: [nil, nil])))
  }
}

extension DiagnosticCode {
  static let recursiveDefinition = DiagnosticCode("recursive-definition")
  static let deepDefinition = DiagnosticCode("deep-definition")
}

extension Diagnostic {
  fileprivate static func tooDeep(_ name: Spelling, _ deepest: Int) -> Diagnostic {
    Diagnostic(
      .deepDefinition, "the definition `\(name.text)` uses definitions \(deepest) deep",
      at: name.range, help: "write out some of those that it uses")
  }
}
