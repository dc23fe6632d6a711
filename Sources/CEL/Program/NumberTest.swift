import SharedStorage

/// A comparison of the number in a slot with a constant: `action.count > 20`.
package struct NumberTest: BitwiseCopyable, Sendable {
  private let slot: Int32
  private let relation: Relation
  private let number: Int64

  init(slot: Int32, relation: Relation, number: Int64) {
    self.slot = slot
    self.relation = relation
    self.number = number
  }

  /// Whether the slot, among an evaluation's, holds an int of which the comparison is false.
  package func fails(_ slots: [Value]) -> Bool {
    guard Int(slot) < slots.count, case .int(let value) = slots[Int(slot)] else { return false }
    return !relation.holds(value, number)
  }
}

extension Program {
  /// Comparisons that must all hold for the program to hold: where one is false, so is the program.
  package var necessaryNumberTests: [NumberTest] {
    var tests: [NumberTest] = []
    plan.addNecessaryTests(of: plan.root, to: &tests)
    return tests
  }
}

extension Plan {
  fileprivate func addNecessaryTests(of node: NodeID, to tests: inout [NumberTest]) {
    let node = nodes[node.index]
    if case .slotComparison(let relation, let slot, let constant, _) = node {
      guard case .int(let number) = constants[Int(constant)] else { return }
      tests.append(NumberTest(slot: slot, relation: relation, number: number))
    } else if case .conjunction(let operands) = node {
      for place in operands.range { addNecessaryTests(of: children[place], to: &tests) }
    } else if case .definition(let call) = node {
      let callee = definitionCalls[Int(call)].plan
      callee.addNecessaryTests(of: callee.root, to: &tests)
    }
  }
}
