import Diagnostics

/// Which client is under which: finds parents that there are not, and circles.
///
/// Codes: `unknown-parent`, `client-cycle`.
struct ClientTree: Sendable {
  /// Parents before those that are under them, else in the order of the ids; one document an id.
  private(set) var order: [ClientSyntax] = []
  /// By client's id: the ids of those directly under it, in their order.
  private var children: [String: [String]] = [:]
  /// The ids of clients whose parent is reported as wrong.
  private(set) var broken: Set<String> = []

  private(set) var byID: [String: ClientSyntax]

  /// The ids of policies serve the help for a parent that is one.
  init(
    _ syntaxes: [ClientSyntax], policies: [String: SourceRange],
    _ diagnostics: inout [Diagnostic]
  ) {
    byID = Dictionary(syntaxes.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first })
    let sorted = byID.values.sorted { $0.id.text < $1.id.text }
    for syntax in sorted {
      guard let under = syntax.under else { continue }
      if byID[under.text] == nil {
        diagnostics.append(.unknownParent(under, byID, policies))
        broken.insert(syntax.id.text)
      } else {
        children[under.text, default: []].append(syntax.id.text)
      }
    }
    var seen: Set<String> = []
    var pending = Array(
      sorted.filter { $0.under == nil || broken.contains($0.id.text) }.reversed())
    while let next = pending.popLast() {
      seen.insert(next.id.text)
      order.append(next)
      pending += children(of: next)
    }
    // What no top leads to goes round in a circle, or hangs on one.
    for syntax in sorted where !seen.contains(syntax.id.text) {
      report(circleFrom: syntax, &diagnostics)
      broken.insert(syntax.id.text)
      order.append(syntax)
    }
  }

  /// Each circle is told once, by its first client.
  private func report(circleFrom first: ClientSyntax, _ diagnostics: inout [Diagnostic]) {
    var path: [ClientSyntax] = [first]
    var names: Set<String> = [first.id.text]
    while let under = path.last?.under, let parent = byID[under.text] {
      if parent.id.text == first.id.text {
        if path.contains(where: { $0.id.text < first.id.text }) { return }
        diagnostics.append(.clientCycle(path))
        return
      }
      // A circle further up is another client's to tell.
      guard names.insert(parent.id.text).inserted else { return }
      path.append(parent)
    }
  }

  /// Some clients and all that are under them, parents first; each once.
  func branches(of ids: [String]) -> [ClientSyntax] {
    var result: [ClientSyntax] = []
    var seen: Set<String> = []
    // From each of them the topmost: what is under another of them comes with it.
    for id in ids.sorted(by: { depth(of: $0) < depth(of: $1) }) {
      var pending = [byID[id]].compactMap(\.self)
      while let next = pending.popLast() {
        guard seen.insert(next.id.text).inserted else { continue }
        result.append(next)
        pending += children(of: next)
      }
    }
    return result
  }

  /// The same tree with another document of a client; nil where it stands under another one now.
  func replacing(_ syntax: ClientSyntax) -> ClientTree? {
    guard let old = byID[syntax.id.text], old.under?.text == syntax.under?.text else { return nil }
    var tree = self
    tree.byID[syntax.id.text] = syntax
    return tree
  }

  /// Those directly under a client, the last first.
  private func children(of syntax: ClientSyntax) -> [ClientSyntax] {
    (children[syntax.id.text] ?? []).reversed().compactMap { byID[$0] }
  }

  private func depth(of id: String) -> Int {
    var depth = 0
    var next = byID[id]?.under
    while let under = next, let parent = byID[under.text] {
      depth += 1
      next = parent.under
    }
    return depth
  }
}

extension DiagnosticCode {
  static let unknownParent = DiagnosticCode("unknown-parent")
  static let clientCycle = DiagnosticCode("client-cycle")
}

extension Diagnostic {
  fileprivate static func unknownParent(
    _ under: Spelling, _ clients: [String: ClientSyntax], _ policies: [String: SourceRange]
  ) -> Diagnostic {
    if let policy = policies[under.text] {
      return Diagnostic(
        .unknownParent, "`\(under.text)` is a policy, and no client can be under it",
        at: under.range, help: "write it under `adopts`, and a client's id under `under`",
        notes: [.init("the policy is here", at: policy)])
    }
    let nearest = Suggestion.nearest(to: under.text, in: clients.keys.sorted())
    return Diagnostic(
      .unknownParent, "no client is named `\(under.text)`, so nothing can be under it",
      at: under.range,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "`under` names another client of the library; whoever is at the top leaves it out",
      notes: nearest.flatMap { name in
        clients[name].map { [.init("`\(name)` is here", at: $0.id.range)] }
      } ?? [])
  }

  fileprivate static func clientCycle(_ path: [ClientSyntax]) -> Diagnostic {
    let names = (path + path.prefix(1)).map { "`\($0.id.text)`" }.joined(separator: ", under ")
    return Diagnostic(
      .clientCycle, "the client `\(path[0].id.text)` is under itself", at: path[0].under?.range,
      help: "the circle is \(names): one of them must be at the top, without `under`",
      notes: path.dropFirst().map { .init("and here", at: $0.under?.range) })
  }
}
