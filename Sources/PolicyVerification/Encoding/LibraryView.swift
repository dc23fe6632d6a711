import CEL
import PolicyModel

/// How a library binds somebody: what it sets and what is always so, for the encoder.
struct LibraryView {
  let terms: LibraryTerms
  /// By setting's number; a setting that is missing here is free, named by `settingsName`.
  let settings: [Int: Value]
  /// By slot: what is always so.
  let standing: [Int: Value]
  /// What tells free settings of one side from the other's; equal on both sides where they are
  /// to have the same values.
  let settingsName: @Sendable (Int) -> String

  var library: CompiledLibrary { terms.library }

  init(
    _ library: CompiledLibrary, in world: World, settings: [Int: Value] = [:],
    standing: [Int: Value] = [:], settingsName: @escaping @Sendable (Int) -> String = { _ in "" }
  ) {
    terms = LibraryTerms(library, world)
    self.settings = settings
    self.standing = standing
    self.settingsName = settingsName
  }

  /// The id of a client that is nobody in particular.
  static let anyClient = "some-client"

  /// For nobody in particular, with free settings.
  static func ofAnyClient(
    _ library: CompiledLibrary, in world: World, settings: [Int: Value] = [:],
    settingsName: @escaping @Sendable (Int) -> String = { _ in "" }
  ) -> LibraryView {
    var standing: [Int: Value] = [:]
    if let slot = library.vocabulary.slot(of: "client.id") { standing[slot] = .text(anyClient) }
    return LibraryView(
      library, in: world, settings: settings, standing: standing, settingsName: settingsName)
  }

  /// As a client is bound: what it, or somebody above it, has set and stated.
  ///
  /// `asIf`: the client whose id and facts these are, where another's rules are asked about it.
  static func of(
    _ client: Client, asIf other: Client? = nil, _ library: CompiledLibrary, in world: World
  ) -> LibraryView {
    let subject = other ?? client
    var standing = subject.facts
    if let slot = library.vocabulary.slot(of: "client.id") { standing[slot] = .text(subject.id) }
    return LibraryView(
      library, in: world,
      settings: defaults(of: library).merging(client.settings) { $1 }, standing: standing)
  }

  /// Every setting as its policy sets it.
  static func defaults(of library: CompiledLibrary) -> [Int: Value] {
    Dictionary(uniqueKeysWithValues: library.settings.enumerated().map { ($0, $1.defaultValue) })
  }
}
