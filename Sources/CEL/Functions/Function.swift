/// A function by its name, with all its overloads.
public struct Function: Sendable {
  /// The name in expressions; operators have names such as `_+_`.
  public let name: String
  /// Its signatures, in the order in which they are tried.
  public let overloads: [Overload]

  /// Makes a function of a name and its overloads.
  public init(_ name: String, _ overloads: [Overload]) {
    self.name = name
    self.overloads = overloads
  }
}

/// One signature of a function, and what it does.
public struct Overload: Sendable {
  /// Unique in an environment, such as `string_starts_with`.
  public let id: String
  /// Whether it is called on its first parameter: `x.f(y)`.
  public let isMember: Bool
  /// The types of its parameters, the receiver first.
  public let parameters: [ValueType]
  /// The type of what it answers.
  public let result: ValueType
  /// Nil for a declaration without a body (a checker's test).
  public let implementation: Implementation?
  /// What a call costs beside its one step, from its arguments' sizes.
  public let cost: Cost
  /// What it says of symbols, where it is a relation of them.
  package internal(set) var symbols: SymbolRelation?

  /// Makes an overload; the parameters of a member begin with its receiver.
  public init(
    _ id: String, member: Bool = false, _ parameters: [ValueType], _ result: ValueType,
    cost: Cost = .one, _ implementation: Implementation?
  ) {
    self.id = id
    isMember = member
    self.parameters = parameters
    self.result = result
    self.cost = cost
    self.implementation = implementation
  }

  /// A function's body.
  ///
  /// Arguments are never unknown and never errors: calls are strict.
  /// A body answers `.error(…)` where it fails. At run time (with `dyn`) an argument may have
  /// any type: a body answers `noSuchOverload` for one that it does not take.
  public enum Implementation: Sendable {
    /// Of no argument.
    case nullary(@Sendable (borrowing Context) -> Value)
    /// Of one, or of a receiver alone.
    case unary(@Sendable (Value, borrowing Context) -> Value)
    /// Of two, the receiver among them.
    case binary(@Sendable (Value, Value, borrowing Context) -> Value)
    /// Of three, the receiver among them.
    case ternary(@Sendable (Value, Value, Value, borrowing Context) -> Value)
    /// Of as many as there are parameters; a call makes an array of them.
    case variadic(@Sendable ([Value], borrowing Context) -> Value)
  }

  /// What a call costs, in the units of cel-go's cost model.
  public enum Cost: Sendable {
    /// The call's own step alone.
    case one
    /// A tenth of the code points (or octets) of the first argument, as for `startsWith`.
    case traversal
    /// The product of both arguments' traversals, as for `contains`.
    case product
    /// The size of the first argument, as for a search in a list.
    case size
    /// The traversal of a text that is put together from both arguments; the size of such a list.
    case concatenation
  }

  /// What a function may see beside its arguments: the slots of the evaluation at hand.
  public struct Context: ~Copyable {
    /// The values of all variables.
    public let slots: [Value]
    /// The zones that names are looked up in.
    public let timeZones: TimeZoneDatabase

    /// Lends an evaluation's slots and zones to a function.
    public init(slots: [Value], timeZones: TimeZoneDatabase) {
      self.slots = slots
      self.timeZones = timeZones
    }
  }
}
