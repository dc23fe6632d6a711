/// Random conditions of the small world; well-typed, and free of what the checker refuses.
package struct RandomExpressions {
  /// What was made before, to be used again now and then: atoms are shared by rules.
  private var made: [String] = []

  package init() {}

  package mutating func atom(_ dice: inout Dice) -> String {
    if !made.isEmpty, dice.chance(20) { return dice.pick(made) }
    let text = bool(&dice, depth: 2)
    made.append(text)
    return text
  }

  private func bool(_ dice: inout Dice, depth: Int) -> String {
    if depth > 0, dice.chance(40) {
      let left = bool(&dice, depth: depth - 1)
      let right = bool(&dice, depth: depth - 1)
      switch dice.number(0...3) {
      case 0: return "(\(left) && \(right))"
      case 1: return "(\(left) || \(right))"
      case 2: return "!(\(left))"
      default: return "(\(left) ? \(right) : \(bool(&dice, depth: 0)))"
      }
    }
    return leaf(&dice)
  }

  private func leaf(_ dice: inout Dice) -> String {
    let kind = dice.pick(SmallWorld.leaves["action-kind"] ?? [])
    let tag = dice.pick(SmallWorld.leaves["tag"] ?? [])
    let anyTag = dice.pick(["a", "a.x", "b"])
    let place = dice.pick(["WORLD", "EU", "DE", "DE-BY", "FR", "GB", "US"])
    let leafPlace = dice.pick(SmallWorld.leaves["place"] ?? [])
    switch dice.number(0...23) {
    case 0: return "action.flag"
    case 1: return "action.other"
    case 2: return "recipient.vip"
    case 3: return "action.kind == \"\(kind)\""
    case 4: return "action.kind != \"\(kind)\""
    case 5: return "action.kind.within(\"\(dice.pick(["message", "data", "message.email"]))\")"
    case 6: return "recipient.location.within(\"\(place)\")"
    case 7: return "recipient.location in [\"\(leafPlace)\", \"GB\"]"
    case 8: return "recipient.location == \"\(leafPlace)\""
    case 9: return "\(int(&dice)) < \(int(&dice))"
    case 10: return "\(int(&dice)) == \(int(&dice))"
    case 11: return "has(action.limit)"
    case 12: return "has(action.limit) && action.limit >= \(dice.number(0...5))"
    case 13: return "has(action.detail)"
    case 14: return "action.detail.ok"
    case 15: return "action.name == \"\(dice.pick(["n", "m"]))\""
    case 16: return "action.tags.touches(\"\(anyTag)\")"
    case 17: return "action.tags.covers(\"\(tag)\")"
    case 18: return "recipient.objections.exists(o, o.within(\"\(anyTag)\"))"
    case 19: return "action.tags.all(t, recipient.objections.covers(t))"
    case 20: return "agreed(\"\(anyTag)\")"
    case 21: return "\"\(tag)\" in recipient.consents && recipient.consents[\"\(tag)\"].granted"
    case 22: return "recipient.consents[\"\(tag)\"].level > \(dice.number(0...3))"
    default: return "quiet"
    }
  }

  package func int(_ dice: inout Dice) -> String {
    switch dice.number(0...7) {
    case 0: return "action.count"
    case 1: return "action.limit"
    case 2: return "action.detail.score"
    case 3: return "size(action.tags)"
    case 4: return "10 / action.count"
    case 5: return "action.count + \(dice.number(0...4))"
    default: return "\(dice.number(0...5))"
    }
  }
}
