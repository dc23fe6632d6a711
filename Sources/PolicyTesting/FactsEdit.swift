import Diagnostics
import DocumentTree

/// Changes facts as written: what `with` and `without` of a case do.
enum FactsEdit {
  /// The steps of a path: `recipient.consents[marketing.communications.email].granted` has four.
  ///
  /// Nil where brackets do not close or a step is empty.
  static func steps(of path: String) -> [String]? {
    var steps: [String] = []
    var rest = Substring(path)
    var needsName = true
    while !rest.isEmpty {
      if rest.first == "[" {
        guard !needsName, let end = rest.firstIndex(of: "]") else { return nil }
        let key = rest[rest.index(after: rest.startIndex)..<end]
        guard !key.isEmpty else { return nil }
        steps.append(String(key))
        rest = rest[rest.index(after: end)...]
        needsName = false
        continue
      }
      if rest.first == "." {
        guard !needsName else { return nil }
        rest = rest.dropFirst()
        needsName = true
        continue
      }
      guard needsName else { return nil }
      let name = rest.prefix { $0 != "." && $0 != "[" }
      steps.append(String(name))
      rest = rest.dropFirst(name.count)
      needsName = false
    }
    return needsName ? nil : steps
  }

  /// The node with another value at a path; mappings on the way are made where there are none.
  static func setting(
    _ steps: ArraySlice<String>, of node: Node?, to value: Node, named key: Node
  ) -> Node {
    guard let step = steps.first else { return value }
    var entries = node?.entries ?? []
    let place = entries.firstIndex { $0.name == step }
    let old = place.map { entries[$0].value }
    let new = setting(steps.dropFirst(), of: old, to: value, named: key)
    let name = Node(
      .scalar(Scalar(step, style: .doubleQuoted, range: key.range)), at: key.range)
    let entry = Node.Entry(key: name, value: new)
    if let place { entries[place] = entry } else { entries.append(entry) }
    return Node(.mapping(entries), at: node?.range ?? key.range)
  }

  /// The node without what stands at a path; nil where nothing stands there.
  static func removing(_ steps: ArraySlice<String>, from node: Node) -> Node? {
    guard let step = steps.first, var entries = node.entries,
      let place = entries.firstIndex(where: { $0.name == step })
    else { return nil }
    if steps.count == 1 {
      entries.remove(at: place)
    } else {
      guard let rest = removing(steps.dropFirst(), from: entries[place].value) else { return nil }
      entries[place] = Node.Entry(key: entries[place].key, value: rest)
    }
    return Node(.mapping(entries), at: node.range)
  }
}
