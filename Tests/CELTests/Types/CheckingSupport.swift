import CEL
import Diagnostics

/// An environment to check expressions in, and what checking them says, as text.
struct Checking {
  var environment: Environment

  /// What the specification says, with some variables.
  static let standard = Checking(options: Environment.Options())

  /// A narrower language with terms, as a host might set it up.
  static let narrow = Checking(options: narrowOptions)

  /// A term's type: the set it belongs to is a parameter of it.
  static func term(_ set: String) -> ValueType { .opaque("term", [.opaque(set, [])]) }

  init(options: Environment.Options, container: String = "") {
    environment = Environment(container: container, options: options)
    let variables: [(String, ValueType)] = [
      ("number", .int), ("share", .double), ("text", .string), ("flag", .bool), ("any", .dyn),
      ("at", .timestamp), ("span", .duration), ("maybe", .wrapper(.int)),
      ("names", .list(.string)), ("shares", .list(.double)),
      ("counts", .map(.string, .int)), ("ages", .map(.int, .string)),
      ("person", .record("person")), ("group", .opaque("group", [])), ("group.size", .int),
      ("group.owner", .record("person")), ("group.home", Checking.term("place")),
      ("home", Checking.term("place")), ("kind", Checking.term("kind")),
      ("places", .list(Checking.term("place"))),
      ("visits", .map(Checking.term("place"), .record("person"))),
    ]
    for (slot, (name, type)) in variables.enumerated() {
      environment.declare(Variable(name: name, type: type, slot: slot))
    }
    environment.declare(
      RecordDeclaration(
        name: "person",
        fields: [
          .init(name: "name", type: .string), .init(name: "age", type: .int),
          .init(name: "home", type: Checking.term("place")),
          .init(name: "boss", type: .record("person")),
        ]))
    for function in Checking.functions { environment.declare(function) }
  }

  private static var functions: [Function] {
    let term = ValueType.opaque("term", [.parameter("S")])
    let terms = ValueType.list(term)
    return [
      Function("_==_", [Overload("term_equals", [term, term], .bool, nil)]),
      Function("_!=_", [Overload("term_not_equals", [term, term], .bool, nil)]),
      Function("@in", [Overload("term_in_list", [term, terms], .bool, nil)]),
      Function(
        "within",
        [
          Overload("term_within", member: true, [term, term], .bool, nil),
          Overload("term_within_any", member: true, [term, terms], .bool, nil),
        ]),
      Function("covers", [Overload("list_covers", member: true, [terms, term], .bool, nil)]),
      Function(
        "between",
        [
          Overload(
            "timestamp_between", member: true, [.timestamp, .string, .string, .string], .bool, nil)
        ]),
      Function("math.twice", [Overload("twice", [.int], .int, nil)]),
      Function("limit", [Overload("table_limit", [Checking.term("place")], .int, nil)]),
    ]
  }

  private static var narrowOptions: Environment.Options {
    var options = Environment.Options()
    options.homogeneousLiterals = true
    options.refusesDynamicTypes = true
    options.presenceOfVariables = true
    options.nullsAreUndecided = true
    options.intLiteralsAsDoubles = true
    options.extendedDurations = true
    options.checksConstants = true
    options.undeclared = .init(code: DiagnosticCode("unknown-fact"), noun: "fact")
    options.constants = ConstantCoercion(
      applies: { type in
        if case .opaque("term", _) = type { true } else { false }
      },
      convert: { text, type in
        if let value = Terms.value(text, of: type) { return .value(value) }
        return .failure(
          code: DiagnosticCode("unknown-term"), message: "no `\(type)` is named `\(text)`",
          help: nil)
      },
      check: { function, value, type in
        guard case .symbol(let symbol) = value, symbol.id == 0 else { return nil }
        return (DiagnosticCode("coarse-term"), "`\(function)` with a coarse `\(type)`", nil)
      })
    return options
  }
}

/// The terms of the test's sets; the first of each has parts.
enum Terms {
  static let sets = [["EU", "DE", "FR"], ["message", "email", "post"]]

  static func value(_ text: String, of type: ValueType) -> Value? {
    let set = type == Checking.term("place") ? 0 : 1
    guard let id = sets[set].firstIndex(of: text) else { return nil }
    return .symbol(Symbol(set: UInt32(set), id: UInt32(id)))
  }
}

// MARK: - What checking says

extension Checking {
  func compile(
    _ text: String, expecting: ValueType? = nil, parameters: [Definition.Parameter] = [],
    _ diagnostics: inout [Diagnostic]
  ) -> CheckedExpression? {
    environment.compile(
      SourceFile(path: "<test>", text: text), expecting: expecting, parameters: parameters,
      &diagnostics)
  }

  /// The type of an expression, or its mistakes.
  func type(of text: String) -> String {
    var diagnostics: [Diagnostic] = []
    if let checked = compile(text, &diagnostics) { return checked.type.description }
    return diagnostics.map { "\($0.code.rawValue): \($0.message)" }.joined(separator: "; ")
  }

  /// The mistakes of an expression whose text has a mark (①, ②, …) where each must point.
  ///
  /// Each is `①code: message`; one that points elsewhere has its byte in place of the mark.
  func mistakes(in marked: String, expecting: ValueType? = nil) -> [String] {
    var marks: [Int: Character] = [:]
    var text = ""
    for character in marked {
      if "①②③④⑤⑥⑦⑧⑨".contains(character) {
        marks[text.utf8.count] = character
      } else {
        text.append(character)
      }
    }
    var diagnostics: [Diagnostic] = []
    let checked = compile(text, expecting: expecting, &diagnostics)
    if checked != nil { return diagnostics.isEmpty ? [] : ["checked in spite of mistakes"] }
    return diagnostics.map { diagnostic in
      let start = diagnostic.range?.bytes.lowerBound ?? -1
      let place = marks[start].map(String.init) ?? "\(start) "
      return "\(place)\(diagnostic.code.rawValue): \(diagnostic.message)"
    }
  }

  /// The help lines of an expression's mistakes.
  func help(in text: String) -> String {
    var diagnostics: [Diagnostic] = []
    _ = compile(text, &diagnostics)
    return diagnostics.map { $0.help ?? "none" }.joined(separator: "; ")
  }

  /// What every node means that stands for something, in the order of the text: `text → meaning`.
  func meanings(of text: String, unchecked: Bool = false) -> [String] {
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    guard let parsed = Parser.parse(source, &diagnostics) else { return ["no expression"] }
    let checked =
      unchecked
      ? environment.resolveUnchecked(parsed, &diagnostics)
      : environment.check(parsed, &diagnostics)
    guard let checked else { return diagnostics.map(\.message) }
    var found: [(start: Int, text: String)] = []
    Checking.walk(checked.root) { node in
      guard let reference = checked.references[node.id] else { return }
      found.append(
        (node.range.lowerBound, source.text(node.range) + " → " + Checking.text(reference)))
    }
    return found.map(\.text)
  }

  private static func text(_ reference: CheckedExpression.Reference) -> String {
    switch reference {
    case .variable(let variable): "variable \(variable.name)"
    case .local(let name): "local \(name)"
    case .constant(let value):
      if case .symbol(let symbol) = value {
        "term \(Terms.sets[Int(symbol.set)][Int(symbol.id)])"
      } else {
        "constant \(value)"
      }
    case .function(_, let overloads): overloads.map(\.id).joined(separator: " ")
    case .definition(let definition): "definition \(definition.name)"
    case .field(let record, let index): "\(record) #\(index)"
    }
  }

  private static func walk(_ node: Expression, _ visit: (Expression) -> Void) {
    visit(node)
    switch node.kind {
    case .literal, .identifier: break
    case .select(let operand, _, _), .presence(let operand, _): walk(operand, visit)
    case .call(_, let target, let arguments):
      if let target { walk(target, visit) }
      for argument in arguments { walk(argument, visit) }
    case .list(let elements, _): for element in elements { walk(element, visit) }
    case .map(let entries):
      for entry in entries {
        walk(entry.key, visit)
        walk(entry.value, visit)
      }
    case .structure(_, let fields): for field in fields { walk(field.value, visit) }
    case .comprehension(let comprehension):
      walk(comprehension.range, visit)
      if let predicate = comprehension.predicate { walk(predicate, visit) }
      if let transform = comprehension.transform { walk(transform, visit) }
    case .bind(_, let value, let body):
      walk(value, visit)
      walk(body, visit)
    }
  }
}
