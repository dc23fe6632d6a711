import CEL

/// A condition such as policies hold, and what it comes to on the facts of `Facts.slots`.
struct Condition {
  let name: String
  let text: String
  let expected: Truth

  /// Ten typical ones.
  static let all = [
    Condition(name: "compare a number", text: "port == 80", expected: .yes),
    Condition(
      name: "compare two facts", text: "country == 'IT' && age >= 16", expected: .yes),
    Condition(name: "in 27 strings", text: "country in [\(members)]", expected: .yes),
    Condition(name: "look up in a map", text: "labels['tier'] == 'gold'", expected: .yes),
    Condition(
      name: "ask for a key", text: "has(labels.tier) && labels.tier != 'free'", expected: .yes),
    Condition(name: "compare instants", text: "now - seen < duration('720h')", expected: .yes),
    Condition(
      name: "match a pattern", text: "email.matches('^[a-z0-9.]+@example[.]com$')", expected: .yes),
    Condition(name: "exists of 10", text: "few.exists(x, x > 1000)", expected: .no),
    Condition(name: "exists of 1,000", text: "many.exists(x, x > 1000)", expected: .no),
    Condition(
      name: "calculate", text: "(price * 3 + 7) % 5 == 2 && price / 2 < 500", expected: .yes),
  ]

  private static let members = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV",
    "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
  ].map { "'\($0)'" }.joined(separator: ", ")
}

/// The facts that the conditions read.
enum Facts {
  static let all: [(name: String, type: ValueType, value: Value)] = [
    ("port", .int, .int(80)), ("country", .string, .text("IT")), ("age", .int, .int(42)),
    (
      "labels", .map(.string, .string),
      .map(
        MapValue(entries: [
          (.text("team"), .text("crm")), (.text("region"), .text("eu")),
          (.text("tier"), .text("gold")),
        ]))
    ),
    ("now", .timestamp, instant(1_800_000_000)), ("seen", .timestamp, instant(1_799_000_000)),
    ("email", .string, .text("jane.doe.1984@example.com")),
    ("few", .list(.int), .array((0..<10).map(Value.int))),
    ("many", .list(.int), .array((0..<1_000).map(Value.int))), ("price", .int, .int(500)),
  ]

  static let slots = all.map(\.value)

  static let environment: Environment = {
    var environment = Environment()
    for (slot, fact) in all.enumerated() {
      environment.declare(Variable(name: fact.name, type: fact.type, slot: slot))
    }
    return environment
  }()

  private static func instant(_ seconds: Int64) -> Value {
    Timestamp(seconds: seconds).map(Value.timestamp) ?? .null
  }
}
