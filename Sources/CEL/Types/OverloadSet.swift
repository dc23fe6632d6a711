/// The overloads of one function, with what can be said of them before any call.
struct OverloadSet: Sendable {
  private(set) var overloads: [Overload] = []
  /// By overload: whether its types have parameters.
  private(set) var isGeneric: [Bool] = []
  /// By overload: those that are more specific, which are meant where they fit too.
  private(set) var rivals: [[Int]] = []
  /// By overload: a list of it alone, which most calls mean.
  private(set) var alone: [[Overload]] = []
  /// By overload: whether its parameters are numbers of two types.
  private(set) var mixesNumbers: [Bool] = []
  /// By overload: what its first two parameters are.
  private(set) var heads: [(first: ValueType.Head, second: ValueType.Head)] = []
  /// By shape of a call, as `place(isMember:arity:)` has it: the overloads of that shape.
  private var shapes: [[Int]] = []

  /// Adds overloads; one of a known id takes the place of the known one.
  mutating func add(_ more: [Overload]) {
    for overload in more {
      if let index = overloads.firstIndex(where: { $0.id == overload.id }) {
        overloads[index] = overload
      } else {
        overloads.append(overload)
      }
    }
    isGeneric = overloads.map { ($0.parameters + [$0.result]).contains(where: \.hasParameter) }
    rivals = overloads.indices.map { index in
      overloads.indices.filter { isMoreSpecific($0, than: index) }
    }
    alone = overloads.map { [$0] }
    let numbers: Set<ValueType> = [.int, .uint, .double]
    mixesNumbers = overloads.map { overload in
      overload.parameters.count == 2 && overload.parameters[0] != overload.parameters[1]
        && numbers.isSuperset(of: overload.parameters)
    }
    heads = overloads.map { overload in
      let heads = overload.parameters.prefix(2).map(\.head)
      return (heads.first ?? .any, heads.count > 1 ? heads[1] : .any)
    }
    shapes = []
    for (index, overload) in overloads.enumerated() {
      let place = Self.place(isMember: overload.isMember, arity: overload.parameters.count)
      while shapes.count <= place { shapes.append([]) }
      shapes[place].append(index)
    }
  }

  /// The overloads that take so many operands, with or without a receiver; ascending.
  func offered(isMember: Bool, arity: Int) -> [Int] {
    let place = Self.place(isMember: isMember, arity: arity)
    return place < shapes.count ? shapes[place] : []
  }

  private static func place(isMember: Bool, arity: Int) -> Int { arity * 2 + (isMember ? 1 : 0) }

  /// Whether every call of the first overload could be one of the second, and not the reverse.
  private func isMoreSpecific(_ first: Int, than second: Int) -> Bool {
    guard overloads[first].isMember == overloads[second].isMember,
      overloads[first].parameters.count == overloads[second].parameters.count,
      isGeneric[second] || overloads[second].parameters.contains(where: \.isOpen)
    else { return false }
    return accepts(second, typesOf: first) && !accepts(first, typesOf: second)
  }

  /// Whether one overload's parameters take values of another's; `dyn` is a parameter of its own.
  private func accepts(_ overload: Int, typesOf other: Int) -> Bool {
    var trial = TypeUnifier()
    let (parameters, _) = trial.instantiate(overloads[overload])
    let wanted = parameters.map { trial.opened($0) }
    let types = overloads[other].parameters.map(\.withNamedOpenTypes)
    return zip(wanted, types).allSatisfy { trial.unify($0, $1) }
  }
}

extension TypeUnifier {
  /// A type with a fresh parameter for each `dyn` in it.
  fileprivate mutating func opened(_ type: ValueType) -> ValueType {
    type == .dyn ? fresh() : type.mapParts { opened($0) }
  }
}

extension ValueType {
  /// A type with a name that fits itself alone for each `dyn` in it.
  fileprivate var withNamedOpenTypes: ValueType {
    self == .dyn ? .parameter("dyn") : mapParts(\.withNamedOpenTypes)
  }
}

extension ValueType {
  /// What a type is, as far as one look tells: two that differ never fit each other, unless one of
  /// them is `any`.
  enum Head: UInt8, Sendable {
    case any
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case list
    case map

    /// Whether the types may fit each other.
    func mayFit(_ other: Head) -> Bool { self == other || self == .any || other == .any }
  }

  var head: Head {
    switch self {
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .list: .list
    case .map: .map
    case .dyn, .null, .type, .wrapper, .optional, .record, .opaque, .parameter, .error: .any
    }
  }
}
