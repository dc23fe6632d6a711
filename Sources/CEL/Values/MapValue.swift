/// A map, boxed: entries in the order in which they were written.
///
/// Keys are bool, int, uint, string or symbol. An int and a uint of one value are one key, and a
/// look-up with a double that is a whole number finds them. Up to 8 entries are searched one by
/// one, more through a table.
public final class MapValue: Sendable {
  /// One key with its value.
  public typealias Entry = (key: Value, value: Value)

  /// All entries, in the order in which they were written.
  public let entries: [Entry]
  private let places: [Key: Int]
  private static let longestScan = 8

  /// Makes a map of entries whose keys are known to be distinct and allowed.
  ///
  /// Of entries with one key the first is found.
  public init(entries: [Entry]) {
    self.entries = entries
    var places: [Key: Int] = [:]
    if entries.count > MapValue.longestScan {
      places.reserveCapacity(entries.count)
      for (index, entry) in entries.enumerated() {
        guard let key = Key(entry.key), places[key] == nil else { continue }
        places[key] = index
      }
    }
    self.places = places
  }

  /// The map of the entries, or an error: a key of another type, or one that occurs twice.
  public static func checked(_ entries: [Entry]) -> Value {
    var seen: Set<Key> = []
    for entry in entries {
      guard let key = Key(entry.key), !entry.key.isDouble else {
        return .failure(
          .invalidArgument, "`\(entry.key.type.runtimeName)` cannot be a map's key")
      }
      guard seen.insert(key).inserted else {
        return .failure(.duplicateKey, "the key `\(entry.key)` is there twice")
      }
    }
    return .map(MapValue(entries: entries))
  }

  /// How many entries there are.
  public var count: Int { entries.count }

  /// The value of a key; nil where no key equals it, whatever its type.
  public subscript(key: Value) -> Value? {
    guard entries.count <= MapValue.longestScan else {
      return Key(key).flatMap { places[$0] }.map { entries[$0].value }
    }
    switch key {
    case .string(let text):
      // By place: a copy of each entry would count two references.
      for place in entries.indices {
        if case .string(let other) = entries[place].key, text.isEqual(to: other) {
          return entries[place].value
        }
      }
    case .symbol(let symbol):
      for place in entries.indices {
        if case .symbol(symbol) = entries[place].key { return entries[place].value }
      }
    case .null, .bool, .int, .uint, .double, .duration, .timestamp, .bytes, .list, .map, .record,
      .optional, .type, .opaque, .unknown, .error:
      guard let wanted = Key(key) else { return nil }
      for entry in entries where Key(entry.key) == wanted { return entry.value }
    }
    return nil
  }

  /// The value of a key that is a string.
  public subscript(name: String) -> Value? { self[.text(name)] }

  /// The entries in the total order of their keys, for printing.
  public var sortedEntries: [Entry] {
    entries.sorted { Value.totalOrder($0.key, $1.key) == .less }
  }

  /// A key in the form in which equal ones are the same.
  private enum Key: Hashable {
    case bool(Bool)
    case integer(Int64)
    case large(UInt64)
    case string(StringValue.Key)
    case symbol(Symbol)

    init?(_ value: Value) {
      switch value {
      case .bool(let value): self = .bool(value)
      case .int(let value): self = .integer(value)
      case .uint(let value): self = Int64(exactly: value).map(Key.integer) ?? .large(value)
      case .double(let value):
        if let value = Int64(exactly: value) {
          self = .integer(value)
        } else if let value = UInt64(exactly: value) {
          self = .large(value)
        } else {
          return nil
        }
      case .string(let value): self = .string(StringValue.Key(value))
      case .symbol(let value): self = .symbol(value)
      case .null, .duration, .timestamp, .bytes, .list, .map, .record, .optional, .type, .opaque,
        .unknown, .error:
        return nil
      }
    }
  }
}

extension Value {
  fileprivate var isDouble: Bool {
    if case .double = self { true } else { false }
  }
}
