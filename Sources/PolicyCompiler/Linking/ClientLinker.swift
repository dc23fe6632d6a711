import CEL
import Diagnostics
import DocumentTree
import PolicyModel

/// Links clients: what they adopt, set and state.
///
/// Codes: `unknown-policy`, `unknown-setting`, `setting-not-adopted`, `looser-setting`,
/// `unknown-fact`, `not-standing`, `duplicate-fact`.
struct ClientLinker {
  let vocabulary: Vocabulary
  let constants: ConstantReader
  let settings: SettingLinker
  /// By number: the ids of all policies, clients' own among them.
  let policies: [String]
  /// The ids of the clients, whose rules nobody else can adopt.
  let clients: Set<String>
  /// By policy's id: the folder of the library that its file lies in, as parts of the path.
  let folders: [String: [Substring]]

  func link(_ syntax: ClientSyntax, _ diagnostics: inout [Diagnostic]) -> Client {
    var adopted: Set<Int> = []
    for pattern in syntax.adopts { adopted.formUnion(adopts(pattern, &diagnostics)) }
    if !syntax.rules.isEmpty, let own = policies.firstIndex(of: syntax.id.text) {
      adopted.insert(own)
    }
    var facts: [Int: Value] = [:]
    for entry in syntax.facts { state(entry, below: "", &facts, &diagnostics) }
    checkOwnID(syntax, facts, &diagnostics)
    return Client(
      id: syntax.id.text, title: syntax.title, policies: adopted.sorted(),
      settings: set(syntax, adopted, &diagnostics), facts: facts, reviewers: syntax.reviewers,
      range: syntax.range)
  }

  // MARK: Policies

  private func adopts(_ pattern: Spelling, _ diagnostics: inout [Diagnostic]) -> [Int] {
    let name = pattern.text
    if name.hasSuffix("/*") {
      let wanted = name.dropLast(2).split(separator: "/")
      let found = policies.indices.filter { number in
        folders[policies[number]].map { $0.starts(with: wanted) } ?? false
      }
      if found.isEmpty {
        diagnostics.append(
          Diagnostic(
            .unknownPolicy, "no policy lies in the folder `\(name.dropLast(2))`",
            at: pattern.range, help: "folders are named from the library's own, as in `house/*`"))
      }
      return found
    }
    if !clients.contains(name), let number = policies.firstIndex(of: name) { return [number] }
    diagnostics.append(
      Diagnostic(
        .unknownPolicy, "no policy is named `\(name)`", at: pattern.range,
        help: Suggestion.nearest(to: name, in: policies.filter { !clients.contains($0) }).map {
          "did you mean `\($0)`?"
        }))
    return []
  }

  // MARK: Settings

  private func set(
    _ syntax: ClientSyntax, _ adopted: Set<Int>, _ diagnostics: inout [Diagnostic]
  ) -> [Int: Value] {
    let bound = Set(adopted.map { policies[$0] })
    var values: [Int: Value] = [:]
    for entry in syntax.settings {
      guard let number = settings.numbers[entry.name] else {
        if !settings.broken.contains(entry.name) {
          diagnostics.append(.unknownSetting(entry, settings.settings.map(\.name)))
        }
        continue
      }
      let setting = settings.settings[number]
      let policy = String(setting.name.prefix { $0 != "." })
      if !bound.contains(policy) {
        diagnostics.append(.settingNotAdopted(entry, policy))
        continue
      }
      guard
        let value = constants.value(entry.value, setting.type, setting.name, &diagnostics)
      else { continue }
      if setting.tighter.isLooser(value, than: setting.defaultValue) {
        diagnostics.append(.looserSetting(entry, setting))
      }
      values[number] = value
    }
    return values
  }

  // MARK: Facts

  private func checkOwnID(
    _ syntax: ClientSyntax, _ facts: [Int: Value], _ diagnostics: inout [Diagnostic]
  ) {
    guard let slot = vocabulary.slot(of: "client.id"), let stated = facts[slot],
      !Value.equal(stated, .text(syntax.id.text))
    else { return }
    diagnostics.append(
      Diagnostic(
        .notStanding, "`client.id` is the client's own id, `\(syntax.id.text)`, and nothing else",
        at: syntax.id.range, help: "leave it out of `facts`"))
  }

  private func state(
    _ entry: Node.Entry, below prefix: String, _ facts: inout [Int: Value],
    _ diagnostics: inout [Diagnostic]
  ) {
    let path = prefix + entry.name
    guard let slot = vocabulary.slot(of: path) else {
      diagnostics.append(.unknownFact(path, entry, vocabulary.facts.map(\.path)))
      return
    }
    let fact = vocabulary.facts[slot]
    guard let type = fact.type else {
      guard let entries = entry.value.entries else {
        diagnostics.append(
          Diagnostic(
            .wrongType, "`\(path)` is a group of facts", at: entry.headline,
            help: "state its facts one by one, as in `\(path).name: ...`"))
        return
      }
      for inner in entries { state(inner, below: path + ".", &facts, &diagnostics) }
      return
    }
    if !fact.isStanding {
      diagnostics.append(
        Diagnostic(
          .notStanding, "a client cannot state `\(path)` once for all its actions",
          at: entry.key.range,
          help: "state it in each request: only facts marked `standing: true` can stand here"))
      return
    }
    if facts[slot] != nil {
      diagnostics.append(
        Diagnostic(
          .duplicateFact, "`\(path)` is stated twice", at: entry.key.range,
          help: "state it once"))
      return
    }
    if fact.isNullable, case .null? = entry.value.scalar?.resolved {
      facts[slot] = .null
      return
    }
    facts[slot] = constants.value(
      entry.value, type, path, maximum: fact.maximum, &diagnostics)
  }
}

extension DiagnosticCode {
  static let unknownPolicy = DiagnosticCode("unknown-policy")
  static let unknownSetting = DiagnosticCode("unknown-setting")
  static let looserSetting = DiagnosticCode("looser-setting")
  static let notStanding = DiagnosticCode("not-standing")
}

extension Diagnostic {
  fileprivate static func unknownSetting(_ entry: Node.Entry, _ known: [String]) -> Diagnostic {
    let help = Suggestion.nearest(to: entry.name, in: known).map { "did you mean `\($0)`?" }
    return Diagnostic(
      .unknownSetting, "no setting is named `\(entry.name)`", at: entry.key.range,
      help: help ?? "write the policy's id and the setting's name, as in `values.max_messages`")
  }

  fileprivate static func looserSetting(_ entry: Node.Entry, _ setting: Setting) -> Diagnostic {
    let wanted =
      switch setting.tighter {
      case .lower: "lower than the default, or equal to it"
      case .higher: "higher than the default, or equal to it"
      case .more: "the default list with more in it"
      case .fewer: "a part of the default list"
      case .free: "anything"
      }
    return Diagnostic(
      .looserSetting, "`\(entry.name)` is looser than its default", at: entry.headline,
      help: "a client can only tighten: it must be \(wanted)",
      notes: [.init("the default is here", at: setting.range)])
  }

  fileprivate static func unknownFact(
    _ path: String, _ entry: Node.Entry, _ known: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownFact, "no fact is named `\(path)`", at: entry.key.range,
      help: Suggestion.nearest(to: path, in: known).map { "did you mean `\($0)`?" })
  }
}

extension DiagnosticCode {
  fileprivate static let settingNotAdopted = DiagnosticCode("setting-not-adopted")
}

extension Diagnostic {
  fileprivate static func settingNotAdopted(_ entry: Node.Entry, _ policy: String) -> Diagnostic {
    Diagnostic(
      .settingNotAdopted, "the client sets `\(entry.name)` but does not adopt `\(policy)`",
      at: entry.key.range, help: "add `\(policy)` to `adopts`, or leave the setting out")
  }
}
