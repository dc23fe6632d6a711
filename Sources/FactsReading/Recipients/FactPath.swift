import Diagnostics
package import PolicyModel

/// A path below `recipient`, such as `consents[marketing.communications.email].granted`.
package struct FactPath: Sendable {
  package let steps: [Step]

  /// A name between dots, or a key in brackets.
  package struct Step: Sendable, Hashable {
    package let name: String
    package let isKey: Bool
  }

  /// What a path leads to.
  package enum Target: Sendable {
    /// What one cell can hold: a scalar, or a list of scalars.
    case scalar(isList: Bool)
    case notScalar
    /// The name that may have been meant.
    case unknown(String?)
  }

  /// Reads a path; a leading `recipient.` may be left out.
  package init(_ text: String) {
    var steps: [Step] = []
    var rest = text[...]
    if rest.hasPrefix("recipient.") { rest = rest.dropFirst("recipient.".count) }
    while !rest.isEmpty {
      if rest.first == "[", let close = rest.firstIndex(of: "]") {
        steps.append(
          Step(name: String(rest[rest.index(after: rest.startIndex)..<close]), isKey: true))
        rest = rest[rest.index(after: close)...]
        if rest.first == ".", rest.count > 1 { rest = rest.dropFirst() }
        continue
      }
      let name = rest.prefix { $0 != "." && $0 != "[" }
      steps.append(Step(name: String(name), isKey: false))
      rest = rest[name.endIndex...]
      if rest.first == "." { rest = rest.dropFirst() }
    }
    self.steps = steps
  }

  /// What it leads to in a vocabulary.
  package func target(in vocabulary: Vocabulary) -> Target {
    guard !steps.isEmpty,
      case .group(_, let roots) = vocabulary.root,
      let recipient = roots.first(where: { $0.name == "recipient" })
    else { return .unknown(nil) }
    var tree = recipient.tree
    for (index, step) in steps.enumerated() {
      guard case .group(_, let members) = tree, !step.isKey,
        let member = members.first(where: { $0.name == step.name })
      else { return .unknown(suggestion(tree, step)) }
      tree = member.tree
      if case .leaf(let slot) = tree, let type = vocabulary.facts[slot].type {
        return target(type, steps[(index + 1)...], vocabulary)
      }
    }
    return .notScalar
  }

  /// The slot of a fact that is named as a whole; nil for a part of one.
  package func slot(in vocabulary: Vocabulary) -> Int? {
    if steps.contains(where: \.isKey) { return nil }
    return vocabulary.slot(of: "recipient." + steps.map(\.name).joined(separator: "."))
  }

  private func target(
    _ type: FactType, _ rest: ArraySlice<Step>, _ vocabulary: Vocabulary
  ) -> Target {
    guard let step = rest.first else {
      switch type {
      case .list(let element): return element.isScalar ? .scalar(isList: true) : .notScalar
      case .map, .record: return .notScalar
      case .bool, .int, .double, .string, .timestamp, .duration, .term:
        return .scalar(isList: false)
      }
    }
    switch type {
    case .map(let key, let value):
      guard step.isKey else { return .unknown(nil) }
      if case .term(let set) = key, vocabulary.termSets[set].symbol(for: step.name) == nil {
        let known = vocabulary.termSets[set].terms.lazy.map(\.id)
        return .unknown(Suggestion.nearest(to: step.name, in: known))
      }
      return target(value, rest.dropFirst(), vocabulary)
    case .record(let number):
      let fields = vocabulary.records[number].fields
      guard !step.isKey, let field = fields.first(where: { $0.name == step.name }) else {
        return .unknown(Suggestion.nearest(to: step.name, in: fields.map(\.name)))
      }
      return target(field.type, rest.dropFirst(), vocabulary)
    case .bool, .int, .double, .string, .timestamp, .duration, .term, .list: return .unknown(nil)
    }
  }

  private func suggestion(_ tree: FactTree, _ step: Step) -> String? {
    guard case .group(_, let members) = tree else { return nil }
    return Suggestion.nearest(to: step.name, in: members.map(\.name))
  }
}

extension FactType {
  fileprivate var isScalar: Bool {
    switch self {
    case .bool, .int, .double, .string, .timestamp, .duration, .term: true
    case .list, .map, .record: false
    }
  }
}
