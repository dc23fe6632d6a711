package import CEL

/// How the texts of one fact are read into a column, or checked where nothing is asked of them.
struct ColumnCell: BitwiseCopyable {
  var kind: Kind
  /// Where the codes go; -1 where nothing is asked.
  var column: Int32
  /// The number of its texts in the table.
  var dictionary: Int32 = -1
  /// Of a text, in bytes; of a map, in entries.
  var maximum = 0
  var isNullable = false
  var isID = false
  /// Its keys among all keys where it is a map, its stretches' bounds among all bounds where it is ordered.
  var lower: Int32 = 0
  var upper: Int32 = 0

  enum Kind: UInt8, BitwiseCopyable {
    /// A string of which nothing is asked.
    case text
    /// Each distinct text is read once by the reader of single requests.
    case dictionary
    /// An int of which only the stretch between bounds matters, or nothing.
    case int
    /// An instant, likewise.
    case instant
    case bool
    /// A double of which nothing is asked.
    case number
    /// A map whose keys have cells of their own.
    case map
    /// Part of what is read together with other members: `lower` is its number among all such parts.
    case joint
  }

  /// The column says: the map is stated, and the key is not in it.
  static var absent: Int32 { 1 }
  /// The first code that stands for a value.
  static var firstCode: Int32 { 2 }

  @inline(__always)
  static func code(of value: Bool) -> Int32 { value ? 3 : 2 }
}

/// What the columns of an audience are asked for: by slot; slots that are not told are asked nothing.
package struct ColumnNeeds: Sendable {
  package var uses: [Int: Use] = [:]

  package enum Use: Sendable {
    /// Its value.
    case value
    /// Where it lies among values, ascending: instants or ints.
    case stretches([Value])
    /// A map's values for some keys, and whether it has them.
    case keys([KeyUse])
    /// Its value together with those of other slots, where instants matter by their order alone.
    case joint(Joint)
  }

  /// Slots that are read together.
  package struct Joint: Sendable {
    /// The same for all of them.
    package let group: Int
    /// Instants among which those of the values lie.
    package let fixed: [Timestamp]
    /// By slot of a map: keys of entries that cannot matter, whatever they hold.
    package var ignoredKeys: [Int: Set<String>] = [:]
    /// By name of a record's field: texts of which it matters whether the field holds them, and which; else it
    /// matters only that it is stated.
    package var comparedTexts: [String: [String]] = [:]

    package init(group: Int, fixed: [Timestamp]) {
      self.group = group
      self.fixed = fixed
    }
  }

  /// What is asked of one key of a map.
  package struct KeyUse: Sendable {
    package let key: Value
    /// Where its value lies among values, ascending; nil where the value is asked for.
    package let stretches: [Value]?

    package init(key: Value, stretches: [Value]?) {
      self.key = key
      self.stretches = stretches
    }
  }

  package init() {}

  /// Whether a key stands in JSON as it is.
  package static func isPlain(_ key: String) -> Bool {
    key.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
  }
}
