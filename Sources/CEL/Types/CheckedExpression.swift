public import Diagnostics

/// An expression that the checker has accepted: every node with its type and its meaning.
public struct CheckedExpression: Sendable {
  /// The text that every node's range lies in.
  public let source: SourceFile
  /// The tree.
  public let root: Expression
  /// By `Expression.id`; index 0 is not used.
  public let types: [ValueType]
  /// By `Expression.id`: what a name or call stands for, nil for nodes that need no telling.
  public let references: [Reference?]
  /// What evaluation needs of the environment.
  let surroundings: Surroundings

  /// What evaluation needs of the environment that checked an expression.
  struct Surroundings: Sendable {
    var records: [String: RecordDeclaration] = [:]
    var nullsAreUndecided = false
    var timeZones = TimeZoneDatabase.system
  }

  /// Puts the parts together; both arrays go up to the highest id.
  ///
  /// Programs of it have the options of the CEL specification and no records, unless they are given
  /// others.
  public init(
    source: SourceFile, root: Expression, types: [ValueType], references: [Reference?]
  ) {
    self.init(
      source: source, root: root, types: types, references: references,
      surroundings: Surroundings())
  }

  init(
    source: SourceFile, root: Expression, types: [ValueType], references: [Reference?],
    surroundings: Surroundings
  ) {
    self.source = source
    self.root = root
    self.types = types
    self.references = references
    self.surroundings = surroundings
  }

  /// The type of the whole.
  public var type: ValueType { types[root.id] }

  /// What a node stands for.
  public enum Reference: Sendable {
    /// A declared variable, also one whose name holds dots (`action.content.claims`).
    case variable(Variable)
    /// A variable of a comprehension or `cel.bind`, or a definition's parameter.
    case local(String)
    /// A constant: a coerced literal, an enum's value, a type's name.
    case constant(Value)
    /// The overloads that the arguments' types leave open; one, unless `dyn` is about.
    case function(String, overloads: [Overload])
    /// A definition of the environment, called or named.
    case definition(Definition)
    /// A record's field, by its place in the declaration.
    case field(record: String, index: Int)
  }
}

/// A variable that an environment declares; its value stands in a slot.
public struct Variable: Sendable, Hashable {
  /// The name, which may hold dots.
  public let name: String
  /// The type of its values.
  public let type: ValueType
  /// Its place among an evaluation's slots.
  public let slot: Int

  /// Names a slot.
  public init(name: String, type: ValueType, slot: Int) {
    self.name = name
    self.type = type
    self.slot = slot
  }
}

/// A named expression with typed parameters, checked once and shared by all its uses.
public final class Definition: Sendable {
  /// The name under which it is used.
  public let name: String
  /// Empty for a definition that is named without parentheses.
  public let parameters: [Parameter]
  /// What it stands for; the parameters are locals in it.
  public let body: CheckedExpression

  /// A parameter of a definition.
  public struct Parameter: Sendable {
    /// The name, as the body uses it.
    public let name: String
    /// The type that an argument must have.
    public let type: ValueType

    /// Names a parameter.
    public init(name: String, type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  /// Names an expression that was checked with these parameters.
  public init(name: String, parameters: [Parameter], body: CheckedExpression) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }

  /// What a node that stands for it hands over, a receiver first; nil where these are more or fewer
  /// than its parameters.
  package func arguments(writtenIn node: Expression) -> [Expression]? {
    var written: [Expression] = []
    if case .call(_, let target, let arguments) = node.kind {
      written = arguments
      if let target, written.count < parameters.count { written = [target] + written }
    }
    return written.count == parameters.count ? written : nil
  }
}

/// A record type: its fields in order.
public struct RecordDeclaration: Sendable {
  /// The type's full name.
  public let name: String
  /// The fields, in the order in which values keep them.
  public let fields: [Field]

  /// A field of a record.
  public struct Field: Sendable {
    /// The name by which it is selected.
    public let name: String
    /// The type of its values.
    public let type: ValueType

    /// Names a field.
    public init(name: String, type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  /// Names a record type.
  public init(name: String, fields: [Field]) {
    self.name = name
    self.fields = fields
  }
}
