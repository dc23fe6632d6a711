/// A value of the expression language: 16 bytes, the larger kinds behind one reference.
///
/// Unknown and error are values too: evaluation returns them and never throws.
///
///     byte 0 ........ 11   12 ... 15
///     payload              tag          stride 16, so an array of slots is dense
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  /// A member of a finite set that the host declares, such as a taxonomy's term.
  case symbol(Symbol)
  /// Nanoseconds, ±292 years.
  case duration(Int64)
  case timestamp(Timestamp)
  case string(StringValue)
  case bytes(BytesValue)
  case list(ListValue)
  case map(MapValue)
  case record(RecordValue)
  case optional(OptionalValue)
  case type(TypeValue)
  case opaque(OpaqueBox)
  /// Not known, with the facts that would have to be known.
  case unknown(UnknownSet)
  case error(EvaluationError)
}

/// A member of a finite set that the host declares; equal where set and id are equal.
public struct Symbol: Hashable, Sendable {
  /// The set, as the host numbers them.
  public let set: UInt32
  /// The member's number within its set.
  public let id: UInt32

  public init(set: UInt32, id: UInt32) {
    self.set = set
    self.id = id
  }
}

/// An instant: whole seconds since 1970-01-01T00:00:00Z and nanoseconds 0..<1,000,000,000.
///
/// Valid from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let seconds: Int64
  public let nanoseconds: Int32

  /// Nil outside the years 1 to 9999 or where the nanoseconds are no part of one second.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard seconds >= -62_135_596_800, seconds <= 253_402_300_799 else { return nil }
    guard nanoseconds >= 0, nanoseconds < 1_000_000_000 else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// A string, boxed so that a value stays small. Compared by code points, never canonically.
public final class StringValue: Sendable {
  public let string: String
  public init(_ string: String) { self.string = string }
}

/// Octets, boxed.
public final class BytesValue: Sendable {
  public let bytes: [UInt8]
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// A list, boxed.
public final class ListValue: Sendable {
  public let elements: [Value]
  public init(_ elements: [Value]) { self.elements = elements }
}

/// A record: the fields in the order of their declaration.
///
/// A field is `.null` where it is stated to be none (or is left out and nullable), and `.unknown`
/// where it is not stated.
public final class RecordValue: Sendable {
  /// The record type's name.
  public let type: String
  public let fields: [Value]
  public init(type: String, fields: [Value]) {
    self.type = type
    self.fields = fields
  }
}

/// An optional value, boxed.
public final class OptionalValue: Sendable {
  public let value: Value?
  public init(_ value: Value?) { self.value = value }
}

/// A type as a value, boxed.
public final class TypeValue: Sendable {
  public let type: ValueType
  public init(_ type: ValueType) { self.type = type }
}

/// A value of a type that a library brings along (an IP address, say).
public protocol OpaqueValue: Sendable {
  var type: ValueType { get }
  func isEqual(to other: any OpaqueValue) -> Bool
  func hash(into hasher: inout Hasher)
}

/// An opaque value, boxed.
public final class OpaqueBox: Sendable {
  public let value: any OpaqueValue
  public init(_ value: any OpaqueValue) { self.value = value }
}

/// The facts that caused an unknown, by path, sorted and without repetition.
public final class UnknownSet: Sendable {
  public let paths: [String]
  /// The paths must be sorted and distinct.
  public init(sorted paths: [String]) { self.paths = paths }
  public convenience init(_ path: String) { self.init(sorted: [path]) }

  /// Both sets' facts. Returns one of the two where it holds the other.
  public func union(_ other: UnknownSet) -> UnknownSet {
    if self === other || other.paths.isEmpty { return self }
    let merged = Set(paths).union(other.paths)
    if merged.count == paths.count { return self }
    if merged.count == other.paths.count { return other }
    return UnknownSet(sorted: merged.sorted())
  }
}

/// Why an expression has no value.
public final class EvaluationError: Error, Sendable {
  /// The kinds of failure, stable for callers to tell apart.
  public enum Code: String, Sendable {
    case noSuchKey = "no-such-key"
    case noSuchField = "no-such-field"
    case noSuchOverload = "no-such-overload"
    case noSuchVariable = "no-such-variable"
    case indexOutOfRange = "index-out-of-range"
    case overflow
    case divisionByZero = "division-by-zero"
    case invalidArgument = "invalid-argument"
    case duplicateKey = "duplicate-key"
    /// Something stated to be none was used as a value (a profile's rule, not CEL's).
    case nullUse = "null-use"
    case costLimit = "cost-limit"
    case nestingLimit = "nesting-limit"
    /// A failure of a function that the host registered.
    case host
  }

  public let code: Code
  /// Lower case, no full stop, the values in backticks.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
