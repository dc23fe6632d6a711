import SharedStorage

/// A program taken apart at its logic: what stands between `&&`, `||` and `!` is a part of its own,
/// so that many sets of values are decided part by part.
///
/// Kleene's logic over the parts' truths gives the program's truth; an error and an unknown are one
/// there, since neither decides.
package indirect enum ProgramLogic: Sendable {
  case part(ProgramPart)
  case all([ProgramLogic])
  case any([ProgramLogic])
  case not(ProgramLogic)

  /// The parts from left to right.
  package var parts: [ProgramPart] {
    switch self {
    case .part(let part): [part]
    case .all(let terms), .any(let terms): terms.flatMap(\.parts)
    case .not(let term): term.parts
    }
  }
}

/// A stretch of a program that is evaluated as a whole.
package struct ProgramPart: Sendable {
  let plan: Plan
  let node: NodeID
  /// The slots that it reads, through definitions too; ascending.
  package let slots: [Int]

  /// Its truth on the values at hand, as it would be within the program.
  package func truth(_ evaluation: inout Evaluation) -> Truth {
    evaluation.begin(frameSize: plan.frameSize, slotCount: plan.slotCount)
    let truth = plan.truth(node, &evaluation)
    return evaluation.isOverLimit ? .error : truth
  }
}

extension Program {
  /// The program, taken apart.
  package var logic: ProgramLogic { plan.logic(of: plan.root) }
}

extension Plan {
  fileprivate func logic(of node: NodeID) -> ProgramLogic {
    switch nodes[node.index] {
    case .negation(let operand): return .not(logic(of: operand))
    case .conjunction(let operands):
      return .all(operands.range.map { logic(of: children[$0]) })
    case .disjunction(let operands):
      return .any(operands.range.map { logic(of: children[$0]) })
    case .definition(let call) where definitionCalls[Int(call)].arguments.count == 0:
      let callee = definitionCalls[Int(call)].plan
      return callee.logic(of: callee.root)
    case .definition, .constant, .failure, .slot, .statedSlot, .local, .field, .nullableField,
      .optionalField, .select, .index, .slotPresence, .fieldPresence, .presence, .conditional,
      .equality, .slotEquality, .comparison, .slotComparison, .membership, .setMembership, .match,
      .openMatch, .alternative, .symbolTest, .nullary, .unary, .binary, .call, .bind, .list,
      .listOfOptionals, .map, .structure, .comprehension:
      var slots: Set<Int> = []
      addSlots(of: node, to: &slots)
      return .part(ProgramPart(plan: self, node: node, slots: slots.sorted()))
    }
  }

  /// Adds the slots that a node and all below it read.
  func addSlots(of node: NodeID, to slots: inout Set<Int>) {
    func add(_ nodes: NodeID...) { for node in nodes { addSlots(of: node, to: &slots) } }
    func add(_ run: Children) {
      for place in run.range { addSlots(of: children[place], to: &slots) }
    }
    switch nodes[node.index] {
    case .constant, .failure, .local: break
    case .slot(let slot), .statedSlot(let slot, _), .slotPresence(let slot),
      .slotEquality(let slot, _, _, _), .slotComparison(_, let slot, _, _):
      slots.insert(Int(slot))
    case .field(let operand, _, _), .nullableField(let operand, _), .optionalField(let operand, _),
      .select(let operand, _, _), .fieldPresence(let operand, _, _), .presence(let operand, _),
      .negation(let operand), .setMembership(let operand, _), .match(let operand, _),
      .unary(_, let operand):
      add(operand)
    case .index(let left, let right, _), .equality(let left, let right, _),
      .comparison(_, let left, let right), .membership(let left, let right),
      .binary(_, let left, let right), .bind(_, let left, let right),
      .openMatch(let left, let right), .alternative(let left, let right, _):
      add(left, right)
    case .conditional(let condition, let then, let otherwise): add(condition, then, otherwise)
    case .conjunction(let run), .disjunction(let run), .call(_, let run), .list(let run): add(run)
    case .symbolTest(let test): add(symbolTests[Int(test)].operand)
    case .nullary: break
    case .definition(let call):
      let call = definitionCalls[Int(call)]
      slots.formUnion(call.plan.slots)
      add(call.arguments)
    case .listOfOptionals(let list): for element in lists[Int(list)].elements { add(element.node) }
    case .map(let map): for entry in maps[Int(map)].entries { add(entry.key, entry.value) }
    case .structure(let structure):
      for field in structures[Int(structure)].fields { add(field.value) }
    case .comprehension(let place):
      let comprehension = comprehensions[Int(place)]
      add(comprehension.range)
      if let predicate = comprehension.predicate { add(predicate) }
      if let transform = comprehension.transform { add(transform) }
    }
  }
}
