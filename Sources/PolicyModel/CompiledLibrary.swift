package import CEL
package import SharedStorage

/// All documents together, checked and linked: nothing in it can fail any more.
package final class CompiledLibrary: Sendable {
  package let vocabulary: Vocabulary
  /// What clients adopt, sorted by id; then the clients' own rules, as policies under their clients'
  /// ids, sorted too.
  package let policies: [Policy]
  /// Grouped by policy, in the order of the file.
  package let rules: [Rule]
  package let atoms: [Atom]
  /// By atom: its program once more, found without a look at the atom.
  ///
  /// `atoms` keeps them, so no reference is counted.
  package let programs: FrozenArray<UnownedProgram>
  package let settings: [Setting]
  package let tables: [Table]
  /// Sorted by id.
  package let clients: [Client]
  /// How tools' steps become actions, sorted by id.
  package let mappings: [Mapping]
  package let identity: LibraryIdentity
  package let timeZones: TimeZoneDatabase
  /// What the expressions of the library can speak of, for tools that compile more of them.
  package let documentCount: Int
  /// How many of the policies can be adopted: those that come first.
  package let sharedPolicyCount: Int
  /// How many of the atoms are those of policies that can be adopted: they come first, and all others
  /// are of clients' own rules.
  package let sharedAtomCount: Int

  package init(
    vocabulary: Vocabulary, policies: [Policy], rules: [Rule], atoms: [Atom],
    settings: [Setting], tables: [Table], clients: [Client], mappings: [Mapping] = [],
    identity: LibraryIdentity, timeZones: TimeZoneDatabase, documentCount: Int,
    sharedAtomCount: Int
  ) {
    self.vocabulary = vocabulary
    self.policies = policies
    self.rules = rules
    self.atoms = atoms
    programs = FrozenArray(atoms.map { UnownedProgram($0.program) })
    self.settings = settings
    self.tables = tables
    self.clients = clients
    self.mappings = mappings
    self.identity = identity
    self.timeZones = timeZones
    self.documentCount = documentCount
    self.sharedAtomCount = sharedAtomCount
    sharedPolicyCount =
      policies.firstIndex { $0.authority == .client } ?? policies.count
  }

  /// Slots of an evaluation: the vocabulary's facts, the settings, the day judged.
  package var slotCount: Int { vocabulary.facts.count + settings.count + 1 }

  /// The slot that holds the judged day as an int, `Day.number`: what dated terms and rows go by.
  package var daySlot: Int { vocabulary.facts.count + settings.count }

  package func client(named id: String) -> Client? {
    clientNumber(named: id).map { clients[$0] }
  }

  /// The place of a client among `clients`.
  package func clientNumber(named id: String) -> Int? {
    clients.number(of: id, in: clients.indices, by: \.id)
  }

  /// A client and those above it, itself first and the topmost last.
  package func layers(of client: Client) -> [Client] {
    var layers = [client]
    while let parent = layers.last?.parent, let next = self.client(named: parent) {
      layers.append(next)
    }
    return layers
  }

  package func policy(named id: String) -> Int? {
    policies.number(of: id, in: 0..<sharedPolicyCount, by: \.id)
      ?? policies.number(of: id, in: sharedPolicyCount..<policies.count, by: \.id)
  }

  package func rule(named name: RuleName) -> Int? {
    guard let policy = policy(named: name.policy) else { return nil }
    return policies[policy].rules.first { rules[$0].name == name }
  }
}

extension Array {
  /// Searches a stretch of the array that is sorted by an id.
  fileprivate func number(of id: String, in range: Range<Int>, by key: (Element) -> String) -> Int?
  {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if key(self[middle]) < id { low = middle + 1 } else { high = middle }
    }
    return low < range.upperBound && key(self[low]) == id ? low : nil
  }
}
