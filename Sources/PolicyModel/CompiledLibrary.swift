package import CEL

/// All documents together, checked and linked: nothing in it can fail any more.
package final class CompiledLibrary: Sendable {
  package let vocabulary: Vocabulary
  /// Sorted by id; clients' own rules are policies under their clients' ids.
  package let policies: [Policy]
  /// Grouped by policy, in the order of the file.
  package let rules: [Rule]
  package let atoms: [Atom]
  package let settings: [Setting]
  package let tables: [Table]
  /// Sorted by id.
  package let clients: [Client]
  package let identity: LibraryIdentity
  package let timeZones: TimeZoneDatabase
  /// What the expressions of the library can speak of, for tools that compile more of them.
  package let documentCount: Int

  package init(
    vocabulary: Vocabulary, policies: [Policy], rules: [Rule], atoms: [Atom],
    settings: [Setting], tables: [Table], clients: [Client], identity: LibraryIdentity,
    timeZones: TimeZoneDatabase, documentCount: Int
  ) {
    self.vocabulary = vocabulary
    self.policies = policies
    self.rules = rules
    self.atoms = atoms
    self.settings = settings
    self.tables = tables
    self.clients = clients
    self.identity = identity
    self.timeZones = timeZones
    self.documentCount = documentCount
  }

  /// Slots of an evaluation: the vocabulary's facts, the settings, the day judged.
  package var slotCount: Int { vocabulary.facts.count + settings.count + 1 }

  /// The slot that holds the judged day as an int, `Day.number`: what dated terms and rows go by.
  package var daySlot: Int { vocabulary.facts.count + settings.count }

  package func client(named id: String) -> Client? { clients.first { $0.id == id } }

  package func policy(named id: String) -> Int? { policies.firstIndex { $0.id == id } }

  package func rule(named name: RuleName) -> Int? { rules.firstIndex { $0.name == name } }
}
