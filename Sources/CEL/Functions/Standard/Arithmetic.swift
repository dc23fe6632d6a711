/// `+`, `-`, `*`, `/`, `%` and the unary minus, of numbers, texts, lists and times.
///
/// What leaves 64 bits, and instants outside the years 1 to 9999, are errors. Doubles follow
/// IEEE 754. Division of integers rounds towards zero; a remainder has the dividend's sign.
extension StandardLibrary {
  /// The operators of numbers, and `+` and `-` of what else can be added up.
  static let arithmetic: [Function] = [
    Function(
      "_+_",
      numeric("add", add) + [
        binary("add_string", [.string, .string], .string, cost: .concatenation, add),
        binary("add_bytes", [.bytes, .bytes], .bytes, cost: .concatenation, add),
        binary(
          "add_list", [.list(.parameter("A")), .list(.parameter("A"))], .list(.parameter("A")),
          cost: .concatenation, add),
        binary("add_timestamp_duration", [.timestamp, .duration], .timestamp, add),
        binary("add_duration_timestamp", [.duration, .timestamp], .timestamp, add),
        binary("add_duration_duration", [.duration, .duration], .duration, add),
      ]),
    Function(
      "_-_",
      numeric("subtract", subtract) + [
        binary("subtract_timestamp_timestamp", [.timestamp, .timestamp], .duration, subtract),
        binary("subtract_timestamp_duration", [.timestamp, .duration], .timestamp, subtract),
        binary("subtract_duration_duration", [.duration, .duration], .duration, subtract),
      ]),
    Function("_*_", numeric("multiply", multiply)),
    Function("_/_", numeric("divide", divide)),
    Function(
      "_%_",
      [
        binary("modulo_int64", [.int, .int], .int, modulo),
        binary("modulo_uint64", [.uint, .uint], .uint, modulo),
      ]),
    Function(
      "-_",
      [
        Overload("negate_int64", [.int], .int, .unary { value, _ in negate(value) }),
        Overload("negate_double", [.double], .double, .unary { value, _ in negate(value) }),
      ]),
  ]

  private static func numeric(
    _ name: String, _ body: @escaping @Sendable (Value, Value) -> Value
  ) -> [Overload] {
    [
      binary(name + "_int64", [.int, .int], .int, body),
      binary(name + "_uint64", [.uint, .uint], .uint, body),
      binary(name + "_double", [.double, .double], .double, body),
    ]
  }

  private static func binary(
    _ id: String, _ parameters: [ValueType], _ result: ValueType, cost: Overload.Cost = .one,
    _ body: @escaping @Sendable (Value, Value) -> Value
  ) -> Overload {
    Overload(id, parameters, result, cost: cost, .binary { left, right, _ in body(left, right) })
  }

  @Sendable
  static func add(_ left: Value, _ right: Value) -> Value {
    if case .int(let left) = left, case .int(let right) = right {
      return .int(left.addingReportingOverflow(right), "+")
    }
    if case .double(let left) = left, case .double(let right) = right {
      return .double(left + right)
    }
    if case .uint(let left) = left, case .uint(let right) = right {
      return .uint(left.addingReportingOverflow(right), "+")
    }
    if case .string(let left) = left, case .string(let right) = right {
      return .text(left.string + right.string)
    }
    if case .bytes(let left) = left, case .bytes(let right) = right {
      return .octets(left.bytes + right.bytes)
    }
    if case .list(let left) = left, case .list(let right) = right {
      return .array(left.elements + right.elements)
    }
    return addTimes(left, right)
  }

  private static func addTimes(_ left: Value, _ right: Value) -> Value {
    if case .duration(let left) = left, case .duration(let right) = right {
      return .duration(left.addingReportingOverflow(right), "+")
    }
    if case .timestamp(let instant) = left, case .duration(let duration) = right {
      return .timestamp(instant.adding(nanoseconds: duration))
    }
    if case .duration(let duration) = left, case .timestamp(let instant) = right {
      return .timestamp(instant.adding(nanoseconds: duration))
    }
    return .noSuchOverload("_+_", left, right)
  }

  @Sendable
  static func subtract(_ left: Value, _ right: Value) -> Value {
    if case .int(let left) = left, case .int(let right) = right {
      return .int(left.subtractingReportingOverflow(right), "-")
    }
    if case .double(let left) = left, case .double(let right) = right {
      return .double(left - right)
    }
    if case .uint(let left) = left, case .uint(let right) = right {
      return .uint(left.subtractingReportingOverflow(right), "-")
    }
    if case .timestamp(let left) = left, case .timestamp(let right) = right {
      let duration = left.nanoseconds(since: right)
      return duration.map(Value.duration) ?? .overflow("a duration is limited to 292 years")
    }
    if case .timestamp(let instant) = left, case .duration(let duration) = right {
      return .timestamp(instant.subtracting(nanoseconds: duration))
    }
    if case .duration(let left) = left, case .duration(let right) = right {
      return .duration(left.subtractingReportingOverflow(right), "-")
    }
    return .noSuchOverload("_-_", left, right)
  }

  @Sendable
  static func multiply(_ left: Value, _ right: Value) -> Value {
    if case .int(let left) = left, case .int(let right) = right {
      return .int(left.multipliedReportingOverflow(by: right), "*")
    }
    if case .double(let left) = left, case .double(let right) = right {
      return .double(left * right)
    }
    if case .uint(let left) = left, case .uint(let right) = right {
      return .uint(left.multipliedReportingOverflow(by: right), "*")
    }
    return .noSuchOverload("_*_", left, right)
  }

  @Sendable
  static func divide(_ left: Value, _ right: Value) -> Value {
    if case .int(let left) = left, case .int(let right) = right {
      return right == 0 ? .divisionByZero : .int(left.dividedReportingOverflow(by: right), "/")
    }
    if case .double(let left) = left, case .double(let right) = right {
      return .double(left / right)
    }
    if case .uint(let left) = left, case .uint(let right) = right {
      return right == 0 ? .divisionByZero : .uint(left / right)
    }
    return .noSuchOverload("_/_", left, right)
  }

  @Sendable
  static func modulo(_ left: Value, _ right: Value) -> Value {
    if case .int(let left) = left, case .int(let right) = right {
      return right == 0
        ? .divisionByZero : .int(left.remainderReportingOverflow(dividingBy: right), "%")
    }
    if case .uint(let left) = left, case .uint(let right) = right {
      return right == 0 ? .divisionByZero : .uint(left % right)
    }
    return .noSuchOverload("_%_", left, right)
  }

  static func negate(_ value: Value) -> Value {
    if case .int(let value) = value {
      return .int((0 as Int64).subtractingReportingOverflow(value), "-")
    }
    if case .double(let value) = value { return .double(-value) }
    return .noSuchOverload("-_", value)
  }
}

extension Value {
  typealias Checked<Number> = (partialValue: Number, overflow: Bool)

  static func int(_ result: Checked<Int64>, _ sign: String) -> Value {
    result.overflow ? outOfRange("int", sign) : .int(result.partialValue)
  }

  static func uint(_ result: Checked<UInt64>, _ sign: String) -> Value {
    result.overflow ? outOfRange("uint", sign) : .uint(result.partialValue)
  }

  static func duration(_ result: Checked<Int64>, _ sign: String) -> Value {
    result.overflow ? outOfRange("duration", sign) : .duration(result.partialValue)
  }

  /// An instant, or the error for one that is none.
  static func timestamp(_ result: Timestamp?) -> Value {
    if let result { return .timestamp(result) }
    return overflow("a timestamp is limited to the years 1 to 9999")
  }

  static func overflow(_ message: String) -> Value { .failure(.overflow, message) }

  static let divisionByZero = Value.failure(.divisionByZero, "division by zero")

  private static func outOfRange(_ type: String, _ sign: String) -> Value {
    overflow("the result of `\(sign)` is outside of `\(type)`")
  }
}
