import Diagnostics
import PolicyModel

/// The policies and rules that documents name, by their names: what clients adopt and waive.
///
/// Made of what is written, so that a rule with a mistake in it is known all the same.
struct PolicyDirectory: Sendable {
  /// By id: the numbers of the policies that can be adopted.
  private(set) var numbers: [String: Int] = [:]
  /// By number: their ids.
  private(set) var ids: [String] = []
  /// By client's id: the number of the policy that its own rules are, also where it has none.
  let own: [String: Int]
  /// By folder, such as `law/eu`: the numbers of the policies below it.
  private var folders: [String: [Int]] = [:]
  /// By the rule's id alone: all adoptable rules of that id.
  private var rules: [String: [DeclaredRule]] = [:]
  /// By policy's id: where it stands.
  let places: [String: SourceRange]
  /// By client's id: where it stands.
  let clients: [String: SourceRange]

  /// The policies must be in the order of their numbers, the clients' own behind them.
  init(_ policies: [PolicySyntax], _ documents: LibraryDocuments, _ paths: LibraryPaths) {
    for (number, policy) in policies.enumerated() {
      let id = policy.id.text
      ids.append(id)
      if numbers[id] == nil { numbers[id] = number }
      for rule in policy.rules {
        rules[rule.id.text, default: []].append(
          DeclaredRule(rule, of: id, number: number, authority: policy.authority ?? .law))
      }
      guard let file = documents.files[id] else { continue }
      var folder = ""
      for part in paths.folder(of: file) {
        folder += (folder.isEmpty ? "" : "/") + part
        folders[folder, default: []].append(number)
      }
    }
    places = Dictionary(
      policies.map { ($0.id.text, $0.id.range) }, uniquingKeysWith: { first, _ in first })
    let owned = documents.clients.map(\.id.text).sorted()
    own = Dictionary(
      owned.enumerated().map { ($1, policies.count + $0) }, uniquingKeysWith: { first, _ in first })
    clients = Dictionary(
      documents.clients.map { ($0.id.text, $0.id.range) }, uniquingKeysWith: { first, _ in first })
  }

  /// The policies below a folder of the library.
  func policies(below folder: String) -> [Int] {
    folders[folder.split(separator: "/").joined(separator: "/")] ?? []
  }

  /// The adoptable rules of an id, whatever their policy.
  func rules(named id: String) -> [DeclaredRule] { rules[id] ?? [] }

  /// The adoptable rule of a full name.
  func rule(_ name: String) -> DeclaredRule? {
    guard let slash = name.firstIndex(of: "/") else { return nil }
    return rules(named: String(name[name.index(after: slash)...])).first {
      $0.name.description == name
    }
  }

  /// The full names of all adoptable rules of some policies.
  func names(of policies: Set<Int>) -> [String] {
    rules.values.flatMap(\.self).filter { policies.contains($0.policy) }.map(\.name.description)
      .sorted()
  }
}

/// A rule as far as its document tells what clients may do with it.
struct DeclaredRule: Sendable {
  let name: RuleName
  /// The policy's number.
  let policy: Int
  let authority: Authority
  let waivable: WaiverRight?
  let range: SourceRange
  /// Where `waivable` is written, or the rule where it is not.
  let waivableRange: SourceRange

  init(_ syntax: RuleSyntax, of id: String, number: Int, authority: Authority) {
    name = RuleName(policy: id, rule: syntax.id.text)
    policy = number
    self.authority = authority
    waivable = syntax.waivable
    range = syntax.id.range
    waivableRange = syntax.waivableRange ?? syntax.id.range
  }
}
