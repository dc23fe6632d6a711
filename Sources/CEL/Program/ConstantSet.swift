/// The elements of a long list of constants, for `x in [...]`.
final class ConstantSet: Sendable {
  private let texts: TextTable?
  /// All elements, where one of them is no string.
  private let others: Set<ValueKey>

  init(_ elements: [Value]) {
    var texts: [String] = []
    for case .string(let text) in elements { texts.append(text.string) }
    let areTexts = texts.count == elements.count
    self.texts = areTexts ? TextTable(texts) : nil
    others = areTexts ? [] : Set(elements.map(ValueKey.init))
  }

  /// Whether a value equals one of the elements.
  func contains(_ value: Value) -> Bool {
    guard let texts else { return others.contains(ValueKey(value)) }
    guard case .string(let text) = value else { return false }
    return texts.place(of: text) != nil
  }
}
