import Diagnostics

extension DiagnosticCode {
  /// A name that the environment does not declare.
  static let undeclaredName = DiagnosticCode("undeclared-name")
}

/// What is said of names that nothing declares.
extension Checker {
  /// Reports a chain none of whose prefixes is declared, at the part that is wrong.
  mutating func reportUndeclared(_ chain: NameChain) {
    let known = knownNames()
    if suggestedName(for: chain.names, in: known) != nil || chain.names.count == 1 {
      reportUndeclared(chain, range: chain.nodes[chain.nodes.count - 1].range)
      return
    }
    let length =
      (1..<chain.names.count).first {
        !environment.isNamespace(chain.name(length: $0), isRooted: chain.isRooted)
      } ?? chain.names.count
    let part = NameChain(
      names: Array(chain.names.prefix(length)), nodes: chain.nodes, isRooted: chain.isRooted)
    reportUndeclared(part, range: chain.nodes[length - 1].range)
  }

  mutating func reportUndeclared(_ chain: NameChain, range: Range<Int>) {
    let noun = options.undeclared
    let help =
      environment.function(named: chain.name) == nil
      ? suggestedName(for: chain.names, in: knownNames()).map { "did you mean `\($0)`?" }
      : "it is a function: write `\(chain.name)(...)`"
    report(noun.code, "no \(noun.noun) is named `\(chain.name)`", range, help: help)
  }

  /// "did you mean …" for a misspelt name; nil where nothing is near.
  func suggestion(for name: String, in candidates: [String]) -> String? {
    guard diagnostics.count < Checker.maximumSuggestions else { return nil }
    return Suggestion.nearest(to: name, in: candidates).map { "did you mean `\($0)`?" }
  }

  private func knownNames() -> [String] {
    guard diagnostics.count < Checker.maximumSuggestions else { return [] }
    return environment.names.keys.sorted() + scope.map(\.name)
  }

  /// The declared name nearest to a dotted one: as a whole, then beside the same parent, then the
  /// only one that ends alike.
  private func suggestedName(for names: [String], in known: [String]) -> String? {
    let name = names.joined(separator: ".")
    let parent = names.dropLast().map { $0 + "." }.joined()
    if !parent.isEmpty {
      let siblings = known.filter { $0.hasPrefix(parent) }.map { $0.dropFirst(parent.count) }
      let nearest = Suggestion.nearest(
        to: names[names.count - 1], in: siblings.filter { !$0.contains(".") }.map(String.init))
      if let nearest { return parent + nearest }
    }
    if let nearest = Suggestion.nearest(to: name, in: known) { return nearest }
    let alike = known.filter { $0.hasSuffix("." + names[names.count - 1]) }
    return alike.count == 1 ? alike.first : nil
  }
}
