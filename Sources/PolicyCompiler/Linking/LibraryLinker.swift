import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Links the documents of a library: names become numbers, expressions programs.
///
/// Codes: `duplicate-id`, `unknown-policy`, `no-vocabulary`.
struct LibraryLinker {
  let documents: LibraryDocuments
  let trees: DocumentTrees
  let paths: LibraryPaths
  /// Sorted by path.
  let files: [(path: String, file: SourceFile)]
  let timeZones: TimeZoneDatabase

  /// The library, as far as it can be built, with what links more of it; what is wrong is reported.
  func link(
    _ diagnostics: inout [Diagnostic]
  ) -> (policies: PolicyRelinker, clients: ClientRelinker) {
    checkIDs(&diagnostics)
    let (vocabulary, types, broken) = VocabularyLinker.link(documents.vocabularies, &diagnostics)
    let constants = ConstantReader(
      types: types, records: vocabulary.records, termSets: vocabulary.termSets)
    let adoptable = documents.policies.sorted { $0.id.text < $1.id.text }
    let ordered =
      adoptable.map(PolicyStage.Source.policy)
      + documents.clients.sorted { $0.id.text < $1.id.text }.map(PolicyStage.Source.client)
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
    let tree = ClientTree(
      documents.clients, policies: linker.directory.places, &diagnostics)
    let linked = clients(tree, linker, &diagnostics)
    let mappings = mappings(vocabulary, types, constants, &diagnostics)
    let version = timeZones.version ?? "unknown"
    let digest = LibraryDigest.digest(
      of: files, timeZones: version, engine: EngineVersion.current)
    let library = CompiledLibrary(
      vocabulary: vocabulary, policies: policies.policies, rules: policies.rules.map(\.rule),
      atoms: policies.atoms.atoms, settings: settings.settings, tables: policies.tables.tables,
      clients: linked.values.map(\.client).sorted { $0.id < $1.id }, mappings: mappings,
      identity: LibraryIdentity(
        digest: digest, engine: EngineVersion.current, timeZones: version),
      timeZones: timeZones, documentCount: documents.count,
      sharedAtomCount: policies.sharedAtomCount)
    RuleChecks.check(policies.rules, library, scope.environment.options, &diagnostics)
    return (
      PolicyRelinker(
        library: library, trees: trees,
        definitions: documents.vocabularies.map(\.definitions), linker: policies, stage: stage),
      ClientRelinker(
        library: library, policies: policies, clients: linker, tree: tree, linked: linked,
        files: files, paths: paths, options: scope.environment.options)
    )
  }

  /// By id.
  private func clients(
    _ tree: ClientTree, _ linker: ClientLinker, _ diagnostics: inout [Diagnostic]
  ) -> [String: LinkedClient] {
    var linked: [String: LinkedClient] = [:]
    for syntax in tree.order {
      linked[syntax.id.text] = linker.link(
        syntax, under: syntax.under.flatMap { linked[$0.text] },
        isBroken: tree.broken.contains(syntax.id.text), &diagnostics)
    }
    return linked
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
