import CEL
import Diagnostics
import DocumentTree
import PolicyModel
import SharedStorage

extension FactsLayout {
  /// The way into a fact: `recipient.consents[marketing.communications.email].granted`.
  ///
  /// The keys of a map that is sensitive are withheld: decisions name what is missing by its path.
  func path(_ slot: Int, _ steps: [FactsStep]) -> String {
    var path = vocabulary.facts[slot].path
    var isSensitive = vocabulary.facts[slot].isSensitive
    for step in steps {
      switch step {
      case .element(let index): path += "[\(index)]"
      case .key where isSensitive: path += "[(withheld)]"
      case .key(.symbol(let symbol)): path += "[" + vocabulary.text(of: symbol) + "]"
      case .key(.string(let text)): path += "[" + text.string + "]"
      case .key: path += "[]"
      case .field(let record, let index):
        let field = vocabulary.records[record].fields[index]
        isSensitive = isSensitive || field.isSensitive
        path += "." + field.name
      }
    }
    return path
  }
}

extension FactsWalk {
  /// The way to what is being read.
  var path: String { layout.path(slot, steps) }

  /// Whether what is being read is sensitive, or inside of something that is.
  var isSensitive: Bool {
    if layout.vocabulary.facts[slot].isSensitive { return true }
    for case .field(let record, let index) in steps
    where layout.vocabulary.records[record].fields[index].isSensitive {
      return true
    }
    return false
  }

  /// What was read last, in backticks; nothing of a value that must not be shown.
  fileprivate var quoted: String {
    isSensitive ? "(withheld)" : "`\(file.text(source.place).shortened)`"
  }

  fileprivate var here: SourceRange { range(source.place) }
}

extension DiagnosticCode {
  fileprivate static let notFacts = DiagnosticCode("not-facts")
  fileprivate static let unknownFact = DiagnosticCode("unknown-fact")
  fileprivate static let wrongType = DiagnosticCode("wrong-type")
  fileprivate static let unknownTerm = DiagnosticCode("unknown-term")
  fileprivate static let numberOutOfRange = DiagnosticCode("number-out-of-range")
  fileprivate static let tooLong = DiagnosticCode("too-long")
  fileprivate static let tooMany = DiagnosticCode("too-many")
  fileprivate static let badTimestamp = DiagnosticCode("bad-timestamp")
  fileprivate static let badDuration = DiagnosticCode("bad-duration")
}

/// Names: unknown ones, and those that stand twice.
extension Diagnostic {
  static func notFacts(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .notFacts, "facts are an object, with roots such as `action` and `recipient`", at: range,
      help: "see docs/language.md for the facts and their names")
  }

  static func unknownFact<Source>(_ walk: FactsWalk<Source>, in group: Int) -> Diagnostic {
    let vocabulary = walk.layout.vocabulary
    let name = walk.source.string
    let (slot, branches) = walk.layout.groups[group]
    let base = slot.map { vocabulary.facts[$0].path + "." } ?? ""
    let siblings = branches.map { number in
      let branch = walk.layout.branches[number]
      return branch.slot < 0
        ? "client" : String(vocabulary.facts[branch.slot].path.dropFirst(base.count))
    }
    var nearest = Suggestion.nearest(to: name, in: siblings).map { base + $0 }
    if nearest == nil {
      nearest = vocabulary.facts.first { $0.path.hasSuffix("." + name) }?.path
    }
    return Diagnostic(
      .unknownFact, "no fact is named `\((base + name).shortened)`", at: walk.here,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "a client's own facts belong into a `vocabulary` document")
  }

  static func unknownField<Source>(_ walk: FactsWalk<Source>, _ record: Int) -> Diagnostic {
    let names = walk.layout.vocabulary.records[record].fields.map(\.name)
    let name = walk.source.string
    let nearest = Suggestion.nearest(to: name, in: names)
    return Diagnostic(
      .unknownFact, "no fact is named `\((walk.path + "." + name).shortened)`", at: walk.here,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "its fields are " + names.map { "`\($0)`" }.joined(separator: ", "))
  }

  /// `slot`: of a fact; nil where the way into a value says what it is.
  static func statedTwice<Source>(_ walk: FactsWalk<Source>, _ slot: Int?) -> Diagnostic {
    let path = slot.map { walk.layout.vocabulary.facts[$0].path } ?? walk.path
    let isSensitive = slot.map { walk.layout.vocabulary.facts[$0].isSensitive } ?? walk.isSensitive
    let first = walk.places.first { $0.slot == slot }
    let diagnostic = Diagnostic(
      .duplicateKey, "`\(path.shortened)` is stated twice", at: walk.here,
      help: "leave one of them out",
      notes: first.map { [Note("it is stated here first", at: walk.range($0.bytes))] } ?? [])
    return isSensitive ? diagnostic.withheld() : diagnostic
  }

  static func notAGroup<Source>(
    _ walk: FactsWalk<Source>, _ slot: Int, at place: Range<Int>
  ) -> Diagnostic {
    let path = walk.layout.vocabulary.facts[slot].path
    return Diagnostic(
      .wrongType, "`\(path)` takes an object with its fields", at: walk.range(place))
  }

  static func notAClient(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongType, "`client` takes a client's id as text, or an object with its `id`", at: range)
  }
}

/// Values.
extension Diagnostic {
  static func wrongType<Source>(
    _ walk: FactsWalk<Source>, _ type: Int, _ token: FactsToken
  ) -> Diagnostic {
    let type = walk.layout.types[type]
    let found = token == .scalar ? walk.source.scalar.noun : token.noun
    return Diagnostic(
      .wrongType, "`\(walk.path)` takes \(type.noun(walk.layout.vocabulary)), not \(found)",
      at: walk.here, help: type.help(token, walk.source.scalar))
  }

  static func unknownTerm<Source>(_ walk: FactsWalk<Source>, _ set: Int) -> Diagnostic {
    let set = walk.layout.vocabulary.termSets[set]
    // What is near to a value that must not be shown would tell it.
    let nearest =
      walk.isSensitive
      ? nil : Suggestion.nearest(to: walk.source.string, in: set.terms.lazy.map(\.id))
    return Diagnostic(
      .unknownTerm, "no term of `\(set.name)` is \(walk.quoted)", at: walk.here,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "the terms of `\(set.name)` stand in the library's vocabulary")
  }

  static func outOfRange<Source>(_ walk: FactsWalk<Source>, _ noun: String) -> Diagnostic {
    Diagnostic(
      .numberOutOfRange, "\(walk.quoted) is beyond what `\(walk.path)` can hold", at: walk.here,
      help: "it takes a finite number of 64 bits (\(noun))")
  }

  static func tooLong<Source>(_ walk: FactsWalk<Source>, _ maximum: Int) -> Diagnostic {
    Diagnostic(
      .tooLong, "`\(walk.path)` holds more than \(maximum) bytes of text", at: walk.here,
      help: "shorten it, or raise `max` in the vocabulary")
  }

  static func tooMany<Source>(
    _ walk: FactsWalk<Source>, _ maximum: Int, _ noun: String, at place: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      .tooMany, "`\(walk.path)` holds more than \(maximum) \(noun)", at: walk.range(place),
      help: "state fewer, or raise `max` in the vocabulary")
  }

  static func badTimestamp<Source>(_ walk: FactsWalk<Source>) -> Diagnostic {
    Diagnostic(
      .badTimestamp, "\(walk.quoted) is no timestamp", at: walk.here,
      help: "write day, time and zone, in the years 1 to 9999: `2026-11-23T10:00:00Z`")
  }

  static func badDuration<Source>(_ walk: FactsWalk<Source>) -> Diagnostic {
    Diagnostic(
      .badDuration, "\(walk.quoted) is no duration", at: walk.here,
      help: "write a number with a unit: `48h`, `30d`, `90m`")
  }

  static func longDuration<Source>(_ walk: FactsWalk<Source>) -> Diagnostic {
    Diagnostic(
      .badDuration, "\(walk.quoted) is longer than 292 years", at: walk.here,
      help: "a duration has 64 bits of nanoseconds")
  }
}

extension FactsLayout.FlatType {
  /// What a fact of the type takes, in words.
  fileprivate func noun(_ vocabulary: Vocabulary) -> String {
    switch self {
    case .bool: "`true` or `false`"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "text"
    case .timestamp: "a timestamp"
    case .duration: "a duration"
    case .term(let set): "a term of `\(vocabulary.termSets[set].name)`"
    case .list: "a list"
    case .map: "an object with keys of its own"
    case .record(let number): "an object of the type `\(vocabulary.records[number].name)`"
    }
  }

  /// The mend, where something else stands.
  fileprivate func help(_ token: FactsToken, _ scalar: FactsScalar) -> String? {
    if token == .null { return "what is not known or not there is left out of a list or a map" }
    switch self {
    case .bool: return "write it without quotes"
    case .int, .double:
      guard token == .scalar else { return nil }
      switch scalar {
      case .text: return "write the number without quotes"
      case .double: return "write it without a fraction and without an exponent"
      case .bool, .int, .outOfRange: return nil
      }
    case .string, .term: return token == .scalar ? "put it in double quotes" : nil
    case .timestamp: return "write it as text: `2026-11-23T10:00:00Z`"
    case .duration: return "write it as text: `48h`, `30d`, `90m`"
    case .list: return "put it in brackets, one element too: `[...]`"
    case .map, .record: return nil
    }
  }
}

extension FactsScalar {
  fileprivate var noun: String {
    switch self {
    case .text: "text"
    case .bool: "a truth value"
    case .int, .outOfRange: "a number"
    case .double: "a number with a fraction"
    }
  }
}

extension FactsToken {
  fileprivate var noun: String {
    switch self {
    case .object: "an object"
    case .list: "a list"
    case .null: "`null`"
    case .scalar, .reported, .failed: "that"
    }
  }
}

extension String {
  /// At most 80 characters, for messages.
  fileprivate var shortened: String { count > 80 ? prefix(79) + "…" : self }
}
