import CEL
import Diagnostics

/// An expression written down in a test, made into a checked one without parser and checker.
indirect enum Term: Sendable {
  case value(Value)
  /// A variable in a slot, of the name `s0`, `s1` and so on.
  case slot(Int)
  case local(String)
  /// A call of an operator that the evaluator does itself.
  case operation(String, [Term])
  case function(String, [Overload], [Term])
  case definition(Definition, [Term])
  case select(Term, String, isOptional: Bool)
  case field(Term, Int)
  case has(Term, String)
  case hasSlot(Int)
  case hasField(Term, Int)
  case list([Term], optional: Set<Int>)
  case map([(key: Term, value: Term)], isOptional: Bool)
  case structure(String, [(name: String, value: Term)])
  case comprehension(
    Expression.Comprehension.Kind, Term, [String], predicate: Term?, transform: Term?)
  case bind(String, Term, Term)
  case unknownName(String)

  static func list(_ elements: [Term]) -> Term { .list(elements, optional: []) }
  static func all(_ range: Term, _ name: String, _ predicate: Term) -> Term {
    .comprehension(.all, range, [name], predicate: predicate, transform: nil)
  }
  static func exists(_ range: Term, _ name: String, _ predicate: Term) -> Term {
    .comprehension(.exists, range, [name], predicate: predicate, transform: nil)
  }
  static func == (left: Term, right: Term) -> Term { .operation("_==_", [left, right]) }
  static func < (left: Term, right: Term) -> Term { .operation("_<_", [left, right]) }
  static func && (left: Term, right: Term) -> Term { .operation("_&&_", [left, right]) }
  static func || (left: Term, right: Term) -> Term { .operation("_||_", [left, right]) }
  static prefix func ! (operand: Term) -> Term { .operation("!_", [operand]) }
  static func text(_ text: String) -> Term { .value(.text(text)) }
  static func int(_ value: Int64) -> Term { .value(.int(value)) }
  static let yes = Term.value(.bool(true))
  static let no = Term.value(.bool(false))

  /// The expression with its references; `name` is what its text says.
  var checked: CheckedExpression {
    var maker = Maker()
    let root = maker.expression(self)
    return CheckedExpression(
      source: SourceFile(path: "<test>", text: Maker.text), root: root, types: maker.types,
      references: maker.references)
  }

  func program(
    records: [RecordDeclaration] = [], nullsAreUndecided: Bool = false
  ) -> Program {
    var options = Environment.Options()
    options.nullsAreUndecided = nullsAreUndecided
    return Program(checked, options: options, records: records)
  }

  /// The value on these slots.
  func value(
    _ slots: [Value] = [], records: [RecordDeclaration] = [], nullsAreUndecided: Bool = false
  ) -> Value {
    var evaluation = Evaluation(slots: slots)
    return program(records: records, nullsAreUndecided: nullsAreUndecided).evaluate(&evaluation)
  }
}

/// Numbers the nodes.
private struct Maker {
  /// The text that every range points to.
  static let text = "here"
  var types: [ValueType] = [.dyn]
  var references: [CheckedExpression.Reference?] = [nil]

  private mutating func make(
    _ kind: Expression.Kind, _ reference: CheckedExpression.Reference? = nil
  ) -> Expression {
    types.append(.dyn)
    references.append(reference)
    return Expression(id: types.count - 1, range: 0..<Maker.text.utf8.count, kind: kind)
  }

  private func variable(_ slot: Int) -> CheckedExpression.Reference {
    .variable(Variable(name: "s\(slot)", type: .dyn, slot: slot))
  }

  mutating func expression(_ term: Term) -> Expression {
    switch term {
    case .value(let value): return make(.identifier("constant", isRooted: false), .constant(value))
    case .slot(let slot): return make(.identifier("s\(slot)", isRooted: false), variable(slot))
    case .local(let name): return make(.identifier(name, isRooted: false), .local(name))
    case .operation(let name, let terms):
      return make(.call(name, target: nil, arguments: expressions(terms)))
    case .function(let name, let overloads, let terms):
      return make(
        .call(name, target: nil, arguments: expressions(terms)),
        .function(name, overloads: overloads))
    case .definition(let definition, let terms):
      return make(
        .call(definition.name, target: nil, arguments: expressions(terms)),
        .definition(definition))
    case .select(let operand, let name, let isOptional):
      return make(.select(expression(operand), field: name, isOptional: isOptional))
    case .field(let operand, let index):
      return make(
        .select(expression(operand), field: "f", isOptional: false),
        .field(record: "r", index: index))
    case .has(let operand, let name):
      return make(.presence(expression(operand), field: name))
    case .hasSlot(let slot):
      return make(
        .presence(make(.identifier("s", isRooted: false)), field: "s"), variable(slot))
    case .hasField(let operand, let index):
      return make(
        .presence(expression(operand), field: "f"), .field(record: "r", index: index))
    case .list(let elements, let optional):
      return make(.list(expressions(elements), optionalIndices: optional))
    case .map(let entries, let isOptional):
      return make(
        .map(
          entries.map {
            .init(key: expression($0.key), value: expression($0.value), isOptional: isOptional)
          }))
    case .structure(let name, let fields):
      return make(
        .structure(
          name,
          fields.map { .init(name: $0.name, value: expression($0.value), isOptional: false) }))
    case .comprehension(let kind, let range, let variables, let predicate, let transform):
      return make(
        .comprehension(
          .init(
            kind: kind, range: expression(range), variables: variables,
            predicate: predicate.map { expression($0) },
            transform: transform.map { expression($0) })))
    case .bind(let name, let bound, let body):
      return make(.bind(name, expression(bound), expression(body)))
    case .unknownName(let name): return make(.identifier(name, isRooted: false))
    }
  }

  private mutating func expressions(_ terms: [Term]) -> [Expression] {
    var made: [Expression] = []
    for term in terms { made.append(expression(term)) }
    return made
  }
}

/// What a part of an expression may come to.
enum Part: CaseIterable, Sendable {
  case yes
  case no
  case unknown
  case error

  var value: Value {
    switch self {
    case .yes: .bool(true)
    case .no: .bool(false)
    case .unknown: .unknown(UnknownSet("a"))
    case .error: .failure(.host, "broken")
    }
  }

  var truth: Truth {
    switch self {
    case .yes: .yes
    case .no: .no
    case .unknown: .unknown
    case .error: .error
    }
  }

  /// All sequences of parts up to a length.
  static func sequences(upTo length: Int) -> [[Part]] {
    guard length > 0 else { return [[]] }
    let shorter = sequences(upTo: length - 1)
    let longest = shorter.filter { $0.count == length - 1 }
    return shorter + longest.flatMap { start in allCases.map { start + [$0] } }
  }
}

extension Value {
  /// The truth that a value stands for.
  var truth: Truth {
    switch self {
    case .bool(let value): Truth(value)
    case .unknown: .unknown
    default: .error
    }
  }

  /// The facts that an unknown names.
  var paths: [String]? {
    if case .unknown(let set) = self { set.paths } else { nil }
  }

  var errorCode: EvaluationError.Code? {
    if case .error(let error) = self { error.code } else { nil }
  }
}

extension Program {
  /// The truth, found in all ways that there are; nil where they disagree.
  func agreedTruth(_ slots: [Value]) -> Truth? {
    var truths: Set<Truth> = []
    for isExhaustive in [false, true] {
      for collectsUnknowns in [false, true] {
        var evaluation = Evaluation(slots: slots)
        evaluation.isExhaustive = isExhaustive
        evaluation.collectsUnknowns = collectsUnknowns
        truths.insert(truth(&evaluation))
        truths.insert(evaluate(&evaluation).truth)
      }
    }
    return truths.count == 1 ? truths.first : nil
  }
}
