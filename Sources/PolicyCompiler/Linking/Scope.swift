import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// What the expressions of one policy may speak of: the vocabulary, and the policy's own names.
///
/// Codes: `unknown-fact`, `unknown-term`, `coarse-constant`, and those of the expression language.
struct Scope {
  var environment: Environment
  let vocabulary: Vocabulary
  /// What programs need to know of the record types.
  let records: [RecordDeclaration]
  /// The policy whose names are known beside the vocabulary's; empty for the vocabulary itself.
  let policy: String
  /// The policy's tables, by name: their numbers in the library.
  var tables: [String: Int] = [:]
  /// The policy's own definitions.
  var definitions: Set<ObjectIdentifier> = []
  /// By definition's name: how many definitions stand inside each other there.
  var depths: [String: Int] = [:]
  /// Every name that something already has.
  var taken: Set<String>

  /// The vocabulary's own: facts, record types, the functions of the language.
  init(
    _ vocabulary: Vocabulary, types: TypeNames, broken: BrokenNames, daySlot: Int,
    timeZones: TimeZoneDatabase
  ) {
    let sets = vocabulary.termSets
    let library = Library.standard
    var environment = Environment(
      libraries: [library, .extendedDurations, .finiteDoubles],
      options: Self.options(sets, timeZones: timeZones))
    for (slot, fact) in vocabulary.facts.enumerated() {
      let type = fact.type.map { types.valueType($0) } ?? .opaque("facts", [])
      environment.declare(Variable(name: fact.path, type: type, slot: slot))
    }
    for path in broken.facts {
      environment.declare(Variable(name: path, type: .error, slot: 0))
    }
    records = vocabulary.records.map { record in
      let broken = broken.fields[record.name] ?? []
      return RecordDeclaration(
        name: record.name,
        fields: record.fields.map { .init(name: $0.name, type: types.valueType($0.type)) }
          + broken.map { .init(name: $0, type: .error) })
    }
    for record in records { environment.declare(record) }
    let functions = PolicyFunctions.functions(sets, daySlot: daySlot)
    for function in functions { environment.declare(function) }
    taken = Set(vocabulary.facts.map(\.rootName))
    taken.formUnion(vocabulary.records.map(\.name))
    taken.formUnion(library.functions.map(\.name) + functions.map(\.name))
    taken.formUnion(library.types.map(\.name))
    self.environment = environment
    self.vocabulary = vocabulary
    policy = ""
  }

  /// A policy's scope, before its own names are declared.
  init(of policy: String, in vocabulary: Scope) {
    environment = vocabulary.environment
    self.vocabulary = vocabulary.vocabulary
    records = vocabulary.records
    self.policy = policy
    taken = vocabulary.taken
    depths = vocabulary.depths
  }

  /// The profile of the expression language that policies are written in.
  private static func options(
    _ sets: [TermSet], timeZones: TimeZoneDatabase
  ) -> Environment.Options {
    var options = Environment.Options()
    options.homogeneousLiterals = true
    options.refusesDynamicTypes = true
    options.presenceOfVariables = true
    options.nullsAreUndecided = true
    options.intLiteralsAsDoubles = true
    options.extendedDurations = true
    options.checksConstants = true
    options.constants = TermConstants(sets).coercion
    options.undeclared = Environment.Options.Noun(
      code: .unknownFact, noun: "fact")
    options.parser.optionalSyntax = false
    options.timeZones = timeZones
    return options
  }

  /// Takes a name for something of the policy's or vocabulary's own; reports one that is taken.
  mutating func take(_ name: Spelling, _ noun: String, _ diagnostics: inout [Diagnostic]) -> Bool {
    if taken.insert(name.text).inserted { return true }
    diagnostics.append(
      Diagnostic(
        .duplicateName, "\(noun) cannot be named `\(name.text)`: the name is taken",
        at: name.range, help: "choose a name that no fact, function, table or definition has"))
    return false
  }
}

extension DiagnosticCode {
  static let unknownFact = DiagnosticCode("unknown-fact")
  static let duplicateName = DiagnosticCode("duplicate-name")
}
