import CEL
import Diagnostics
import DocumentTree
import PolicyModel

/// Links the settings of all policies: types, defaults, slots.
///
/// Code: `bad-direction`.
struct SettingLinker {
  let constants: ConstantReader
  /// The slot of the first setting.
  let firstSlot: Int
  private(set) var settings: [Setting] = []
  /// By full name: the setting's number.
  private(set) var numbers: [String: Int] = [:]
  /// The full names of settings whose definition has a mistake.
  private(set) var broken: Set<String> = []
  /// By number: where the default is written.
  private(set) var defaults: [SourceRange?] = []
  /// By policy: the variables under which its expressions read its settings.
  private(set) var variables: [String: [Variable]] = [:]

  init(constants: ConstantReader, firstSlot: Int) {
    self.constants = constants
    self.firstSlot = firstSlot
  }

  mutating func add(
    _ syntax: SettingSyntax, of policy: String, _ diagnostics: inout [Diagnostic]
  ) {
    let name = "\(policy).\(syntax.name.text)"
    guard let spelling = syntax.type,
      let type = constants.types.type(spelling, &diagnostics)
    else {
      broken.insert(name)
      variables[policy, default: []].append(
        Variable(name: "settings.\(syntax.name.text)", type: .error, slot: 0))
      return
    }
    let slot = firstSlot + settings.count
    let value = syntax.defaultValue.flatMap {
      constants.value($0, type, "settings.\(syntax.name.text)", &diagnostics)
    }
    if let tighter = syntax.tighter, let range = syntax.tighterRange, !tighter.fits(type) {
      diagnostics.append(.badDirection(tighter, constants.types.text(type), range))
    }
    numbers[name] = settings.count
    defaults.append(syntax.defaultValue?.range)
    variables[policy, default: []].append(
      Variable(
        name: "settings.\(syntax.name.text)", type: constants.types.valueType(type), slot: slot))
    settings.append(
      Setting(
        name: name, type: type, defaultValue: value ?? .null, tighter: syntax.tighter ?? .free,
        doc: syntax.doc, slot: slot, range: syntax.name.range))
  }
}

extension Setting.Direction {
  /// Whether values of a type can move this way.
  fileprivate func fits(_ type: FactType) -> Bool {
    switch (self, type) {
    case (.free, _): true
    case (.lower, .int), (.lower, .double), (.lower, .duration), (.lower, .timestamp): true
    case (.higher, .int), (.higher, .double), (.higher, .duration), (.higher, .timestamp): true
    case (.more, .list), (.fewer, .list): true
    case (.lower, _), (.higher, _), (.more, _), (.fewer, _): false
    }
  }
}

extension DiagnosticCode {
  static let badDirection = DiagnosticCode("bad-direction")
}

extension Diagnostic {
  fileprivate static func badDirection(
    _ direction: Setting.Direction, _ type: String, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .badDirection, "`\(direction.rawValue)` says nothing of a `\(type)`", at: range,
      help: "numbers, durations and instants are `lower` or `higher`, lists `more` or `fewer`, "
        + "anything is `free`")
  }
}
