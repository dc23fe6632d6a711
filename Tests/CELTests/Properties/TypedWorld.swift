import CEL
import Diagnostics

/// What typed random expressions speak of: variables of many types, and all functions.
struct TypedWorld {
  let libraries: [Library] = [.standard] + Library.extensions
  let variables: [(name: String, type: ValueType)] = [
    ("b", .bool), ("c", .bool), ("i", .int), ("j", .int), ("u", .uint), ("d", .double),
    ("s", .string), ("t", .string), ("o", .bytes), ("at", .timestamp), ("span", .duration),
    ("bs", .list(.bool)), ("is", .list(.int)), ("us", .list(.uint)), ("ds", .list(.double)),
    ("ss", .list(.string)), ("iss", .list(.list(.int))), ("si", .map(.string, .int)),
    ("ib", .map(.int, .bool)), ("sl", .map(.string, .list(.int))), ("oi", .optional(.int)),
    ("os", .optional(.string)), ("p", TypedWorld.person), ("ps", .list(TypedWorld.person)),
    ("ip", IPAddress.type), ("net", IPRange.type),
  ]
  /// Types of which expressions are made.
  static let types: [ValueType] = [
    .bool, .bool, .int, .int, .uint, .double, .string, .string, .bytes, .timestamp, .duration,
    .list(.int), .list(.string), .list(.bool), .list(.double), .list(.list(.int)),
    .map(.string, .int), .map(.int, .bool), .map(.string, .list(.int)), .optional(.int),
    .optional(.string), .optional(.list(.int)), person, IPAddress.type, IPRange.type,
  ]
  static let keys: [ValueType] = [.string, .int, .bool, .uint]
  static let person = ValueType.record("Person")
  static let declaration = RecordDeclaration(
    name: "Person",
    fields: [
      .init(name: "name", type: .string), .init(name: "age", type: .int),
      .init(name: "tags", type: .list(.string)), .init(name: "since", type: .timestamp),
    ])

  /// The environment in which each variable is a slot or, with values, a constant.
  func environment(constants: [Value]? = nil) -> Environment {
    var options = Environment.Options()
    options.crossTypeOrdering = true
    var environment = Environment(libraries: libraries, options: options)
    environment.declare(Self.declaration)
    for (slot, variable) in variables.enumerated() {
      if let constants {
        environment.declareConstant(variable.name, constants[slot], variable.type)
      } else {
        environment.declare(Variable(name: variable.name, type: variable.type, slot: slot))
      }
    }
    return environment
  }
}

extension TypedWorld {
  /// The sizes of values and of their parts, by path.
  func sizes(of slots: [Value]) -> [String: ClosedRange<UInt64>] {
    var sizes: [String: ClosedRange<UInt64>] = [:]
    for (variable, value) in zip(variables, slots) {
      Self.addSize(of: value, variable.name, to: &sizes)
    }
    return sizes
  }

  private static func addSize(
    of value: Value, _ path: String, to sizes: inout [String: ClosedRange<UInt64>]
  ) {
    func add(_ count: Int) {
      let known = sizes[path] ?? UInt64(count)...UInt64(count)
      sizes[path] = min(known.lowerBound, UInt64(count))...max(known.upperBound, UInt64(count))
    }
    switch value {
    case .string(let text): add(text.string.unicodeScalars.count)
    case .bytes(let octets): add(octets.bytes.count)
    case .list(let list):
      add(list.elements.count)
      for element in list.elements { addSize(of: element, path + ".@items", to: &sizes) }
    case .map(let map):
      add(map.count)
      for entry in map.entries {
        addSize(of: entry.key, path + ".@keys", to: &sizes)
        addSize(of: entry.value, path + ".@values", to: &sizes)
      }
    case .record(let record):
      for (field, value) in zip(declaration.fields, record.fields) {
        addSize(of: value, "\(path).\(field.name)", to: &sizes)
      }
    case .optional(let optional):
      if let value = optional.value { addSize(of: value, path, to: &sizes) }
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .type, .opaque,
      .unknown, .error:
      return
    }
  }
}

/// Random values of a type: small ones, and those at the limits.
struct RandomValues {
  var random: Randomness

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  private mutating func some<Element>(_ make: (inout RandomValues) -> Element) -> [Element] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in make(&self) }
  }

  mutating func value(_ type: ValueType) -> Value {
    switch type {
    case .bool: return .bool(Bool.random(using: &random))
    case .int: return .int(pick([0, 1, 2, 3, -1, 7, .min, .max]))
    case .uint: return .uint(pick([0, 1, 2, 3, .max]))
    case .double: return .double(pick([0, -0.0, 1, 1.5, -2, 1e300, .infinity, .nan]))
    case .string: return .text(pick(Self.texts))
    case .bytes: return .octets(pick([[], [0x61], [0xFF, 0], Array("ab".utf8)]))
    case .timestamp:
      let seconds: Int64 = pick([0, 1, 1_700_000_000, -62_135_596_800, 253_402_300_799])
      return Timestamp(seconds: seconds, nanoseconds: pick([0, 999_999_999])).map(Value.timestamp)
        ?? .null
    case .duration: return .duration(pick([0, 1, -1, 3_600_000_000_000, .max, .min]))
    case .list(let element): return .array(some { $0.value(element) })
    case .map(let key, let element):
      var entries: [MapValue.Entry] = []
      for key in some({ $0.value(key) })
      where !entries.contains(where: { Value.equal($0.key, key) }) {
        entries.append((key, value(element)))
      }
      return .map(MapValue(entries: entries))
    case .optional(let wrapped):
      return Bool.random(using: &random) ? .some(value(wrapped)) : .absent
    case .record(let name):
      return .record(
        RecordValue(type: name, fields: TypedWorld.declaration.fields.map { value($0.type) }))
    case IPAddress.type: return IPAddress(pick(["10.0.0.1", "::1"])).map(Value.boxed) ?? .null
    case IPRange.type: return IPRange(pick(["10.0.0.0/8", "::/0"])).map(Value.boxed) ?? .null
    case .dyn, .null, .type, .wrapper, .opaque, .parameter, .error: return .null
    }
  }

  static let texts = [
    "", "a", "ab", "b", "\u{e9}", "e\u{301}", "\u{1F600}a", "1", "-7", "2.5", "true", "1h30m",
    "2024-02-29T12:00:00Z", "UTC", "Europe/Rome", "+02:00", "10.0.0.1", "10.0.0.0/8", "a+", "^a|b$",
    "(", "%s", "YQ==", "a,b", ",", " a ", "\\\"'\n",
  ]

  /// A value with a part of it unknown where it has parts; else unknown itself.
  mutating func unknown(_ name: String, _ value: Value) -> Value {
    let unknown = Value.unknown(UnknownSet(name))
    switch value {
    case .list(let list) where !list.elements.isEmpty && Bool.random(using: &random):
      var elements = list.elements
      elements[Int.random(in: elements.indices, using: &random)] = unknown
      return .array(elements)
    case .map(let map) where map.count > 0 && Bool.random(using: &random):
      var entries = map.entries
      entries[Int.random(in: entries.indices, using: &random)].value = unknown
      return .map(MapValue(entries: entries))
    case .record(let record) where Bool.random(using: &random):
      var fields = record.fields
      fields[Int.random(in: fields.indices, using: &random)] = unknown
      return .record(RecordValue(type: record.type, fields: fields))
    case .optional(let optional) where optional.value != nil && Bool.random(using: &random):
      return .some(unknown)
    default: return unknown
    }
  }

  /// A value of a type in which what is unknown of another is made up.
  mutating func completion(of value: Value, _ type: ValueType) -> Value {
    switch (value, type) {
    case (.unknown, _): return self.value(type)
    case (.list(let list), .list(let element)):
      return .array(list.elements.map { completion(of: $0, element) })
    case (.map(let map), .map(_, let element)):
      return .map(
        MapValue(entries: map.entries.map { ($0.key, completion(of: $0.value, element)) }))
    case (.record(let record), _):
      let fields = zip(record.fields, TypedWorld.declaration.fields)
      return .record(
        RecordValue(type: record.type, fields: fields.map { completion(of: $0, $1.type) }))
    case (.optional(let optional), .optional(let wrapped)):
      return optional.value.map { .some(completion(of: $0, wrapped)) } ?? .absent
    default: return value
    }
  }
}
