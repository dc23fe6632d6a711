import CEL
import Diagnostics
import PolicyModel

/// The second half of linking, once facts, terms and settings are known: the vocabulary's definitions,
/// then the policies that use them.
struct PolicyStage: Sendable {
  /// The vocabulary's, without its definitions.
  let scope: Scope
  let types: TypeNames
  let constants: ConstantReader
  let settings: SettingLinker
  let daySlot: Int
  /// Policies sorted by id, then clients, sorted too.
  let sources: [Source]

  /// Where rules come from.
  enum Source: Sendable {
    case policy(PolicySyntax)
    case client(ClientSyntax)

    var id: String {
      switch self {
      case .policy(let policy): policy.id.text
      case .client(let client): client.id.text
      }
    }
  }

  /// Links all policies against these definitions.
  func link(
    _ definitions: [DefinitionSyntax], _ diagnostics: inout [Diagnostic]
  ) -> PolicyLinker {
    var scope = scope
    DefinitionLinker.link(definitions, types, in: &scope, &diagnostics)
    var policies = PolicyLinker(
      vocabularyScope: scope, types: types, constants: constants, settings: settings,
      daySlot: daySlot)
    for source in sources {
      switch source {
      case .policy(let policy): policies.add(policy, &diagnostics)
      case .client(let client): policies.add(client, &diagnostics)
      }
    }
    return policies
  }
}
