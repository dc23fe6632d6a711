import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Links the documents of a library: names become numbers, expressions programs.
///
/// Codes: `duplicate-id`, `unknown-policy`, `no-vocabulary`.
struct LibraryLinker {
  let documents: LibraryDocuments
  let paths: LibraryPaths
  let digest: String
  let timeZones: TimeZoneDatabase

  /// The library, as far as it can be built, with what links more of it; what is wrong is reported.
  func link(_ diagnostics: inout [Diagnostic]) -> PolicyRelinker {
    checkIDs(&diagnostics)
    let (vocabulary, types, broken) = VocabularyLinker.link(documents.vocabularies, &diagnostics)
    let constants = ConstantReader(
      types: types, records: vocabulary.records, termSets: vocabulary.termSets)
    let owned = documents.clients.filter { !$0.rules.isEmpty }
    let adoptable = documents.policies.sorted { $0.id.text < $1.id.text }
    let ordered =
      adoptable.map(PolicyStage.Source.policy)
      + owned.sorted { $0.id.text < $1.id.text }.map(PolicyStage.Source.client)
    var settings = SettingLinker(constants: constants, firstSlot: vocabulary.facts.count)
    for case .policy(let policy) in ordered {
      for setting in policy.settings { settings.add(setting, of: policy.id.text, &diagnostics) }
    }
    let daySlot = vocabulary.facts.count + settings.settings.count
    let scope = Scope(
      vocabulary, types: types, broken: broken, daySlot: daySlot, timeZones: timeZones)
    let stage = PolicyStage(
      scope: scope, types: types, constants: constants, settings: settings, daySlot: daySlot,
      sources: ordered)
    let policies = stage.link(documents.vocabularies.flatMap(\.definitions), &diagnostics)
    let linker = ClientLinker(
      vocabulary: vocabulary, constants: constants, settings: settings,
      directory: PolicyDirectory(adoptable, documents, paths))
    let clients = clients(linker, &diagnostics)
    let mappings = mappings(vocabulary, types, constants, &diagnostics)
    let library = CompiledLibrary(
      vocabulary: vocabulary, policies: policies.policies, rules: policies.rules.map(\.rule),
      atoms: policies.atoms.atoms, settings: settings.settings, tables: policies.tables.tables,
      clients: clients.map(\.client), mappings: mappings,
      identity: LibraryIdentity(
        digest: digest, engine: EngineVersion.current, timeZones: timeZones.version ?? "unknown"),
      timeZones: timeZones, documentCount: documents.count)
    RuleChecks.check(policies.rules, library, scope.environment.options, &diagnostics)
    return PolicyRelinker(
      library: library, documents: documents.policyNodes, vocabularies: documents.vocabularyNodes,
      definitions: documents.vocabularies.map(\.definitions), linker: policies, stage: stage)
  }

  /// Sorted by id.
  private func clients(
    _ linker: ClientLinker, _ diagnostics: inout [Diagnostic]
  ) -> [LinkedClient] {
    let policies = Dictionary(
      documents.policies.map { ($0.id.text, $0.id.range) }, uniquingKeysWith: { first, _ in first })
    let tree = ClientTree(documents.clients, policies: policies, &diagnostics)
    var linked: [String: LinkedClient] = [:]
    for syntax in tree.order {
      linked[syntax.id.text] = linker.link(
        syntax, under: syntax.under.flatMap { linked[$0.text] },
        isBroken: tree.broken.contains(syntax.id.text), &diagnostics)
    }
    return linked.values.sorted { $0.client.id < $1.client.id }
  }

  private func mappings(
    _ vocabulary: Vocabulary, _ types: TypeNames, _ constants: ConstantReader,
    _ diagnostics: inout [Diagnostic]
  ) -> [Mapping] {
    UniqueIDs.check(documents.mappings.map(\.id), "mapping", &diagnostics)
    let linker = MappingLinker(
      documents.mappings, vocabulary: vocabulary, types: types, constants: constants)
    return documents.mappings.map { linker.link($0, &diagnostics) }.sorted { $0.id < $1.id }
  }

  private func checkIDs(_ diagnostics: inout [Diagnostic]) {
    UniqueIDs.check(
      documents.policies.map(\.id) + documents.clients.map(\.id), "policy and client",
      &diagnostics)
    let policies = Set(
      documents.policies.map(\.id.text) + documents.clients.map(\.id.text)
        + documents.mappings.map(\.id.text))
    for tests in documents.tests where !policies.contains(tests.policy) {
      diagnostics.append(
        Diagnostic(
          .unknownPolicy, "no policy or mapping is named `\(tests.policy)`", at: tests.range,
          help: Suggestion.nearest(to: tests.policy, in: policies.sorted()).map {
            "did you mean `\($0)`?"
          }))
    }
    if documents.vocabularies.isEmpty, let first = documents.policies.first {
      diagnostics.append(
        Diagnostic(
          .noVocabulary, "this library has no vocabulary: policies have nothing to speak of",
          at: first.range, help: "give the folder that holds the `vocabulary` documents as well"))
    }
  }
}

extension DiagnosticCode {
  static let noVocabulary = DiagnosticCode("no-vocabulary")
}
