/// Random facts of the small world: stated, stated to be none, or left out; and their JSON.
package struct RandomFacts {
  package indirect enum Tree {
    case null
    case bool(Bool)
    case int(Int)
    case text(String)
    case list([Tree])
    case object([(name: String, value: Tree)])

    package var json: String {
      switch self {
      case .null: "null"
      case .bool(let value): "\(value)"
      case .int(let value): "\(value)"
      case .text(let value): "\"\(value)\""
      case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
      case .object(let members):
        "{" + members.map { "\"\($0.name)\":\($0.value.json)" }.joined(separator: ",") + "}"
      }
    }

    package subscript(name: String) -> Tree? {
      guard case .object(let members) = self else { return nil }
      return members.first { $0.name == name }?.value
    }
  }

  package let tree: Tree

  package init(_ tree: Tree) { self.tree = tree }

  /// Of a hundred facts about so many (`known`) are stated.
  package init(_ dice: inout Dice, known: Int = 70) {
    var members: [(String, Tree)] = [("client", .text("me"))]
    members.append(("now", .text(dice.pick(["2019-03-01", "2023-06-01"]) + "T12:00:00Z")))
    members.append(("action", Self.action(&dice, known)))
    if dice.chance(85) { members.append(("recipient", Self.recipient(&dice, known))) }
    tree = .object(members)
  }

  private static func action(_ dice: inout Dice, _ known: Int) -> Tree {
    var members: [(String, Tree)] = []
    func add(_ name: String, nullable: Bool = false, _ value: Tree) {
      if dice.chance(known) {
        members.append((name, nullable && dice.chance(25) ? .null : value))
      } else if dice.chance(20), !nullable {
        // `null` for what is not nullable means: not stated.
        members.append((name, .null))
      }
    }
    add("kind", term("action-kind", &dice))
    add("flag", .bool(dice.chance(50)))
    add("other", .bool(dice.chance(50)))
    add("count", .int(dice.number(0...5)))
    add("limit", nullable: true, .int(dice.number(0...5)))
    add("name", nullable: true, .text(dice.pick(["n", "m", "o"])))
    add("tags", .list(terms("tag", &dice)))
    if dice.chance(known) {
      if dice.chance(25) {
        members.append(("detail", .null))
      } else {
        var detail: [(String, Tree)] = []
        if dice.chance(known) { detail.append(("ok", .bool(dice.chance(50)))) }
        if dice.chance(known) { detail.append(("score", .int(dice.number(0...5)))) }
        members.append(("detail", .object(detail)))
      }
    }
    return .object(members)
  }

  private static func recipient(_ dice: inout Dice, _ known: Int) -> Tree {
    var members: [(String, Tree)] = []
    if dice.chance(known) { members.append(("location", term("place", &dice))) }
    if dice.chance(known) { members.append(("vip", .bool(dice.chance(50)))) }
    if dice.chance(known) { members.append(("objections", .list(terms("tag", &dice)))) }
    if dice.chance(known) {
      var consents: [(String, Tree)] = []
      for tag in ["a", "a.x", "b", "c"] where dice.chance(40) {
        consents.append((tag, consent(&dice, known)))
      }
      members.append(("consents", .object(consents)))
    }
    return .object(members)
  }

  private static func consent(_ dice: inout Dice, _ known: Int) -> Tree {
    var members: [(String, Tree)] = []
    if dice.chance(known + 20) { members.append(("granted", .bool(dice.chance(70)))) }
    if dice.chance(known + 20) { members.append(("at", .text("2018-01-01T00:00:00Z"))) }
    if dice.chance(known + 20) { members.append(("level", .int(dice.number(0...3)))) }
    if dice.chance(40) {
      let when = dice.pick(["2018-06-01", "2021-06-01", "2025-01-01"]) + "T00:00:00Z"
      members.append(("withdrawn_at", dice.chance(30) ? .null : .text(when)))
    }
    return .object(members)
  }

  private static func term(_ set: String, _ dice: inout Dice) -> Tree {
    let isCoarse = dice.chance(25)
    return .text(dice.pick((isCoarse ? SmallWorld.wholes[set] : SmallWorld.leaves[set]) ?? []))
  }

  private static func terms(_ set: String, _ dice: inout Dice) -> [Tree] {
    (0..<dice.number(0...3)).map { _ in term(set, &dice) }
  }
}
