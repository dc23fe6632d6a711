import Diagnostics
import PolicyModel

/// Merges all vocabulary documents into one vocabulary, in which every fact has its slot.
///
/// Codes: `duplicate-type`, `type-cycle`, `bad-maximum`.
struct VocabularyLinker {
  let types: TypeNames
  let termSets: [TermSet]

  static func link(
    _ syntaxes: [VocabularySyntax], _ diagnostics: inout [Diagnostic]
  ) -> (vocabulary: Vocabulary, types: TypeNames, broken: BrokenNames) {
    let termSets = TermSetLinker.link(syntaxes, &diagnostics)
    var byName: [String: RecordSyntax] = [:]
    for record in syntaxes.flatMap(\.records) {
      let name = record.name.text
      if let first = byName[name] {
        diagnostics.append(.duplicateType(record.name, first: first.name.range))
      } else if TypeNames.plain[name] != nil || ["term", "list", "map"].contains(name) {
        diagnostics.append(.duplicateType(record.name, first: nil))
      } else {
        byName[name] = record
      }
    }
    let names = byName.keys.sorted()
    let types = TypeNames(sets: termSets.map(\.name), records: names)
    let linker = VocabularyLinker(types: types, termSets: termSets)
    var broken = BrokenNames()
    let records = names.compactMap { byName[$0] }.map {
      linker.record($0, &broken, &diagnostics)
    }
    linker.checkNesting(records, byName, &diagnostics)
    var facts = FactLinker(types: types, constants: linker.constants(records))
    for syntax in syntaxes {
      for fact in syntax.facts { facts.add(fact, &diagnostics) }
    }
    let vocabulary = facts.vocabulary(records: records, termSets: termSets, &diagnostics)
    broken.facts = facts.broken
    return (vocabulary, types, broken)
  }

  private func constants(_ records: [RecordType]) -> ConstantReader {
    ConstantReader(types: types, records: records, termSets: termSets)
  }

  private func record(
    _ syntax: RecordSyntax, _ broken: inout BrokenNames, _ diagnostics: inout [Diagnostic]
  ) -> RecordType {
    var fields: [RecordType.Field] = []
    for field in syntax.fields {
      guard let spelling = field.type, let type = types.type(spelling, &diagnostics) else {
        broken.fields[syntax.name.text, default: []].append(field.name.text)
        continue
      }
      MaximumCheck.check(field, type, &diagnostics)
      fields.append(
        RecordType.Field(
          name: field.name.text, type: type, doc: field.doc ?? "", isNullable: field.isNullable,
          isSensitive: field.isSensitive, maximum: field.maximum))
    }
    return RecordType(name: syntax.name.text, fields: fields)
  }

  /// A record that holds itself would have no end.
  private func checkNesting(
    _ records: [RecordType], _ syntaxes: [String: RecordSyntax], _ diagnostics: inout [Diagnostic]
  ) {
    var isDone = [Bool](repeating: false, count: records.count)
    func holdsItself(_ number: Int, _ path: [Int]) -> Bool {
      if path.contains(number) { return true }
      if isDone[number] { return false }
      let inner = records[number].fields.flatMap { $0.type.records }
      let result = inner.contains { holdsItself($0, path + [number]) }
      isDone[number] = true
      return result
    }
    for number in records.indices where holdsItself(number, []) {
      let name = records[number].name
      diagnostics.append(
        Diagnostic(
          .typeCycle, "the type `\(name)` holds itself", at: syntaxes[name]?.name.range,
          help: "a value of it would have no end: name what it refers to by a string"))
    }
  }
}

/// Names whose definition has a mistake: whoever speaks of them is not reported as well.
struct BrokenNames {
  /// The paths of facts.
  var facts: [String] = []
  /// By record type: the names of fields.
  var fields: [String: [String]] = [:]
}

/// Finds a `max` that bounds nothing.
enum MaximumCheck {
  static func check(_ fact: FactSyntax, _ type: FactType, _ diagnostics: inout [Diagnostic]) {
    guard fact.maximum != nil, type.usualMaximum == 0 else { return }
    diagnostics.append(
      Diagnostic(
        .badMaximum, "`max` bounds lists, maps and strings alone", at: fact.name.range,
        help: "take it out"))
  }
}

extension FactType {
  /// The records that a value of the type may hold.
  fileprivate var records: [Int] {
    switch self {
    case .record(let number): [number]
    case .list(let element): element.records
    case .map(_, let value): value.records
    case .bool, .int, .double, .string, .timestamp, .duration, .term: []
    }
  }
}

extension DiagnosticCode {
  static let duplicateType = DiagnosticCode("duplicate-type")
  static let typeCycle = DiagnosticCode("type-cycle")
  static let badMaximum = DiagnosticCode("bad-maximum")
}

extension Diagnostic {
  fileprivate static func duplicateType(_ name: Spelling, first: SourceRange?) -> Diagnostic {
    Diagnostic(
      .duplicateType, "the type `\(name.text)` is defined twice", at: name.range,
      help: first == nil ? "it is a type of the language: choose another name" : nil,
      notes: first.map { [.init("the first is here", at: $0)] } ?? [])
  }
}
