extension StandardLibrary {
  /// `size` of strings (in code points), bytes, lists and maps; `type` and `dyn`.
  static let sizes: [Function] = [
    Function("size", sizeOverloads(member: false) + sizeOverloads(member: true)),
    Function(
      "type",
      [
        Overload(
          "type", [.parameter("A")], .type(.parameter("A")),
          .unary { value, _ in .typed(value.type) })
      ]),
    Function(
      "dyn", [Overload("to_dyn", [.parameter("A")], .dyn, .unary { value, _ in value })]),
  ]

  private static func sizeOverloads(member: Bool) -> [Overload] {
    let types: [(String, ValueType)] = [
      ("string", .string), ("bytes", .bytes), ("list", .list(.parameter("A"))),
      ("map", .map(.parameter("A"), .parameter("B"))),
    ]
    return types.map { name, type in
      Overload(
        member ? "\(name)_size" : "size_\(name)", member: member, [type], .int,
        .unary { value, _ in size(of: value) })
    }
  }

  private static func size(of value: Value) -> Value {
    switch value {
    case .string(let text): .int(Int64(text.string.codePointCount))
    case .bytes(let bytes): .int(Int64(bytes.bytes.count))
    case .list(let list): .int(Int64(list.elements.count))
    case .map(let map): .int(Int64(map.count))
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .record, .optional,
      .type, .opaque, .unknown, .error:
      .noSuchOverload("size", value)
    }
  }
}
