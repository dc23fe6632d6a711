import CEL

/// Draws expressions of a type: literals, variables, macros, and calls of every overload of the
/// world that has the type for its result.
struct TypedExpressions {
  typealias Node = CEL.Expression
  var random: Randomness
  private let world: TypedWorld
  private let overloads: [(name: String, overload: Overload)]
  private var scope: [(name: String, type: ValueType)] = []
  private var names = 0

  init(_ world: TypedWorld, _ random: Randomness) {
    self.world = world
    self.random = random
    overloads = world.libraries.flatMap { library in
      library.functions.flatMap { function in function.overloads.map { (function.name, $0) } }
    }.filter { !$0.overload.result.mentionsDynamic && $0.name != "dyn" }
  }

  /// An expression of a random type.
  mutating func next(depth: Int) -> Node {
    scope = []
    names = 0
    return expression(pick(TypedWorld.types), depth)
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  private func node(_ kind: Node.Kind) -> Node { Node(id: 0, range: 0..<0, kind: kind) }

  private mutating func expression(_ type: ValueType, _ depth: Int) -> Node {
    guard depth > 0, !chance(8) else { return leaf(type) }
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return bind(type, depth - 1)
    case 1...3: if let made = macro(type, depth - 1) { return made }
    case 4: if let made = selection(type, depth - 1) { return made }
    default: break
    }
    return call(type, depth - 1) ?? leaf(type)
  }

  // MARK: Leaves

  private mutating func leaf(_ type: ValueType) -> Node {
    let known = scope.filter { $0.type == type }.map(\.name)
    if !known.isEmpty, !chance(3) { return node(.identifier(pick(known), isRooted: false)) }
    let variables = world.variables.filter { $0.type == type }.map(\.name)
    if !variables.isEmpty, !chance(3) {
      let name = pick(variables)
      // A variable of the same name in the scope hides it, but not from the root.
      let isHidden = scope.contains { $0.name == name }
      return node(.identifier(name, isRooted: isHidden || chance(8)))
    }
    var values = RandomValues(random: random)
    let value = values.value(type)
    random = values.random
    return literal(value, type)
  }

  private mutating func literal(_ value: Value, _ type: ValueType) -> Node {
    switch value {
    case .bool(let value): return node(.literal(.bool(value)))
    case .int(let value): return node(.literal(.int(value)))
    case .uint(let value): return node(.literal(.uint(value)))
    case .double(let value) where value.isNaN: return call("double", [text("NaN")])
    case .double(let value): return node(.literal(.double(value)))
    case .string(let value): return text(value.string)
    case .bytes(let value): return node(.literal(.bytes(value.bytes)))
    case .timestamp(let value): return call("timestamp", [text(value.text)])
    case .duration: return call("duration", [text(pick(["1s", "-1.5h", "0", "100us"]))])
    case .list(let list):
      guard case .list(let element) = type else { break }
      return node(
        .list(list.elements.map { _ in expression(element, 1) }, optionalIndices: []))
    case .map(let map):
      guard case .map(let key, let element) = type else { break }
      return node(
        .map(
          map.entries.map {
            .init(key: literal($0.key, key), value: expression(element, 1), isOptional: false)
          }))
    case .optional(let optional):
      guard case .optional(let wrapped) = type else { break }
      let target = node(.identifier("optional", isRooted: false))
      return optional.value == nil
        ? node(.call("none", target: target, arguments: []))
        : node(.call("of", target: target, arguments: [expression(wrapped, 1)]))
    case .record:
      return node(
        .structure(
          "Person",
          TypedWorld.declaration.fields.map {
            .init(name: $0.name, value: expression($0.type, 1), isOptional: false)
          }))
    case .opaque:
      return type == IPAddress.type ? call("ip", [text("::1")]) : call("cidr", [text("10.0.0.0/8")])
    case .null, .symbol, .type, .unknown, .error: break
    }
    return node(.literal(.null))
  }

  private func text(_ text: String) -> Node { node(.literal(.string(text))) }

  private func call(_ name: String, _ arguments: [Node]) -> Node {
    node(.call(name, target: nil, arguments: arguments))
  }

  // MARK: Calls

  private mutating func call(_ type: ValueType, _ depth: Int) -> Node? {
    for _ in 0..<30 {
      let (name, overload) = pick(overloads)
      var bindings: [String: ValueType] = [:]
      guard overload.result.fits(type, &bindings) else { continue }
      if name == "type" { continue }
      let arguments = overload.parameters.map { parameter in
        expression(bound(parameter, &bindings), depth)
      }
      if overload.isMember, let target = arguments.first {
        return node(.call(name, target: target, arguments: Array(arguments.dropFirst())))
      }
      guard let dot = name.firstIndex(of: ".") else { return call(name, arguments) }
      let space = String(name[..<dot])
      if scope.contains(where: { $0.name == space }) { continue }
      return node(
        .call(
          String(name[name.index(after: dot)...]),
          target: node(.identifier(space, isRooted: false)), arguments: arguments))
    }
    return nil
  }

  /// A parameter's type, what is open in it chosen.
  private mutating func bound(
    _ type: ValueType, _ bindings: inout [String: ValueType], isKey: Bool = false
  ) -> ValueType {
    switch type {
    case .parameter(let name):
      if let known = bindings[name] { return known }
      // What compares with anything may be a key elsewhere in the signature.
      bindings[name] = isKey || name == "A" && chance(2) ? pick(TypedWorld.keys) : plainType()
      return bindings[name] ?? .int
    case .dyn: return plainType()
    case .list(let element): return .list(bound(element, &bindings))
    case .map(let key, let element):
      return .map(bound(key, &bindings, isKey: true), bound(element, &bindings))
    case .optional(let wrapped): return .optional(bound(wrapped, &bindings))
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type,
      .wrapper, .record, .opaque, .error:
      return type
    }
  }

  private mutating func plainType() -> ValueType {
    pick([.int, .string, .bool, .double, .uint, .timestamp, .list(.int), TypedWorld.person])
  }

  // MARK: Parts, names and macros

  private mutating func selection(_ type: ValueType, _ depth: Int) -> Node? {
    if type == .bool, chance(2) {
      let field = pick(TypedWorld.declaration.fields).name
      let operand = chance(2) ? (TypedWorld.person, field) : (.map(.string, .int), "a")
      return node(.presence(expression(operand.0, depth), field: operand.1))
    }
    if case .optional(let wrapped) = type {
      return node(
        .select(expression(.map(.string, wrapped), depth), field: "a", isOptional: true))
    }
    let fields = TypedWorld.declaration.fields.filter { $0.type == type }
    if !fields.isEmpty, !chance(3) {
      return node(
        .select(
          expression(TypedWorld.person, depth), field: pick(fields).name, isOptional: false))
    }
    return node(.select(expression(.map(.string, type), depth), field: "a", isOptional: false))
  }

  private mutating func name() -> String {
    names += 1
    // Now and then a name that hides a variable of the world.
    return chance(6) ? pick(["i", "s", "b"]) : "x\(names)"
  }

  private mutating func within(
    _ locals: [(name: String, type: ValueType)], _ type: ValueType, _ depth: Int
  ) -> Node {
    let outer = scope
    scope.removeAll { known in locals.contains { $0.name == known.name } }
    scope += locals
    defer { scope = outer }
    return expression(type, depth)
  }

  private mutating func bind(_ type: ValueType, _ depth: Int) -> Node {
    let bound = pick(TypedWorld.types)
    let name = name()
    let value = expression(bound, depth)
    return node(.bind(name, value, within([(name, bound)], type, depth)))
  }

  private mutating func comprehension(
    _ kind: Node.Comprehension.Kind, _ depth: Int, over range: ValueType, predicate: Bool,
    transform: ValueType?, variables count: Int
  ) -> Node? {
    let types: [ValueType]
    switch range {
    case .list(let element): types = count == 2 ? [.int, element] : [element]
    case .map(let key, let value): types = count == 2 ? [key, value] : [key]
    case .optional(let wrapped): types = [wrapped]
    default: return nil
    }
    let first = name()
    var locals = [(name: first, type: types[0])]
    if count == 2 { locals.append((first + "_", types[1])) }
    return node(
      .comprehension(
        .init(
          kind: kind, range: expression(range, depth), variables: locals.map(\.name),
          predicate: predicate ? within(locals, .bool, depth) : nil,
          transform: transform.map { within(locals, $0, depth) })))
  }

  private mutating func range() -> ValueType {
    pick([
      .list(.int), .list(.string), .list(.bool), .list(TypedWorld.person), .list(.list(.int)),
      .map(.string, .int), .map(.int, .bool),
    ])
  }

  private mutating func macro(_ type: ValueType, _ depth: Int) -> Node? {
    let count = chance(3) ? 2 : 1
    switch type {
    case .bool:
      let kind: Node.Comprehension.Kind = pick([.all, .exists, .existsOne])
      return comprehension(
        kind, depth, over: range(), predicate: true, transform: nil, variables: count)
    case .list(let element):
      let source = range()
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        return comprehension(
          .filter, depth, over: type, predicate: true, transform: nil, variables: 1)
      case 1:
        return comprehension(
          .sortBy, depth, over: type, predicate: false,
          transform: pick([.int, .string, .double, .bool, .uint, .bytes, .timestamp]),
          variables: 1)
      case 2:
        return comprehension(
          .transformList, depth, over: source, predicate: chance(2), transform: element,
          variables: 2)
      default:
        return comprehension(
          .map, depth, over: source, predicate: chance(2), transform: element, variables: 1)
      }
    case .map(let key, let value):
      let pairs: [ValueType] = [.map(key, .int), .map(key, .list(.int))]
      if chance(2) {
        return comprehension(
          .transformMapEntry, depth, over: range(), predicate: chance(2), transform: type,
          variables: 2)
      }
      return comprehension(
        .transformMap, depth, over: pick(pairs), predicate: chance(2), transform: value,
        variables: 2)
    case .optional(let wrapped):
      let source = ValueType.optional(pick([.int, .string, .list(.int)]))
      return chance(2)
        ? comprehension(
          .optMap, depth, over: source, predicate: false, transform: wrapped, variables: 1)
        : comprehension(
          .optFlatMap, depth, over: source, predicate: false, transform: type, variables: 1)
    default: return nil
    }
  }
}

extension ValueType {
  /// Whether a value's type says that nothing is known of it or of a part.
  fileprivate var mentionsDynamic: Bool {
    switch self {
    case .dyn, .type, .wrapper, .null, .error: true
    case .list(let element), .optional(let element): element.mentionsDynamic
    case .map(let key, let value): key.mentionsDynamic || value.mentionsDynamic
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .record, .opaque,
      .parameter:
      false
    }
  }

  /// Whether a result of this type can be one of another; tells what the parameters stand for.
  fileprivate func fits(_ wanted: ValueType, _ bindings: inout [String: ValueType]) -> Bool {
    switch (self, wanted) {
    case (.parameter(let name), _):
      if let known = bindings[name] { return known == wanted }
      bindings[name] = wanted
      return true
    case (.list(let element), .list(let other)), (.optional(let element), .optional(let other)):
      return element.fits(other, &bindings)
    case (.map(let key, let value), .map(let otherKey, let other)):
      return key.fits(otherKey, &bindings) && value.fits(other, &bindings)
    default: return self == wanted
    }
  }
}
