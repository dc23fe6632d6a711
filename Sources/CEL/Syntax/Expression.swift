/// An expression as written, after macros: a tree whose nodes know their place in the text.
public struct Expression: Sendable {
  /// Unique in its tree, from 1, dense: types and references are arrays indexed by it.
  public let id: Int
  /// UTF-8 bytes of the expression's own text.
  public let range: Range<Int>
  public let kind: Kind

  public init(id: Int, range: Range<Int>, kind: Kind) {
    self.id = id
    self.range = range
    self.kind = kind
  }

  public indirect enum Kind: Sendable {
    case literal(Literal)
    /// A name; `isRooted` for `.name`.
    case identifier(String, isRooted: Bool)
    case select(Expression, field: String, isOptional: Bool)
    /// `has(operand.field)`
    case presence(Expression, field: String)
    /// A function, operators among them under their CEL names (`_&&_`, `_==_`, `_[_]`, `_?_:_`);
    /// `target` is the receiver of `x.f(y)`.
    case call(String, target: Expression?, arguments: [Expression])
    /// `optionalIndices` marks `[?e]`.
    case list([Expression], optionalIndices: Set<Int>)
    case map([MapEntry])
    case structure(String, [StructureField])
    /// `all`, `exists`, `map`, ... kept as one node each: no fold is spelled out.
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`
    case bind(String, Expression, Expression)
  }

  public enum Literal: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
  }

  public struct MapEntry: Sendable {
    public let key: Expression
    public let value: Expression
    public let isOptional: Bool
    public init(key: Expression, value: Expression, isOptional: Bool) {
      self.key = key
      self.value = value
      self.isOptional = isOptional
    }
  }

  public struct StructureField: Sendable {
    public let name: String
    public let value: Expression
    public let isOptional: Bool
    public init(name: String, value: Expression, isOptional: Bool) {
      self.name = name
      self.value = value
      self.isOptional = isOptional
    }
  }

  public struct Comprehension: Sendable {
    public enum Kind: String, Sendable {
      case all, exists, existsOne, filter, map
      case transformList, transformMap, transformMapEntry
      case optMap, optFlatMap
    }
    public let kind: Kind
    public let range: Expression
    /// One or two names.
    public let variables: [String]
    /// The condition of `filter`, `all`, ...; the guard of the three-argument `map`.
    public let predicate: Expression?
    /// What `map` and the `transform...` macros make of an element.
    public let transform: Expression?
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
