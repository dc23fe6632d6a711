import CEL
import Diagnostics
import DocumentTree
import PolicyEngine
import PolicyModel

/// The types that a vocabulary names: reads them as an author writes them.
///
///     type = "bool" | "int" | "double" | "string" | "timestamp" | "duration"
///          | "term" "(" SET ")" | "list" "(" type ")" | "map" "(" key "," type ")" | RECORD
///
/// Codes: `bad-type`, `unknown-type`, `unknown-term-set`.
struct TypeNames: Sendable {
  /// By number.
  let sets: [String]
  /// By number.
  let records: [String]
  private let setNumbers: [String: Int]
  private let recordNumbers: [String: Int]

  static let plain: [String: FactType] = [
    "bool": .bool, "int": .int, "double": .double, "string": .string, "timestamp": .timestamp,
    "duration": .duration,
  ]

  init(sets: [String], records: [String]) {
    self.sets = sets
    self.records = records
    setNumbers = Dictionary(
      sets.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    recordNumbers = Dictionary(
      records.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func set(named name: String) -> Int? { setNumbers[name] }

  func record(named name: String) -> Int? { recordNumbers[name] }

  /// The type that a text names; nil where a mistake is reported.
  func type(_ spelling: Spelling, _ diagnostics: inout [Diagnostic]) -> FactType? {
    var parser = TypeParser(names: self, spelling: spelling)
    do {
      return try parser.parse()
    } catch {
      diagnostics.append(error.diagnostic)
      return nil
    }
  }

  /// The type as the checker of expressions knows it.
  func valueType(_ type: FactType) -> ValueType {
    switch type {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    case .duration: .duration
    case .term(let set): PolicyFunctions.term(sets[set])
    case .list(let element): .list(valueType(element))
    case .map(let key, let value): .map(valueType(key), valueType(value))
    case .record(let record): .record(records[record])
    }
  }

  /// The type as an author writes it.
  func text(_ type: FactType) -> String {
    type.text(set: { sets[$0] }, record: { records[$0] })
  }
}

/// Reads one type; nesting is bounded, as no fact needs much of it.
private struct TypeParser {
  struct Mistake: Error {
    let diagnostic: Diagnostic
  }

  let names: TypeNames
  let spelling: Spelling
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  private static let deepest = 8

  init(names: TypeNames, spelling: Spelling) {
    self.names = names
    self.spelling = spelling
    bytes = Array(spelling.text.utf8)
  }

  mutating func parse() throws(Mistake) -> FactType {
    let type = try readType()
    skipSpaces()
    guard index == bytes.count else { throw malformed() }
    return type
  }

  private mutating func readType() throws(Mistake) -> FactType {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw malformed() }
    let (name, range) = readName()
    switch name {
    case "term":
      try expect("(")
      let (set, setRange) = readName()
      guard let number = names.set(named: set) else {
        throw unknown(.unknownTermSet, "set of terms", set, setRange, names.sets)
      }
      try expect(")")
      return .term(number)
    case "list":
      try expect("(")
      let element = try readType()
      try expect(")")
      return .list(element)
    case "map":
      try expect("(")
      let start = index
      let key = try readType()
      switch key {
      case .string, .term: break
      case .bool, .int, .double, .timestamp, .duration, .list, .map, .record:
        throw Mistake(
          diagnostic: Diagnostic(
            .badType, "a map's keys are strings or terms", at: spelling.range(of: start..<index),
            help: "write `map(string, T)` or `map(term(SET), T)`"))
      }
      try expect(",")
      let value = try readType()
      try expect(")")
      return .map(key: key, value: value)
    case "":
      throw malformed()
    default:
      if let type = TypeNames.plain[name] { return type }
      if let number = names.record(named: name) { return .record(number) }
      let known = names.records + TypeNames.plain.keys.sorted() + ["term", "list", "map"]
      throw unknown(.unknownType, "type", name, range, known)
    }
  }

  private mutating func readName() -> (String, Range<Int>) {
    skipSpaces()
    let start = index
    while index < bytes.count, !" \t\n\r(),".utf8.contains(bytes[index]) { index += 1 }
    return (String(decoding: bytes[start..<index], as: UTF8.self), start..<index)
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(Mistake) {
    skipSpaces()
    guard index < bytes.count, bytes[index] == UInt8(ascii: sign) else { throw malformed() }
    index += 1
  }

  private mutating func skipSpaces() {
    while index < bytes.count, " \t\n\r".utf8.contains(bytes[index]) { index += 1 }
  }

  private func malformed() -> Mistake {
    let isCut = spelling.scalar.isInFlow && spelling.text.hasPrefix("map(")
    return Mistake(
      diagnostic: Diagnostic(
        .badType, "`\(spelling.text)` is no type", at: spelling.range,
        help: isCut
          ? "a comma cut it in two: put it in quotes"
          : "types are `bool`, `int`, `double`, `string`, `timestamp`, `duration`, `term(SET)`, "
            + "`list(T)`, `map(K, T)` and the names under `types`"))
  }

  private func unknown(
    _ code: DiagnosticCode, _ noun: String, _ name: String, _ range: Range<Int>, _ known: [String]
  ) -> Mistake {
    Mistake(
      diagnostic: Diagnostic(
        code, "no \(noun) is named `\(name)`", at: spelling.range(of: range),
        help: Suggestion.nearest(to: name, in: known).map { "did you mean `\($0)`?" }))
  }
}

extension DiagnosticCode {
  static let badType = DiagnosticCode("bad-type")
  static let unknownType = DiagnosticCode("unknown-type")
  static let unknownTermSet = DiagnosticCode("unknown-term-set")
}
