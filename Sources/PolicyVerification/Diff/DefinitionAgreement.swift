import CEL
import PolicyModel

/// Definitions that read otherwise in two libraries and mean the same: shown once, so that not every
/// rule that uses one has to be.
struct DefinitionAgreement {
  private let sides: (old: LibraryView, new: LibraryView)
  private let definitions: (old: [String: Definition], new: [String: Definition])
  private let dialects: (old: String, new: String)
  private let examiner: Examiner
  /// The names of those that mean the same.
  private(set) var names: Set<String> = []

  init(
    old: LibraryView, new: LibraryView, dialects: (old: String, new: String), _ examiner: Examiner
  ) throws(Solver.Failure) {
    sides = (old, new)
    self.dialects = dialects
    self.examiner = examiner
    definitions = (old.library.definitions, new.library.definitions)
    let words = (
      old: Encoder(examiner.solver.formulas, old), new: Encoder(examiner.solver.formulas, new)
    )
    var done: Set<String> = []
    for name in definitions.new.keys.sorted() { try look(at: name, words, &done) }
  }

  /// Those that a definition is made of come first.
  private mutating func look(
    at name: String, _ words: (old: Encoder, new: Encoder), _ done: inout Set<String>
  ) throws(Solver.Failure) {
    guard done.insert(name).inserted, let before = definitions.old[name],
      let after = definitions.new[name]
    else { return }
    let text = (words.old.words(of: before), words.new.words(of: after))
    if text.0 == text.1, words.old.reads(before).allBodies == words.new.reads(after).allBodies {
      return
    }
    for part in after.parts { try look(at: part, words, &done) }
    if try isSame(before, after) { names.insert(name) }
  }

  private func isSame(
    _ before: Definition, _ after: Definition
  ) throws(Solver.Failure) -> Bool {
    let formulas = examiner.solver.formulas
    guard before.parameters.map(\.type) == after.parameters.map(\.type),
      let arguments = arguments(of: after)
    else { return false }
    let old = Encoder(
      formulas, sides.old, maps: .asSymbols, dialect: dialects.old, agreed: names)
    let new = Encoder(
      formulas, sides.new, maps: .asSymbols, dialect: dialects.new, agreed: names)
    guard let first = old.result(of: before, arguments.old),
      let second = new.result(of: after, arguments.new), !old.isCut, !new.isCut
    else { return false }
    if first == second { return true }
    guard case (.truth(let one), .truth(let other)) = (first, second) else { return false }
    let isSame = formulas.and(
      formulas.equal(one.yes, other.yes), formulas.equal(one.no, other.no),
      formulas.equal(one.unknown, other.unknown))
    return try examiner.isImpossible(formulas.not(isSame))
  }

  /// Anything for each parameter, the same on both sides; nil where a type is not encoded.
  private func arguments(of definition: Definition) -> (old: [Symbolic], new: [Symbolic])? {
    var result: (old: [Symbolic], new: [Symbolic]) = ([], [])
    for (place, parameter) in definition.parameters.enumerated() {
      let path = "parameter?\(definition.name)?\(place)"
      guard let old = argument(path, parameter.type, sides.old),
        let new = argument(path, parameter.type, sides.new)
      else { return nil }
      result.old.append(old)
      result.new.append(new)
    }
    return result
  }

  private func argument(_ path: String, _ type: ValueType, _ view: LibraryView) -> Symbolic? {
    let formulas = examiner.solver.formulas
    let vocabulary = view.library.vocabulary
    let given: FactType
    switch type {
    case .bool: given = .bool
    case .int: given = .int
    case .double: given = .double
    case .string: given = .string
    case .timestamp: given = .timestamp
    case .duration: given = .duration
    case .opaque("term", let sets):
      guard case .opaque(let name, _)? = sets.first,
        let own = vocabulary.termSets.firstIndex(where: { $0.name == name })
      else { return nil }
      given = .term(own)
    case .dyn, .null, .uint, .bytes, .list, .map, .type, .wrapper, .optional, .record, .opaque,
      .parameter, .error:
      return nil
    }
    let facts = FactEncoding(
      formulas: formulas, view: view, listBound: ListBound.usual, maps: .asSymbols)
    return facts.value(at: path, given, formulas.known, maximum: 0)
  }
}

extension CompiledLibrary {
  /// The definitions that rules use, themselves or through others; without names that stand for more
  /// than one.
  fileprivate var definitions: [String: Definition] {
    var found: [String: Definition] = [:]
    var ambiguous: Set<String> = []
    var seen: Set<ObjectIdentifier> = []
    var waiting = atoms.map(\.checked)
    while let checked = waiting.popLast() {
      for case .definition(let definition)? in checked.references
      where seen.insert(ObjectIdentifier(definition)).inserted {
        if found.updateValue(definition, forKey: definition.name) != nil {
          ambiguous.insert(definition.name)
        }
        waiting.append(definition.body)
      }
    }
    return found.filter { !ambiguous.contains($0.key) }
  }
}

extension Definition {
  /// The names of the definitions that its words name, sorted.
  fileprivate var parts: [String] {
    var names: Set<String> = []
    for case .definition(let definition)? in body.references { names.insert(definition.name) }
    return names.sorted()
  }
}
