import Diagnostics
import PolicyModel
import TestSupport

/// A random request that holds no mistake, in the sample vocabulary.
struct RandomRequest {
  let tree: Tree

  indirect enum Tree {
    /// Written as it is: a number, `true`, `null`.
    case plain(String)
    case text(String)
    case list([Tree])
    case object([(String, Tree)])
  }

  init(_ dice: inout Dice) {
    guard case .group(_, let members) = SampleVocabulary.vocabulary.root else {
      tree = .object([])
      return
    }
    tree = Self.object(members, &dice)
  }

  private static func object(_ members: [FactTree.Member], _ dice: inout Dice) -> Tree {
    var entries: [(String, Tree)] = []
    for member in members.shuffled(using: &dice) where dice.chance(70) {
      switch member.tree {
      case .leaf(let slot):
        let fact = SampleVocabulary.vocabulary.facts[slot]
        let isNull = dice.chance(10)
        let value = value(fact.type ?? .bool, fact.maximum, &dice)
        entries.append((member.name, isNull ? .plain("null") : value))
      case .group(_, let members):
        let isNull = dice.chance(10)
        entries.append((member.name, isNull ? .plain("null") : object(members, &dice)))
      }
    }
    return .object(entries)
  }

  private static func value(_ type: FactType, _ maximum: Int, _ dice: inout Dice) -> Tree {
    switch type {
    case .bool: return .plain("\(dice.chance(50))")
    case .int:
      let number = Int64.random(in: .min ... .max, using: &dice)
      return .plain("\(number >> dice.number(0...63))")
    case .double: return .plain("\(Double(dice.number(-9999...9999)) / 16)")
    case .string:
      let plain = ["", "a", "é", "😀", "x y", "null", "1"]
      let odd = ["\"", "\\", "a\nb", "\u{1}", "/", "#:", "- "]
      return .text(dice.pick(plain + odd))
    case .timestamp:
      return .text(
        "20\(dice.number(10...99))-1\(dice.number(0...2))-0\(dice.number(1...9))T"
          + dice.pick(["00:00:00Z", "23:59:59.25Z", "12:30:00+05:30", "12:30:00-12:00"]))
    case .duration: return .text("\(dice.number(0...999))\(dice.pick(["s", "m", "h", "d", "ms"]))")
    case .term(let set): return .text(dice.pick(SampleVocabulary.terms[set].ids))
    case .list(let element):
      let count = dice.number(0...min(3, maximum))
      return .list((0..<count).map { _ in value(element, element.usualMaximum, &dice) })
    case .map(let key, let element):
      let keys =
        if case .term(let set) = key { SampleVocabulary.terms[set].ids } else {
          (0..<20).map { "key \($0)" }
        }
      let chosen = keys.shuffled(using: &dice).prefix(dice.number(0...min(maximum, keys.count)))
      return .object(chosen.map { ($0, value(element, element.usualMaximum, &dice)) })
    case .record(let number):
      var entries: [(String, Tree)] = []
      for field in SampleVocabulary.records[number].fields where dice.chance(70) {
        let value = value(field.type, field.maximum, &dice)
        entries.append((field.name, dice.chance(10) ? .plain("null") : value))
      }
      return .object(entries)
    }
  }
}

extension RandomRequest.Tree {
  /// JSON with blanks where nobody needs them, and escapes of so many of 100 characters.
  func json(_ dice: inout Dice, escapes: Int = 5) -> String {
    switch self {
    case .plain(let text): return text
    case .text(let text): return Self.quoted(text, escapes, &dice)
    case .list(let elements):
      var parts: [String] = []
      for element in elements {
        parts.append(Self.blank(&dice) + element.json(&dice, escapes: escapes))
      }
      return "[" + parts.joined(separator: ",") + Self.blank(&dice) + "]"
    case .object(let entries):
      var parts: [String] = []
      for (key, value) in entries {
        parts.append(
          Self.blank(&dice) + Self.quoted(key, escapes, &dice) + Self.blank(&dice) + ": "
            + value.json(&dice, escapes: escapes))
      }
      return "{" + parts.joined(separator: ",") + Self.blank(&dice) + "}"
    }
  }

  private static func blank(_ dice: inout Dice) -> String { dice.pick(["", "", " ", "\n  "]) }

  private static func quoted(_ text: String, _ escapes: Int, _ dice: inout Dice) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || dice.chance(escapes) {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// YAML in blocks, its texts in double quotes.
  var yaml: String {
    switch self {
    case .object(let entries) where !entries.isEmpty: block(0)
    case .plain, .text, .list, .object: flow
    }
  }

  private var flow: String {
    switch self {
    case .plain(let text): text
    case .text(let text): JSONValue.string(text).text(pretty: false)
    case .list(let elements): "[" + elements.map(\.flow).joined(separator: ", ") + "]"
    case .object(let entries):
      "{" + entries.map { "\"\($0)\": \($1.flow)" }.joined(separator: ", ") + "}"
    }
  }

  private func block(_ depth: Int) -> String {
    let indentation = String(repeating: "  ", count: depth)
    switch self {
    case .object(let entries) where !entries.isEmpty:
      return entries.map { key, value in
        switch value {
        case .object(let entries) where !entries.isEmpty:
          "\(indentation)\(key):\n\(value.block(depth + 1))"
        case .list(let elements) where !elements.isEmpty:
          "\(indentation)\(key):\n\(value.block(depth + 1))"
        case .plain, .text, .list, .object: "\(indentation)\(key): \(value.flow)\n"
        }
      }.joined()
    case .list(let elements):
      return elements.map { "\(indentation)- \($0.flow)\n" }.joined()
    case .plain, .text, .object: return indentation + flow + "\n"
    }
  }
}
