import PolicyModel

/// The clients whose own documents differ between two libraries.
///
/// A comparison as for somebody who adopts everything says nothing about what they adopt, set, state
/// and waive.
enum ChangedClients {
  /// Sorted; those that only one library has among them.
  static func ids(_ old: CompiledLibrary, _ new: CompiledLibrary) -> [String] {
    let (before, after) = (texts(old), texts(new))
    return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
  }

  private static func texts(_ library: CompiledLibrary) -> [String: [String]] {
    Dictionary(
      library.clients.map { ($0.id, text(of: $0, library)) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func text(of client: Client, _ library: CompiledLibrary) -> [String] {
    var lines = ["under \(client.parent ?? "")"]
    lines += client.policies.map { "adopts \(library.policies[$0].id)" }.sorted()
    lines += client.settings.map { "sets \(library.settings[$0].name) \($1)" }.sorted()
    lines += client.facts.map { "is \(library.vocabulary.facts[$0].path) \($1)" }.sorted()
    lines += client.reviewers.map { "reviewed by \($0) \($1)" }.sorted()
    lines += client.waivers.map { waiver in
      "waives \(waiver.id) \(waiver.rule) \(waiver.from.text) \(waiver.until.text) "
        + "\(waiver.by) \(waiver.reason)"
    }
    return lines
  }
}
