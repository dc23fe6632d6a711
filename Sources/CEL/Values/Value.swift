/// A value of the expression language: 16 bytes, the larger kinds behind one reference.
///
/// Unknown and error are values too: evaluation returns them and never throws.
///
///     byte 0 ........ 11   12 ... 15
///     payload              tag          stride 16, so an array of slots is dense
public enum Value: Sendable {
  /// Stated to be nothing.
  case null
  /// A truth.
  case bool(Bool)
  /// 64 bits, signed.
  case int(Int64)
  /// 64 bits, unsigned.
  case uint(UInt64)
  /// IEEE 754, 64 bits.
  case double(Double)
  /// A member of a finite set that the host declares, such as a taxonomy's term.
  case symbol(Symbol)
  /// Nanoseconds, ±292 years.
  case duration(Int64)
  /// An instant of the years 1 to 9999.
  case timestamp(Timestamp)
  /// Code points.
  case string(StringValue)
  /// Octets.
  case bytes(BytesValue)
  /// Values in order.
  case list(ListValue)
  /// Values by key.
  case map(MapValue)
  /// Values by field, of a declared type.
  case record(RecordValue)
  /// A value or none.
  case optional(OptionalValue)
  /// A type as a value.
  case type(TypeValue)
  /// A value of a type that a library brings along.
  case opaque(OpaqueBox)
  /// Not known, with the facts that would have to be known.
  case unknown(UnknownSet)
  /// A failure.
  case error(EvaluationError)
}

/// A member of a finite set that the host declares; equal where set and id are equal.
public struct Symbol: Hashable, Sendable {
  /// The set, as the host numbers them.
  public let set: UInt32
  /// The member's number within its set.
  public let id: UInt32

  /// Names a member.
  public init(set: UInt32, id: UInt32) {
    self.set = set
    self.id = id
  }
}

/// An instant: whole seconds since 1970-01-01T00:00:00Z and nanoseconds 0..<1,000,000,000.
///
/// Valid from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Whole seconds since the epoch, rounded down.
  public let seconds: Int64
  /// What is added to the seconds, 0..<1,000,000,000.
  public let nanoseconds: Int32

  /// Nil outside the years 1 to 9999 or where the nanoseconds are no part of one second.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard seconds >= -62_135_596_800, seconds <= 253_402_300_799 else { return nil }
    guard nanoseconds >= 0, nanoseconds < 1_000_000_000 else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Whether the left one is earlier.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// A string, boxed so that a value stays small.
///
/// Compared by code points, never canonically.
public final class StringValue: Sendable {
  /// The string.
  public let string: String
  /// Boxes a string.
  public init(_ string: String) { self.string = string }
}

/// Octets, boxed.
public final class BytesValue: Sendable {
  /// The octets.
  public let bytes: [UInt8]
  /// Boxes octets.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// A list, boxed.
public final class ListValue: Sendable {
  /// The elements.
  public let elements: [Value]
  /// Boxes elements.
  public init(_ elements: [Value]) { self.elements = elements }
}

/// A record: the fields in the order of their declaration.
///
/// A field is `.null` where it is stated to be none (or is left out and nullable), and `.unknown`
/// where it is not stated.
public final class RecordValue: Sendable {
  /// The record type's name.
  public let type: String
  /// The fields' values, in the order of the declaration.
  public let fields: [Value]
  /// Makes a record of a named type.
  public init(type: String, fields: [Value]) {
    self.type = type
    self.fields = fields
  }
}

/// An optional value, boxed.
public final class OptionalValue: Sendable {
  /// The value, nil for none.
  public let value: Value?
  /// Boxes a value or none.
  public init(_ value: Value?) { self.value = value }
}

/// A type as a value, boxed.
public final class TypeValue: Sendable {
  /// The type.
  public let type: ValueType
  /// Boxes a type.
  public init(_ type: ValueType) { self.type = type }
}

/// A value of a type that a library brings along (an IP address, say).
public protocol OpaqueValue: Sendable {
  /// The type that declarations give such values.
  var type: ValueType { get }
  /// Whether another value, of any type, equals this one.
  func isEqual(to other: any OpaqueValue) -> Bool
  /// Hashes so that equal values hash alike.
  func hash(into hasher: inout Hasher)
}

/// An opaque value, boxed.
public final class OpaqueBox: Sendable {
  /// The value.
  public let value: any OpaqueValue
  /// Boxes a value.
  public init(_ value: any OpaqueValue) { self.value = value }
}

/// The facts that caused an unknown, by path, sorted and without repetition.
public final class UnknownSet: Sendable {
  /// The paths of the facts.
  public let paths: [String]
  /// The paths must be sorted and distinct.
  public init(sorted paths: [String]) { self.paths = paths }
  /// The set of one fact.
  public convenience init(_ path: String) { self.init(sorted: [path]) }

  /// Both sets' facts.
  ///
  /// Returns one of the two where it holds the other.
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
    /// A map has no such key.
    case noSuchKey = "no-such-key"
    /// A record has no such field.
    case noSuchField = "no-such-field"
    /// A function does not take arguments of such types.
    case noSuchOverload = "no-such-overload"
    /// A name stands for nothing.
    case noSuchVariable = "no-such-variable"
    /// A list has no such place.
    case indexOutOfRange = "index-out-of-range"
    /// A result is outside of its type.
    case overflow
    /// A division, or a remainder, by zero.
    case divisionByZero = "division-by-zero"
    /// A function takes the type, but not this value of it.
    case invalidArgument = "invalid-argument"
    /// A map literal has a key twice.
    case duplicateKey = "duplicate-key"
    /// Something stated to be none was used as a value (a profile's rule, not CEL's).
    case nullUse = "null-use"
    /// The evaluation took more steps than it may.
    case costLimit = "cost-limit"
    /// The evaluation nested deeper than it may.
    case nestingLimit = "nesting-limit"
    /// A failure of a function that the host registered.
    case host
  }

  /// The kind of failure.
  public let code: Code
  /// Lower case, no full stop, the values in backticks.
  public let message: String

  /// Makes an error of a kind and a message.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
