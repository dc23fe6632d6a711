import Diagnostics
import DocumentTree
import Testing

struct ScalarMapTests {
  @Test(arguments: [
    ("a: one two", "two", "two"),
    ("a: 'it''s ü'", "'s", "''s"),
    ("a: 'it''s ü'", "ü", "ü"),
    (#"a: "x\u00e9y""#, "é", #"\u00e9"#),
    (#"a: "x\u00e9y""#, "y", "y"),
    ("a: \"one\n  two\"", "two", "two"),
    ("a: \"one\\\n  \\ two\"", "two", "two"),
    ("a: one\n  two\n\n  three", "two\nthree", "two\n\n  three"),
    ("a: >\n  one\n  two\n", "two", "two"),
    ("a: >\r\n  one\r\n  two\r\n", "two", "two"),
    ("a: >\n  one\n    more\n  two\n", "  more", "  more"),
    ("a: |2\n   one\n  two\n", "two", "two"),
    ("a: |2\n   one\n  two\n", " one", " one"),
    ("a: >-\n\n\n  ünï\n  cödé", "cödé", "cödé"),
    ("a:\n  - - |+\n      x\n       y\n\n", " y", " y"),
  ])
  func `a part of a text is found where it was written`(
    source: String, part: String, written: String
  ) throws {
    let file = SourceFile(path: "a.yaml", text: source)
    var node = try #require(readYAML(file).documents.first?["a"])
    while let inner = node.elements?.first { node = inner }
    let scalar = try #require(node.scalar)
    let found = try #require(scalar.text.utf8.firstRange(of: part.utf8))
    let start = scalar.text.utf8.distance(from: scalar.text.startIndex, to: found.lowerBound)
    #expect(file.text(scalar.fileRange(of: start..<start + part.utf8.count)) == written)
  }

  @Test(arguments: 0..<40)
  func `every character of a random scalar is found`(seed: Int) throws {
    var dice = Chance(UInt64(seed) + 1)
    var read = 0
    for _ in 0..<50 {
      let source = RandomScalar.document(&dice)
      let file = SourceFile(path: "a.yaml", bytes: source)
      let result = readYAML(file, nulls: .allowed)
      guard let document = result.documents.first, let scalar = document["k"]?.scalar else {
        continue
      }
      read += 1
      try check(scalar, in: file)
    }
    #expect(read >= 25)
  }

  /// Every character stands where the map says, and none is mistaken for another.
  ///
  /// Characters follow each other in the file as in the text; what is no blank and no escape stands
  /// there byte by byte. As many stand in the text as in the file, so none can be mistaken.
  private func check(_ scalar: Scalar, in file: SourceFile) throws {
    let map = scalar.map
    var offset = 0
    var last = scalar.range.bytes.lowerBound
    for character in scalar.text.unicodeScalars {
      let bytes = Array(String(character).utf8)
      let range = map.fileRange(of: offset..<offset + bytes.count)
      let written = Array(file.bytes[range])
      let isBlank = character == " " || character == "\n" || character == "\t"
      if isBlank {
        let isEscape = written.first == UInt8(ascii: "\\")
        #expect(isEscape || written.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) })
        #expect(!written.isEmpty)
      } else if written.first == UInt8(ascii: "\\"), scalar.style == .doubleQuoted {
        #expect(written.count >= 2)
      } else if character == "'", scalar.style == .singleQuoted {
        #expect(written == Array("''".utf8))
      } else {
        #expect(written == bytes, "\(scalar.text.debugDescription) in \(file.text(0..<999))")
      }
      #expect(range.lowerBound >= last || character == "\n")
      if !isBlank { last = range.upperBound }
      offset += bytes.count
    }
    #expect(map.fileRange(of: 0..<offset + 5).upperBound <= scalar.range.bytes.upperBound + 400)
  }
}

/// Scalars in all styles, with everything that moves their text.
enum RandomScalar {
  private static let words = [
    "a", "bc", "é", "日本", "😀", "x.y", "==", "&&", "(", ")", "ü\u{308}", "it's", "\"q\"", "w#w",
  ]

  static func document(_ dice: inout Chance) -> [UInt8] {
    let depth = dice.number(0...3)
    let end = ["\n", "\r\n", "\r"][dice.number(0...2)]
    var text = dice.chance(30) ? "\u{FEFF}" : ""
    if dice.chance(40) { text += "# ü 日本 comment" + end }
    text += "j: ü" + end + "k: "
    let indentation = String(repeating: " ", count: depth + 1)
    switch dice.number(0...4) {
    case 0: text += plain(&dice, end, indentation)
    case 1: text += "'" + quoted(&dice, end, indentation, isDouble: false) + "'"
    case 2: text += "\"" + quoted(&dice, end, indentation, isDouble: true) + "\""
    default: text += block(&dice, end, indentation)
    }
    if dice.chance(80) { text += end }
    if dice.chance(50) { text += "l: ü" + end }
    return Array(text.utf8)
  }

  private static func word(_ dice: inout Chance) -> String {
    words[dice.number(0...words.count - 1)]
  }

  private static func breaks(_ dice: inout Chance, _ end: String, _ indentation: String) -> String {
    var text = dice.chance(30) ? "  " : ""
    for _ in 0...dice.number(0...2) { text += end + (dice.chance(30) ? " " : "") }
    return text + indentation
  }

  private static func plain(_ dice: inout Chance, _ end: String, _ indentation: String) -> String {
    var text = "p"
    for _ in 0..<dice.number(0...8) {
      text += dice.chance(30) ? breaks(&dice, end, indentation) + "p" : dice.chance(50) ? " " : ""
      text += word(&dice)
    }
    return text
  }

  private static func quoted(
    _ dice: inout Chance, _ end: String, _ indentation: String, isDouble: Bool
  ) -> String {
    let escapes = [
      "\\n", "\\u00e9", "\\U0001F600", "\\x41", "\\\"", "\\\\", "\\ ", "\\t", "\\L", "\\/", "\\0",
      "\\" + end + indentation, "\\" + end + end + indentation + " ",
    ]
    var text = ""
    for _ in 0..<dice.number(0...8) {
      switch dice.number(0...5) {
      case 0: text += breaks(&dice, end, indentation)
      case 1: text += dice.chance(50) ? " " : "\t "
      case 2 where isDouble: text += escapes[dice.number(0...escapes.count - 1)]
      default:
        let word = word(&dice)
        text += word.replacing(isDouble ? "\"" : "'", with: isDouble ? "\\\"" : "''")
      }
    }
    return text
  }

  private static func block(_ dice: inout Chance, _ end: String, _ indentation: String) -> String {
    let isStated = dice.chance(30)
    var text = dice.chance(70) ? ">" : "|"
    let chomping = ["", "-", "+"][dice.number(0...2)]
    let stated = isStated ? String(indentation.count) : ""
    text += dice.chance(50) ? stated + chomping : chomping + stated
    text += (dice.chance(20) ? " # comment" : "") + end
    let lines = dice.number(0...6)
    for index in 0..<lines {
      if dice.chance(25) {
        text += dice.chance(50) ? "" : String(indentation.dropLast())
      } else {
        text += indentation
        if dice.chance(25), index > 0 || isStated { text += dice.chance(70) ? "  " : "\t" }
        text += word(&dice)
        if dice.chance(50) { text += " " + word(&dice) }
        if dice.chance(20) { text += " " }
      }
      if index < lines - 1 || dice.chance(80) { text += end }
    }
    return text
  }
}

/// Repeatable chance: SplitMix64 (Steele, Lea, Flood 2014).
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }
}
