import CEL
import PolicyCompiler
import PolicyModel

/// Pairs of values of one setting, the second at least as strict: for what is tried by chance.
struct SettingPairs {
  private let setting: Setting
  private let values: [Value]

  init(_ setting: Setting, of library: CompiledLibrary) {
    self.setting = setting
    var values = [setting.defaultValue]
    switch setting.defaultValue {
    case .int(let number):
      values += [0, 1, number - 1, number + 1, number * 2, number / 2].map(Value.int)
    case .double(let number):
      values += [0, 0.5, 1, number / 2, number * 1.1, number * 2].map(Value.double)
    case .duration(let span):
      values += [0, span / 2, span * 2, span - 1, span + 1].map(Value.duration)
    case .list(let list):
      values.append(.array([]))
      values += list.elements.indices.map { .array(Array(list.elements[...$0])) }
      values += list.elements.map { .array([$0]) }
      if case .list(.term(let own)) = setting.type {
        values += library.vocabulary.termSets[own].terms.prefix(6).compactMap { term in
          library.vocabulary.termSets[own].symbol(for: term.id).map {
            .array(list.elements + [.symbol($0)])
          }
        }
      } else {
        values.append(.array(list.elements + [.text("text")]))
      }
    default: break
    }
    self.values = values
  }

  func pair(_ chance: inout Chance) -> (old: Value, new: Value)? {
    guard let one = chance.pick(values), let other = chance.pick(values) else { return nil }
    if Self.isTighter(other, than: one, setting.tighter) { return (one, other) }
    if Self.isTighter(one, than: other, setting.tighter) { return (other, one) }
    return nil
  }

  /// Whether a client may go from one value to another.
  static func isTighter(_ new: Value, than old: Value, _ direction: Setting.Direction) -> Bool {
    !direction.isLooser(new, than: old)
  }
}

/// Settings' values in words.
enum SettingText {
  static func text(_ value: Value) -> String {
    switch value {
    case .duration(let span): DurationText.text(span)
    case .list(let list): "[" + list.elements.map(text).joined(separator: ", ") + "]"
    default: value.description
    }
  }
}
