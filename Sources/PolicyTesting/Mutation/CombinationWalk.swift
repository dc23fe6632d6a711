import CEL

/// Goes through the rows of all groups, as a counter goes through its digits.
struct CombinationWalk {
  private let groups: [LeafTable.Group]
  private var rows: [Int]
  /// How many combinations there are.
  let count: Int
  /// The leaves' truths in the combination at hand.
  private(set) var truths: [Truth]

  /// Nil where there are more combinations than `most`, or none.
  init?(_ table: LeafTable, most: Int) {
    groups = table.groups()
    var count = 1
    for group in groups {
      count *= group.rows.count
      guard count > 0, count <= most else { return nil }
    }
    self.count = count
    rows = [Int](repeating: 0, count: groups.count)
    truths = [Truth](repeating: .no, count: table.count)
    for group in groups.indices { write(group) }
  }

  /// Goes on; false behind the last combination.
  mutating func next() -> Bool {
    for group in groups.indices {
      rows[group] += 1
      if rows[group] == groups[group].rows.count { rows[group] = 0 }
      write(group)
      if rows[group] != 0 { return true }
    }
    return false
  }

  private mutating func write(_ group: Int) {
    for (leaf, truth) in zip(groups[group].leaves, groups[group].rows[rows[group]]) {
      truths[leaf] = truth
    }
  }
}
