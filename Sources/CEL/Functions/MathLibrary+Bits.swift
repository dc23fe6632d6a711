/// `bitAnd bitOr bitXor bitNot bitShiftLeft bitShiftRight`, of ints and of uints.
enum Bits {
  static let functions: [Function] = [
    binary("And", { $0 & $1 }, { $0 & $1 }),
    binary("Or", { $0 | $1 }, { $0 | $1 }),
    binary("Xor", { $0 ^ $1 }, { $0 ^ $1 }),
    Function(
      "math.bitNot",
      [ValueType.int, .uint].map { type in
        Overload(
          "math_bitNot_\(type.runtimeName)", [type], type,
          .unary { value, _ in
            if case .int(let bits) = value { return .int(~bits) }
            if case .uint(let bits) = value { return .uint(~bits) }
            return .noSuchOverload("math.bitNot", value)
          })
      }),
    shift("Left") { bits, count in bits << count },
    shift("Right") { bits, count in bits >> count },
  ]

  private static func binary(
    _ name: String, _ ints: @escaping @Sendable (Int64, Int64) -> Int64,
    _ uints: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    let body = Overload.Implementation.binary { left, right, _ in
      if case .int(let left) = left, case .int(let right) = right { return .int(ints(left, right)) }
      if case .uint(let left) = left, case .uint(let right) = right {
        return .uint(uints(left, right))
      }
      return .noSuchOverload("math.bit" + name, left, right)
    }
    return Function(
      "math.bit" + name,
      [ValueType.int, .uint].map { type in
        let id = "math_bit\(name)_\(type.runtimeName)_\(type.runtimeName)"
        return Overload(id, [type, type], type, body)
      })
  }

  /// Bits that are shifted out are lost, zeros come in: the sign has no part in it.
  private static func shift(
    _ direction: String, _ shifted: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    let name = "math.bitShift" + direction
    let body = Overload.Implementation.binary { value, count, _ in
      guard case .int(let places) = count else { return .noSuchOverload(name, value, count) }
      guard let places = UInt64(exactly: places) else {
        return .failure(.invalidArgument, "`\(places)` is no number of bits to shift by")
      }
      // Swift's `<<` and `>>` give 0 where the count is beyond the width.
      if case .int(let bits) = value {
        return .int(Int64(bitPattern: shifted(UInt64(bitPattern: bits), places)))
      }
      if case .uint(let bits) = value { return .uint(shifted(bits, places)) }
      return .noSuchOverload(name, value, count)
    }
    return Function(
      name,
      [ValueType.int, .uint].map { type in
        Overload("math_bitShift\(direction)_\(type.runtimeName)_int", [type, .int], type, body)
      })
  }
}
