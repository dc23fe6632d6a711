/// The table of targets in `docs/architecture.md`: who stands on which layer and may import whom.
struct LayerTable {
  struct Row {
    let layer: Int
    /// What is named beside it; what those import comes on top.
    let imports: [String]
    let isAllowedAll: Bool
  }

  let rows: [String: Row]

  init() {
    var rows: [String: Row] = [:]
    for line in OwnFiles.text(of: "docs/architecture.md").split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimming(while: \.isWhitespace) }
      guard cells.count == 6, let layer = Int(cells[1]), let name = Self.names(in: cells[2]).first
      else { continue }
      rows[name] = Row(
        layer: layer, imports: Self.names(in: cells[4]), isAllowedAll: cells[4] == "all")
    }
    self.rows = rows
  }

  /// The targets of ours that a target may import, with what those import.
  func allowed(for target: String) -> Set<String> {
    guard let row = rows[target] else { return [] }
    if row.isAllowedAll { return Set(rows.keys).subtracting([target]) }
    return row.imports.reduce(into: []) { result, name in
      result.insert(name)
      result.formUnion(allowed(for: name))
    }
  }

  private static func names(in cell: Substring) -> [String] {
    cell.matches(of: #/`(\w+)`/#).map { String($0.output.1) }
  }
}

extension Substring {
  fileprivate func trimming(while predicate: (Character) -> Bool) -> Substring {
    var text = drop(while: predicate)
    while let last = text.last, predicate(last) { text.removeLast() }
    return text
  }
}
