import Glibc

extension StandardLibrary {
  /// `+ - * / %` and the sign. Integers overflow into an error, doubles follow IEEE 754.
  static let arithmetic: [Function] = [
    Function("_+_", numbers("add", { $0.addingReportingOverflow($1) }, +) + sums),
    Function("_-_", numbers("subtract", { $0.subtractingReportingOverflow($1) }, -) + differences),
    Function("_*_", numbers("multiply", { $0.multipliedReportingOverflow(by: $1) }, *)),
    Function("_/_", divisions + [double("divide_double", /)]),
    Function("_%_", remainders),
    Function("-_", negations),
  ]

  private static let tooLarge = Value.failure(.overflow, "the result leaves 64 bits")
  private static let byZero = Value.failure(.divisionByZero, "division by zero")
  private static let yearsLeft = Value.failure(
    .overflow, "the result leaves the years 1 to 9999")

  private static func int(
    _ id: String, _ body: @escaping @Sendable (Int64, Int64) -> (Int64, Bool)
  ) -> Overload {
    Overload(
      id, [.int, .int], .int,
      .binary { left, right, _ in
        guard case .int(let first) = left, case .int(let second) = right else {
          return .noSuchOverload(id, left, right)
        }
        let (result, overflows) = body(first, second)
        return overflows ? tooLarge : .int(result)
      })
  }

  private static func uint(
    _ id: String, _ body: @escaping @Sendable (UInt64, UInt64) -> (UInt64, Bool)
  ) -> Overload {
    Overload(
      id, [.uint, .uint], .uint,
      .binary { left, right, _ in
        guard case .uint(let first) = left, case .uint(let second) = right else {
          return .noSuchOverload(id, left, right)
        }
        let (result, overflows) = body(first, second)
        return overflows ? tooLarge : .uint(result)
      })
  }

  private static func double(
    _ id: String, _ body: @escaping @Sendable (Double, Double) -> Double
  ) -> Overload {
    Overload(
      id, [.double, .double], .double,
      .binary { left, right, _ in
        guard case .double(let first) = left, case .double(let second) = right else {
          return .noSuchOverload(id, left, right)
        }
        return .double(body(first, second))
      })
  }

  private enum Operation {
    case add, subtract, multiply
  }

  private static func numbers(
    _ name: String, _ integers: @escaping @Sendable (Int64, Int64) -> (Int64, Bool),
    _ doubles: @escaping @Sendable (Double, Double) -> Double
  ) -> [Overload] {
    let unsigned: @Sendable (UInt64, UInt64) -> (UInt64, Bool)
    switch name {
    case "add": unsigned = { $0.addingReportingOverflow($1) }
    case "subtract": unsigned = { $0.subtractingReportingOverflow($1) }
    default: unsigned = { $0.multipliedReportingOverflow(by: $1) }
    }
    return [
      int("\(name)_int64", integers), uint("\(name)_uint64", unsigned),
      double("\(name)_double", doubles),
    ]
  }

  private static var divisions: [Overload] {
    [
      Overload(
        "divide_int64", [.int, .int], .int,
        .binary { left, right, _ in
          guard case .int(let first) = left, case .int(let second) = right else {
            return .noSuchOverload("/", left, right)
          }
          if second == 0 { return byZero }
          let (result, overflows) = first.dividedReportingOverflow(by: second)
          return overflows ? tooLarge : .int(result)
        }),
      Overload(
        "divide_uint64", [.uint, .uint], .uint,
        .binary { left, right, _ in
          guard case .uint(let first) = left, case .uint(let second) = right else {
            return .noSuchOverload("/", left, right)
          }
          return second == 0 ? byZero : .uint(first / second)
        }),
    ]
  }

  private static var remainders: [Overload] {
    [
      Overload(
        "modulo_int64", [.int, .int], .int,
        .binary { left, right, _ in
          guard case .int(let first) = left, case .int(let second) = right else {
            return .noSuchOverload("%", left, right)
          }
          if second == 0 { return .failure(.divisionByZero, "modulus by zero") }
          let (result, overflows) = first.remainderReportingOverflow(dividingBy: second)
          return overflows ? tooLarge : .int(result)
        }),
      Overload(
        "modulo_uint64", [.uint, .uint], .uint,
        .binary { left, right, _ in
          guard case .uint(let first) = left, case .uint(let second) = right else {
            return .noSuchOverload("%", left, right)
          }
          return second == 0
            ? .failure(.divisionByZero, "modulus by zero") : .uint(first % second)
        }),
    ]
  }

  private static var negations: [Overload] {
    [
      Overload(
        "negate_int64", [.int], .int,
        .unary { value, _ in
          guard case .int(let number) = value else { return .noSuchOverload("-", value) }
          return number == .min ? tooLarge : .int(-number)
        }),
      Overload(
        "negate_double", [.double], .double,
        .unary { value, _ in
          guard case .double(let number) = value else { return .noSuchOverload("-", value) }
          return .double(-number)
        }),
    ]
  }

  /// `+` beyond numbers.
  private static var sums: [Overload] {
    let list = ValueType.list(.parameter("A"))
    return [
      Overload(
        "add_string", [.string, .string], .string, cost: .traversal,
        .binary { left, right, _ in
          guard case .string(let first) = left, case .string(let second) = right else {
            return .noSuchOverload("+", left, right)
          }
          return .text(first.string + second.string)
        }),
      Overload(
        "add_bytes", [.bytes, .bytes], .bytes, cost: .traversal,
        .binary { left, right, _ in
          guard case .bytes(let first) = left, case .bytes(let second) = right else {
            return .noSuchOverload("+", left, right)
          }
          return .octets(first.bytes + second.bytes)
        }),
      Overload(
        "add_list", [list, list], list, cost: .size,
        .binary { left, right, _ in
          guard case .list(let first) = left, case .list(let second) = right else {
            return .noSuchOverload("+", left, right)
          }
          return .array(first.elements + second.elements)
        }),
      Overload(
        "add_timestamp_duration", [.timestamp, .duration], .timestamp,
        .binary { left, right, _ in
          guard case .timestamp(let instant) = left, case .duration(let span) = right else {
            return .noSuchOverload("+", left, right)
          }
          return instant.adding(nanoseconds: span).map(Value.timestamp) ?? yearsLeft
        }),
      Overload(
        "add_duration_timestamp", [.duration, .timestamp], .timestamp,
        .binary { left, right, _ in
          guard case .duration(let span) = left, case .timestamp(let instant) = right else {
            return .noSuchOverload("+", left, right)
          }
          return instant.adding(nanoseconds: span).map(Value.timestamp) ?? yearsLeft
        }),
      durations("add_duration_duration") { $0.addingReportingOverflow($1) },
    ]
  }

  /// `-` beyond numbers.
  private static var differences: [Overload] {
    [
      Overload(
        "subtract_timestamp_timestamp", [.timestamp, .timestamp], .duration,
        .binary { left, right, _ in
          guard case .timestamp(let first) = left, case .timestamp(let second) = right else {
            return .noSuchOverload("-", left, right)
          }
          return first.nanoseconds(since: second).map(Value.duration) ?? tooLarge
        }),
      Overload(
        "subtract_timestamp_duration", [.timestamp, .duration], .timestamp,
        .binary { left, right, _ in
          guard case .timestamp(let instant) = left, case .duration(let span) = right else {
            return .noSuchOverload("-", left, right)
          }
          return instant.subtracting(nanoseconds: span).map(Value.timestamp) ?? yearsLeft
        }),
      durations("subtract_duration_duration") { $0.subtractingReportingOverflow($1) },
    ]
  }

  private static func durations(
    _ id: String, _ body: @escaping @Sendable (Int64, Int64) -> (Int64, Bool)
  ) -> Overload {
    Overload(
      id, [.duration, .duration], .duration,
      .binary { left, right, _ in
        guard case .duration(let first) = left, case .duration(let second) = right else {
          return .noSuchOverload(id, left, right)
        }
        let (result, overflows) = body(first, second)
        return overflows ? tooLarge : .duration(result)
      })
  }
}
