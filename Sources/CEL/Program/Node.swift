/// The place of a node in its plan.
struct NodeID: Hashable, Sendable, BitwiseCopyable {
  let place: Int32

  init(_ place: Int) { self.place = Int32(place) }

  /// The place as arrays want it.
  var index: Int { Int(place) }
}

/// A run of nodes: the operands of an `&&`, the elements of a list, a call's arguments.
struct Children: Sendable, BitwiseCopyable {
  /// Where they stand in `Plan.children`.
  let start: Int32
  let count: Int32

  var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// One of the four orders.
enum Relation: UInt8, Sendable, BitwiseCopyable {
  case less
  case lessOrSame
  case greater
  case greaterOrSame

  /// The operator's name in expressions.
  var function: String {
    switch self {
    case .less: "_<_"
    case .lessOrSame: "_<=_"
    case .greater: "_>_"
    case .greaterOrSame: "_>=_"
    }
  }

  init?(function: String) {
    let all: [Relation] = [.less, .lessOrSame, .greater, .greaterOrSame]
    guard let relation = all.first(where: { $0.function == function }) else { return nil }
    self = relation
  }

  /// What the relation says with its sides exchanged: `1 < x` is `x > 1`.
  var mirrored: Relation {
    switch self {
    case .less: .greater
    case .lessOrSame: .greaterOrSame
    case .greater: .less
    case .greaterOrSame: .lessOrSame
    }
  }

  /// Whether it holds between two numbers; it does not for NaN.
  @inline(__always)
  func holds<Number: Comparable>(_ left: Number, _ right: Number) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrSame: left <= right
    case .greater: left > right
    case .greaterOrSame: left >= right
    }
  }

  /// Whether it holds for an outcome of comparing; nil is NaN's, for which nothing holds.
  func holds(_ ordering: Ordering?) -> Bool {
    guard let ordering else { return false }
    return switch self {
    case .less: ordering == .less
    case .lessOrSame: ordering != .greater
    case .greater: ordering == .greater
    case .greaterOrSame: ordering != .less
    }
  }
}

/// One step of a plan: 16 bytes that hold no references, so that following a plan counts none.
///
/// An `Int32` names a slot of the evaluation, a local of the frame, or a place in one of the
/// plan's tables; `failure` is a place in `Plan.failures`, or -1 where there is none.
enum Node: Sendable, BitwiseCopyable {
  /// A value from `Plan.constants`.
  case constant(Int32)
  /// What can only fail: an unknown name, a call that no overload takes.
  case failure(Int32)

  case slot(Int32)
  /// A slot in which `null` is a failure.
  case statedSlot(Int32, failure: Int32)
  case local(Int32)
  /// A record's field; `null` in it may be a failure.
  case field(NodeID, Int32, failure: Int32)
  /// A record's field on the way to a presence: null where it or the operand is.
  case nullableField(NodeID, Int32)
  /// `record.?field`
  case optionalField(NodeID, Int32)
  /// A field by name, of a map, record or optional; the name is a constant.
  case select(NodeID, name: Int32, isOptional: Bool)
  case index(NodeID, NodeID, isOptional: Bool)

  /// `has` of a variable.
  case slotPresence(Int32)
  /// `has` of a record's field; an operand that is `null` has none where `allowsNull`.
  case fieldPresence(NodeID, Int32, allowsNull: Bool)
  /// `has` of anything by name.
  case presence(NodeID, name: Int32)

  case negation(NodeID)
  case conjunction(Children)
  case disjunction(Children)
  case conditional(NodeID, then: NodeID, otherwise: NodeID)

  case equality(NodeID, NodeID, isNegated: Bool)
  /// `slot == constant`: the commonest atom.
  case slotEquality(Int32, constant: Int32, failure: Int32, isNegated: Bool)
  case comparison(Relation, NodeID, NodeID)
  /// `slot < constant`
  case slotComparison(Relation, Int32, constant: Int32, failure: Int32)
  /// `x in list` and `x in map`.
  case membership(NodeID, NodeID)
  /// `x in` a long list of constants, one of `Plan.sets`.
  case setMembership(NodeID, set: Int32)
  /// `x.matches(constant)`, one of `Plan.patterns`.
  case match(NodeID, pattern: Int32)
  /// `x.matches(y)` with a pattern that is found out only then.
  case openMatch(NodeID, NodeID)
  /// `x.orValue(y)` and `x.or(y)`, which stays an optional.
  case alternative(NodeID, NodeID, unwraps: Bool)

  /// One of `Plan.symbolTests`: a call that is looked up by a symbol.
  case symbolTest(Int32)

  /// A call of one of `Plan.functions`.
  case nullary(Int32)
  case unary(Int32, NodeID)
  case binary(Int32, NodeID, NodeID)
  case call(Int32, Children)
  /// One of `Plan.definitionCalls`.
  case definition(Int32)
  /// `cel.bind`
  case bind(local: Int32, NodeID, NodeID)

  case list(Children)
  /// One of `Plan.lists`: a list with `[?e]`.
  case listOfOptionals(Int32)
  /// One of `Plan.maps`.
  case map(Int32)
  /// One of `Plan.structures`.
  case structure(Int32)
  /// One of `Plan.comprehensions`.
  case comprehension(Int32)
}
