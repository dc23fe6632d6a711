import CEL
import Diagnostics
import PolicyModel

/// Merges the facts of all vocabularies and gives them their slots.
///
/// Groups of one name become one; a leaf stands in one place alone.
///
/// Codes: `duplicate-fact`.
struct FactLinker {
  let types: TypeNames
  let constants: ConstantReader
  /// The paths of facts whose definition has a mistake.
  private(set) var broken: [String] = []
  private var drafts: [String: Draft] = [:]

  private struct Draft {
    let fact: Fact
    let range: SourceRange
  }

  /// What a group hands down to its members.
  private struct Inherited {
    var isSensitive = false
    var isChangeable = false
    var isStanding = false
  }

  init(types: TypeNames, constants: ConstantReader) {
    self.types = types
    self.constants = constants
  }

  mutating func add(_ syntax: FactSyntax, _ diagnostics: inout [Diagnostic]) {
    if TypeNames.plain[syntax.name.text] != nil {
      diagnostics.append(
        Diagnostic(
          .badName, "`\(syntax.name.text)` cannot be a name here", at: syntax.name.range,
          help: "it is a type of the language"))
    }
    add(syntax, below: "", Inherited(), &diagnostics)
  }

  private mutating func add(
    _ syntax: FactSyntax, below prefix: String, _ inherited: Inherited,
    _ diagnostics: inout [Diagnostic]
  ) {
    let path = prefix + syntax.name.text
    var flags = inherited
    flags.isSensitive = flags.isSensitive || syntax.isSensitive
    flags.isChangeable = flags.isChangeable || syntax.isChangeable
    flags.isStanding = flags.isStanding || syntax.isStanding
    if let members = syntax.members {
      addGroup(syntax, path, flags, &diagnostics)
      for member in members { add(member, below: path + ".", flags, &diagnostics) }
      return
    }
    if let known = drafts[path] {
      diagnostics.append(.duplicateFact(path, at: syntax.name.range, first: known.range))
      return
    }
    guard let spelling = syntax.type, let type = types.type(spelling, &diagnostics) else {
      broken.append(path)
      return
    }
    MaximumCheck.check(syntax, type, &diagnostics)
    let value = syntax.defaultValue.flatMap {
      constants.value($0, type, path, maximum: syntax.maximum, &diagnostics)
    }
    drafts[path] = Draft(
      fact: Fact(
        path: path, type: type, doc: syntax.doc ?? "", unit: syntax.unit,
        isNullable: syntax.isNullable, isSensitive: flags.isSensitive,
        isChangeable: flags.isChangeable, isStanding: flags.isStanding, defaultValue: value,
        maximum: syntax.maximum),
      range: syntax.name.range)
  }

  private mutating func addGroup(
    _ syntax: FactSyntax, _ path: String, _ flags: Inherited, _ diagnostics: inout [Diagnostic]
  ) {
    guard let known = drafts[path] else {
      drafts[path] = Draft(
        fact: Fact(
          path: path, type: nil, doc: syntax.doc ?? "", isNullable: syntax.isNullable,
          isSensitive: flags.isSensitive, isChangeable: flags.isChangeable,
          isStanding: flags.isStanding),
        range: syntax.name.range)
      return
    }
    if known.fact.isGroup, known.fact.doc.isEmpty, let doc = syntax.doc {
      drafts[path] = Draft(fact: known.fact.with(doc: doc), range: known.range)
    }
    // A second document may add members; what the group is stands in the first.
    let saysMore =
      syntax.isNullable || syntax.isSensitive || syntax.isChangeable || syntax.isStanding
    if !known.fact.isGroup || saysMore {
      diagnostics.append(.duplicateFact(path, at: syntax.name.range, first: known.range))
    }
  }

  /// The vocabulary, with the slots in the order of the paths.
  func vocabulary(
    records: [RecordType], termSets: [TermSet], _ diagnostics: inout [Diagnostic]
  ) -> Vocabulary {
    let facts = drafts.values.map(\.fact).sorted { $0.path < $1.path }
    let slots = Dictionary(
      facts.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    var members: [String: [String]] = [:]
    for fact in facts {
      let parts = fact.path.split(separator: ".")
      members[parts.dropLast().joined(separator: "."), default: []].append(fact.path)
    }
    func tree(_ path: String) -> FactTree {
      guard let slot = slots[path] else {
        return .group(slot: nil, members: below(path))
      }
      return facts[slot].isGroup
        ? .group(slot: slot, members: below(path)) : .leaf(slot: slot)
    }
    func below(_ path: String) -> [FactTree.Member] {
      let found = (members[path] ?? []).map { inner in
        FactTree.Member(
          name: String(inner.split(separator: ".").last ?? ""), tree: tree(inner))
      }
      return found.sorted { $0.name < $1.name }
    }
    return Vocabulary(
      facts: facts, records: records, termSets: termSets,
      root: .group(slot: nil, members: below("")))
  }
}

extension Fact {
  fileprivate func with(doc: String) -> Fact {
    Fact(
      path: path, type: type, doc: doc, unit: unit, isNullable: isNullable,
      isSensitive: isSensitive, isChangeable: isChangeable, isStanding: isStanding,
      defaultValue: defaultValue, maximum: maximum)
  }
}

extension DiagnosticCode {
  static let duplicateFact = DiagnosticCode("duplicate-fact")
}

extension Diagnostic {
  fileprivate static func duplicateFact(
    _ path: String, at range: SourceRange, first: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .duplicateFact, "the fact `\(path)` is defined twice", at: range,
      help: "another document may add facts to a group, but not say again what is there",
      notes: [.init("the first is here", at: first)])
  }
}
