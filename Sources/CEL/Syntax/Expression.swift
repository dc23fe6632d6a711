/// An expression as written, after macros: a tree whose nodes know their place in the text.
public struct Expression: Sendable {
  /// Unique in its tree, from 1, dense: types and references are arrays indexed by it.
  public let id: Int
  /// UTF-8 bytes of the expression's own text.
  public let range: Range<Int>
  /// What the node is.
  public let kind: Kind

  /// Makes a node; its id must be its tree's alone.
  public init(id: Int, range: Range<Int>, kind: Kind) {
    self.id = id
    self.range = range
    self.kind = kind
  }

  /// What a node is, with the nodes below it.
  public indirect enum Kind: Sendable {
    /// A constant as written.
    case literal(Literal)
    /// A name; `isRooted` for `.name`.
    case identifier(String, isRooted: Bool)
    /// `operand.field`, or `operand.?field` where it is optional.
    case select(Expression, field: String, isOptional: Bool)
    /// `has(operand.field)`
    case presence(Expression, field: String)
    /// A function, operators among them under their CEL names (`_&&_`, `_==_`, `_[_]`, `_?_:_`);
    /// `target` is the receiver of `x.f(y)`.
    case call(String, target: Expression?, arguments: [Expression])
    /// `optionalIndices` marks `[?e]`.
    case list([Expression], optionalIndices: Set<Int>)
    /// `{key: value}`
    case map([MapEntry])
    /// `Name{field: value}`; the name may hold dots and start with one.
    case structure(String, [StructureField])
    /// `all`, `exists`, `map`, ... kept as one node each: no fold is spelled out.
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`
    case bind(String, Expression, Expression)
  }

  /// A constant as written.
  public enum Literal: Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// `7`, `-7`, `0x1f`
    case int(Int64)
    /// `7u`
    case uint(UInt64)
    /// `1.5`, `1e3`
    case double(Double)
    /// `'text'`, its escapes read.
    case string(String)
    /// `b'text'`, its escapes read.
    case bytes([UInt8])
  }

  /// A key with its value.
  public struct MapEntry: Sendable {
    /// The key's expression.
    public let key: Expression
    /// The value's expression.
    public let value: Expression
    /// Whether a question mark stands before it.
    public let isOptional: Bool

    /// Makes an entry.
    public init(key: Expression, value: Expression, isOptional: Bool) {
      self.key = key
      self.value = value
      self.isOptional = isOptional
    }
  }

  /// A structure's field with its value.
  public struct StructureField: Sendable {
    /// The field's name.
    public let name: String
    /// The value's expression.
    public let value: Expression
    /// Whether a question mark stands before it.
    public let isOptional: Bool

    /// Makes a field.
    public init(name: String, value: Expression, isOptional: Bool) {
      self.name = name
      self.value = value
      self.isOptional = isOptional
    }
  }

  /// A macro over the elements of a list, a map or an optional.
  public struct Comprehension: Sendable {
    /// The macro.
    public enum Kind: String, Sendable {
      /// Whether the condition holds for every element.
      case all
      /// Whether the condition holds for an element.
      case exists
      /// Whether the condition holds for one element and no other.
      case existsOne
      /// The elements for which the condition holds.
      case filter
      /// What is made of the elements, or of those for which a condition holds.
      case map
      /// A list of what is made of keys and values.
      case transformList
      /// A map with the same keys and what is made of them and their values.
      case transformMap
      /// A map of the entries that are made of keys and values.
      case transformMapEntry
      /// What is made of an optional's value, as an optional.
      case optMap
      /// What is made of an optional's value, which is an optional itself.
      case optFlatMap
      /// The elements in the order of the keys that are made of them.
      case sortBy
    }
    /// The macro.
    public let kind: Kind
    /// What the macro is called on.
    public let range: Expression
    /// One or two names.
    public let variables: [String]
    /// The condition of `filter`, `all`, ...; the guard of the three-argument `map`.
    public let predicate: Expression?
    /// What `map` and the `transform...` macros make of an element; the key of `sortBy`.
    public let transform: Expression?

    /// Makes a comprehension with the parts that its kind has.
    public init(
      kind: Kind, range: Expression, variables: [String], predicate: Expression?,
      transform: Expression?
    ) {
      self.kind = kind
      self.range = range
      self.variables = variables
      self.predicate = predicate
      self.transform = transform
    }
  }
}
