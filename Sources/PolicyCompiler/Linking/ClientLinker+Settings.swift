import CEL
import Diagnostics
import DocumentTree
import PolicyModel

// What a client sets: only towards the stricter side of what holds for its parent, or of the default.
//
// Codes: `unknown-setting`, `setting-not-adopted`, `looser-setting`, `wrong-type`.
extension ClientLinker {
  func set(
    _ syntax: ClientSyntax, _ adopted: Set<Int>, _ parent: LinkedClient?, isComplete: Bool,
    _ diagnostics: inout [Diagnostic]
  ) -> (values: [Int: Value], places: [Int: SourceRange]) {
    var values = parent?.client.settings ?? [:]
    var places: [Int: SourceRange] = [:]
    for entry in syntax.settings {
      guard let number = settings.numbers[entry.name] else {
        if !settings.broken.contains(entry.name) {
          diagnostics.append(.unknownSetting(entry, settings.settings.map(\.name)))
        }
        continue
      }
      let setting = settings.settings[number]
      let policy = String(setting.name.prefix { $0 != "." })
      if directory.numbers[policy].map(adopted.contains) != true {
        if isComplete { diagnostics.append(.settingNotAdopted(entry, policy, setting)) }
        continue
      }
      let start = diagnostics.count
      let value = constants.value(entry.value, setting.type, setting.name, &diagnostics)
      for index in diagnostics[start...].indices {
        diagnostics[index].notes.append(.init("the setting is defined here", at: setting.range))
      }
      guard let value else { continue }
      let bound = bound(of: number, parent)
      if loosens(value, setting, values[number] ?? setting.defaultValue, hasParent: parent != nil) {
        diagnostics.append(.looserSetting(entry, setting, bound))
      } else {
        values[number] = value
        places[number] = entry.value.range
      }
    }
    return (values, places)
  }

  /// A free setting has no stricter side: whoever is at the top chooses, and it stands for all below.
  private func loosens(
    _ value: Value, _ setting: Setting, _ bound: Value, hasParent: Bool
  ) -> Bool {
    switch setting.tighter {
    case .free: hasParent && !Value.equal(value, bound)
    case .lower, .higher, .more, .fewer: setting.tighter.isLooser(value, than: bound)
    }
  }

  /// What a value is held against.
  fileprivate struct Bound {
    /// Who set it; nil for the default.
    let client: String?
    let place: SourceRange?
  }

  private func bound(of number: Int, _ parent: LinkedClient?) -> Bound {
    if let above = parent?.nearest({ $0.settingPlaces[number] }) {
      return Bound(client: above.client.client.id, place: above.found)
    }
    return Bound(client: nil, place: settings.defaults[number])
  }
}

extension DiagnosticCode {
  static let unknownSetting = DiagnosticCode("unknown-setting")
  static let looserSetting = DiagnosticCode("looser-setting")
  fileprivate static let settingNotAdopted = DiagnosticCode("setting-not-adopted")
}

extension Diagnostic {
  fileprivate static func unknownSetting(_ entry: Node.Entry, _ known: [String]) -> Diagnostic {
    let help = Suggestion.nearest(to: entry.name, in: known).map { "did you mean `\($0)`?" }
    return Diagnostic(
      .unknownSetting, "no setting is named `\(entry.name)`", at: entry.key.range,
      help: help ?? "write the policy's id and the setting's name, as in `values.max_messages`")
  }

  fileprivate static func settingNotAdopted(
    _ entry: Node.Entry, _ policy: String, _ setting: Setting
  ) -> Diagnostic {
    Diagnostic(
      .settingNotAdopted, "the client sets `\(entry.name)` but does not adopt `\(policy)`",
      at: entry.key.range, help: "add `\(policy)` to `adopts`, or leave the setting out",
      notes: [.init("the setting is defined here", at: setting.range)])
  }

  fileprivate static func looserSetting(
    _ entry: Node.Entry, _ setting: Setting, _ bound: ClientLinker.Bound
  ) -> Diagnostic {
    let than = bound.client.map { "`\($0)` sets it" } ?? "its default"
    let place = bound.place ?? setting.range
    // What stands in several lines is shown by its place alone.
    let text = place.text
    let value = text.contains("\n") ? "what stands there" : "`\(text)`"
    let message: String
    let help: String
    switch setting.tighter {
    case .lower:
      message = "`\(entry.name)` is looser than \(than)"
      help = "a client can only tighten: write \(value) or lower"
    case .higher:
      message = "`\(entry.name)` is looser than \(than)"
      help = "a client can only tighten: write \(value) or higher"
    case .more:
      message = "`\(entry.name)` is looser than \(than)"
      help = "a client can only tighten: write all of \(value), and what you like beside it"
    case .fewer:
      message = "`\(entry.name)` is looser than \(than)"
      help = "a client can only tighten: write \(value) or a part of it"
    case .free:
      message = "`\(entry.name)` is another than \(than), and no value of it is the stricter one"
      help =
        "only a client at the top chooses it: write \(value), or leave it out; a rule of your own "
        + "can ask for more"
    }
    let note = bound.client.map { "`\($0)` sets it here" } ?? "the default is here"
    return Diagnostic(
      .looserSetting, message, at: entry.headline, help: help, notes: [.init(note, at: place)])
  }
}
