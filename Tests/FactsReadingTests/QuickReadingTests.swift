import CEL
import Diagnostics
import PolicyModel
import TestSupport
import Testing

@testable import FactsReading

/// The quick way reads what the full reader reads, or leaves it alone.
@Suite struct QuickReadingTests {
  private static let reader = Reading.reader

  /// What the quick way makes of a text; nil where it leaves it to the full reader.
  private static func quick(_ bytes: [UInt8]) -> ReadFacts? {
    let file = SourceFile(path: "facts.json", bytes: bytes)
    let range = 0..<bytes.count
    return reader.readQuickly(bytes, range).map { ReadFacts($0, file, range, by: reader) }
  }

  /// Whether the quick way takes a text; then both must read the same.
  private static func agrees(_ bytes: [UInt8]) -> Bool {
    guard let quick = quick(bytes) else { return false }
    let full = reader.readFully(SourceFile(path: "facts.json", bytes: bytes), 0..<bytes.count)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(Reading.mistakes(full.diagnostics) == [], "\(text)")
    #expect(Reading.dump(quick.facts) == Reading.dump(full.facts), "\(text)")
    #expect(quick.clientRange?.bytes == full.clientRange?.bytes, "\(text)")
    for slot in SampleVocabulary.vocabulary.facts.indices {
      #expect(
        quick.range(ofSlot: slot)?.bytes == full.range(ofSlot: slot)?.bytes, "\(slot) of \(text)")
    }
    return true
  }

  @Test func `requests without mistakes are read alike, most of them quickly`() {
    var dice = Dice(11)
    var taken = 0
    let count = FuzzLength.libraries(usual: 600)
    for _ in 0..<count
    where Self.agrees(Array(RandomRequest(&dice).tree.json(&dice, escapes: 0).utf8)) {
      taken += 1
    }
    // What holds an escape or a number of 19 digits is left alone.
    #expect(taken > count / 4)
  }

  @Test func `mutated requests are read alike or left alone`() {
    var dice = Dice(12)
    var left = 0
    let count = FuzzLength.libraries(usual: 2000)
    for _ in 0..<count {
      var bytes = Array(RandomRequest(&dice).tree.json(&dice, escapes: 0).utf8)
      for _ in 0..<dice.number(1...3) where !bytes.isEmpty {
        let index = dice.number(0...bytes.count - 1)
        switch dice.number(0...3) {
        case 0: bytes[index] = UInt8(dice.number(0...255))
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(dice.pick(Array(#"{}[]:,"\0.-n "#.utf8)), at: index)
        default:
          let end = min(bytes.count, index + dice.number(0...20))
          bytes.insert(contentsOf: bytes[index..<end], at: dice.number(0...bytes.count))
        }
      }
      if !Self.agrees(bytes) { left += 1 }
    }
    #expect(left > 0 && left < count)
  }

  @Test(arguments: [
    "{}", " {\n}\t", #"{"action":{}}"#, #"{ "client" : "acme" , "action" : { "flag" : true } }"#,
  ])
  func `the common form is read quickly`(_ text: String) {
    #expect(Self.quick(Array(text.utf8)) != nil || Self.isForeign(text), "\(text)")
  }

  /// Whether the sample vocabulary has no such fact.
  private static func isForeign(_ text: String) -> Bool {
    !reader.readFully(SourceFile(path: "", text: text), 0..<text.utf8.count).diagnostics.isEmpty
  }

  @Test(arguments: [
    "", "[]", "{", "{}x", "{}{}", #"{"action":{},}"#, #"{"action":{}"#, #"{"action"}"#,
    #"{"action":{},"action":{}}"#, "\u{FEFF}{}", #"{"nothing":1}"#, #"{"client":"a\u0062"}"#,
  ])
  func `what has a mistake or an escape is left to the full reader`(_ text: String) {
    #expect(Self.quick(Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x1F], [0x00],
  ])
  func `ill-formed UTF-8 and control characters are left to the full reader`(_ bytes: [UInt8]) {
    for padding in 0..<9 {
      let text = Array(#"{"client":""#.utf8) + Array(repeating: 0x61, count: padding)
      #expect(Self.quick(text + bytes + Array("\"}".utf8)) == nil)
      #expect(Self.quick(text + Array("é€😀\"}".utf8)) != nil)
    }
  }
}
