import CEL
import Diagnostics
import PolicyModel
import TestSupport
import Testing

@testable import FactsReading

@Suite struct FactsFuzzTests {
  @Test func `JSON and YAML of the same facts give the same`() throws {
    var dice = Dice(1)
    for _ in 0..<FuzzLength.libraries(usual: 400) {
      let tree = RandomRequest(&dice).tree
      let json = tree.json(&dice)
      let read = Reading.json(json)
      #expect(Reading.mistakes(read.diagnostics) == [], "\(json)")
      let expected = Reading.dump(read.facts)
      let yaml = tree.yaml
      #expect(Reading.dump(Reading.yaml(yaml)?.facts) == expected, "\(yaml)")
    }
  }

  @Test func `facts that are written as JSON read back the same`() {
    var dice = Dice(2)
    for _ in 0..<FuzzLength.libraries(usual: 400) {
      let read = Reading.json(RandomRequest(&dice).tree.json(&dice))
      guard let facts = read.facts else {
        Issue.record("refused")
        continue
      }
      let again = Reading.json(WrittenFacts.json(facts))
      #expect(Reading.known(again.facts) == Reading.known(facts))
    }
  }

  @Test func `random bytes are refused or read, and never crash`() {
    var dice = Dice(3)
    let usual = Array(#"{}[]:,"\u0-1.eE truefalsnactionkdcp"#.utf8)
    let alphabet = usual + [0, 0x0A, 0xC3, 0xA9, 0xFF]
    for _ in 0..<FuzzLength.libraries(usual: 3000) {
      let bytes = (0..<dice.number(0...60)).map { _ in dice.pick(alphabet) }
      check(bytes)
    }
  }

  @Test func `mutated requests are refused or read, and never crash`() {
    var dice = Dice(4)
    for _ in 0..<FuzzLength.libraries(usual: 2000) {
      var bytes = Array(RandomRequest(&dice).tree.json(&dice).utf8)
      for _ in 0..<dice.number(1...4) where !bytes.isEmpty {
        let index = dice.number(0...bytes.count - 1)
        switch dice.number(0...3) {
        case 0: bytes[index] = UInt8(dice.number(0...255))
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(dice.pick(Array(#"{}[]:,"\0"#.utf8)), at: index)
        default:
          let end = min(bytes.count, index + dice.number(0...20))
          bytes.insert(contentsOf: bytes[index..<end], at: dice.number(0...bytes.count))
        }
      }
      check(bytes)
    }
  }

  /// Refused with a mistake in the text, or read; and what JSON reads YAML reads alike or refuses.
  private func check(_ bytes: [UInt8]) {
    let file = SourceFile(path: "facts.json", bytes: bytes)
    let read = Reading.reader.readJSON(file)
    #expect((read.facts == nil) == !read.diagnostics.isEmpty)
    for diagnostic in read.diagnostics {
      guard let range = diagnostic.range else {
        Issue.record("a mistake without a place")
        continue
      }
      #expect(range.bytes.upperBound <= bytes.count)
    }
    var diagnostics: [Diagnostic] = []
    let yaml = Reading.yaml(SourceFile(path: "facts.yaml", bytes: bytes), &diagnostics)
    #expect((yaml?.facts == nil) == diagnostics.contains { $0.severity == .error })
    if let facts = read.facts, let other = yaml?.facts {
      #expect(Reading.dump(other) == Reading.dump(facts))
    }
  }
}

/// Facts of the sample vocabulary as a JSON text with the paths' objects.
private enum WrittenFacts {
  static func json(_ facts: Facts) -> String {
    guard case .group(_, let members) = SampleVocabulary.vocabulary.root else { return "" }
    return object(members, facts)
  }

  private static func object(_ members: [FactTree.Member], _ facts: Facts) -> String {
    let parts = members.compactMap { member -> String? in
      switch member.tree {
      case .leaf(let slot):
        guard facts.origins[slot] == .stated else { return nil }
        return "\"\(member.name)\":" + value(facts.slots[slot])
      case .group(let slot, let members):
        guard let slot, facts.origins[slot] == .stated else { return nil }
        if case .null = facts.slots[slot] { return "\"\(member.name)\":null" }
        return "\"\(member.name)\":" + object(members, facts)
      }
    }
    return "{" + parts.joined(separator: ",") + "}"
  }

  private static func value(_ value: Value) -> String {
    switch value {
    case .string(let text): return JSONValue.string(text.string).text(pretty: false)
    case .timestamp(let instant): return "\"\(instant.text)\""
    case .duration(let nanoseconds): return "\"\(Durations.text(nanoseconds))\""
    case .symbol(let symbol): return "\"\(SampleVocabulary.vocabulary.text(of: symbol))\""
    case .list(let list): return "[" + list.elements.map(Self.value).joined(separator: ",") + "]"
    case .map(let map):
      let entries = map.entries.map { Self.value($0.key) + ":" + Self.value($0.value) }
      return "{" + entries.joined(separator: ",") + "}"
    case .record(let record):
      guard let type = SampleVocabulary.records.first(where: { $0.name == record.type }) else {
        return "{}"
      }
      let fields = zip(type.fields, record.fields).compactMap { field, value -> String? in
        if case .unknown = value { return nil }
        return "\"\(field.name)\":" + Self.value(value)
      }
      return "{" + fields.joined(separator: ",") + "}"
    default: return "\(value)"
    }
  }
}
