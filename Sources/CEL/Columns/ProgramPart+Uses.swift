import SharedStorage

/// How a part uses one slot, so that many values of it are decided by few.
extension ProgramPart {
  /// The only key by which the part looks into the map in a slot; nil where it asks for more than one
  /// constant key and its value.
  ///
  /// A host's own `in` may look at other keys too: whether it does must be asked.
  package func onlyKey(ofMapIn slot: Int) -> Value? {
    var keys: [Value] = []
    guard plan.addKeys(node, of: Int32(slot), to: &keys), let first = keys.first else { return nil }
    return keys.allSatisfy { Value.equal($0, first) } ? first : nil
  }

  /// Values of a slot, or of a map's key in it, between which the part's truth changes in one direction:
  /// along the order of the values each truth that there is between two of them is one stretch.
  ///
  /// Nil where the truth hangs on more than the value's order among constants. `evaluation` holds what
  /// else the part reads.
  package func turns(
    alongSlot slot: Int, key: Value?, _ evaluation: inout Evaluation
  ) -> [Value]? {
    let slot = Int32(slot)
    evaluation.begin(frameSize: plan.frameSize, slotCount: plan.slotCount)
    switch plan.asWritten(node) {
    case .slotPresence(slot) where key == nil: return []
    case .membership(_, let map) where key != nil && plan.isSlot(map, slot): return []
    case .binary(let function, _, let map) where key != nil && plan.isSlot(map, slot):
      return plan.isMembership(function) ? [] : nil
    case .slotComparison(_, slot, let constant, _) where key == nil,
      .slotEquality(slot, let constant, _, _) where key == nil:
      return [plan.constants[Int(constant)]]
    case .comparison(_, let left, let right):
      return plan.turn(left, right, slot, key, &evaluation)
        ?? plan.turn(right, left, slot, key, &evaluation)
    case .constant, .failure, .slot, .statedSlot, .local, .field, .nullableField, .optionalField,
      .select, .index, .slotPresence, .fieldPresence, .presence, .negation, .conjunction,
      .disjunction, .conditional, .equality, .slotEquality, .slotComparison, .membership,
      .setMembership, .match, .openMatch, .alternative, .symbolTest, .nullary, .unary, .binary,
      .call, .definition, .bind, .list, .listOfOptionals, .map, .structure, .comprehension:
      return nil
    }
  }
}

extension Plan {
  /// Whether a function is a host's own `in`.
  fileprivate func isMembership(_ function: Int32) -> Bool {
    functions[Int(function)].name == "@in"
  }

  /// The slot that a node reads and nothing else.
  func slot(readBy node: NodeID) -> Int? {
    if case .slot(let slot) = nodes[node.index] { return Int(slot) }
    if case .statedSlot(let slot, _) = nodes[node.index] { return Int(slot) }
    return nil
  }

  fileprivate func isSlot(_ node: NodeID, _ wanted: Int32) -> Bool {
    slot(readBy: node) == Int(wanted)
  }

  /// Whether a node is the value that is asked about.
  private func isValue(_ node: NodeID, _ slot: Int32, _ key: Value?) -> Bool {
    guard let key else { return isSlot(node, slot) }
    guard case .index(let map, let place, isOptional: false) = nodes[node.index],
      case .constant(let constant) = nodes[place.index]
    else { return false }
    return isSlot(map, slot) && Value.equal(constants[Int(constant)], key)
  }

  private func reads(_ node: NodeID, _ slot: Int32) -> Bool {
    var slots: Set<Int> = []
    addSlots(of: node, to: &slots)
    return slots.contains(Int(slot))
  }

  /// The value at which `moving < fixed` turns, where `moving` rises or falls with the value alone.
  ///
  /// A difference of two instants is defined near the one that is fixed, and fails far from it only.
  fileprivate func turn(
    _ moving: NodeID, _ fixed: NodeID, _ slot: Int32, _ key: Value?,
    _ evaluation: inout Evaluation
  ) -> [Value]? {
    guard !reads(fixed, slot), isFixed(fixed) else { return nil }
    if isValue(moving, slot, key) { return [value(fixed, &evaluation)] }
    guard case .binary(let function, let left, let right) = nodes[moving.index],
      functions[Int(function)].name == "_-_"
    else { return nil }
    let other = isValue(left, slot, key) ? right : isValue(right, slot, key) ? left : nil
    guard let other, !reads(other, slot), isFixed(other),
      case .timestamp(let instant) = value(other, &evaluation)
    else { return nil }
    return [.timestamp(instant)]
  }

  /// Whether a node is a constant or a slot: nothing of it hangs on locals.
  private func isFixed(_ node: NodeID) -> Bool {
    if case .constant = nodes[node.index] { return true }
    return slot(readBy: node) != nil
  }

  /// Adds the constant keys by which a node looks into the map in a slot; false where it uses the slot in
  /// another way.
  fileprivate func addKeys(_ node: NodeID, of slot: Int32, to keys: inout [Value]) -> Bool {
    func add(_ key: NodeID) -> Bool {
      guard case .constant(let place) = nodes[key.index] else { return false }
      keys.append(constants[Int(place)])
      return true
    }
    switch asWritten(node) {
    case .index(let map, let key, isOptional: false) where isSlot(map, slot),
      .membership(let key, let map) where isSlot(map, slot):
      return add(key)
    case .binary(let function, let key, let map) where isSlot(map, slot) && isMembership(function):
      return add(key)
    case .comparison(_, let left, let right), .equality(let left, let right, _),
      .binary(_, let left, let right):
      return addKeys(left, of: slot, to: &keys) && addKeys(right, of: slot, to: &keys)
    case .negation(let operand), .unary(_, let operand):
      return addKeys(operand, of: slot, to: &keys)
    case .constant, .failure, .slot, .statedSlot, .local, .field, .nullableField, .optionalField,
      .select, .index, .slotPresence, .fieldPresence, .presence, .conjunction, .disjunction,
      .conditional, .slotEquality, .slotComparison, .membership, .setMembership, .match,
      .openMatch, .alternative, .symbolTest, .nullary, .call, .definition, .bind, .list,
      .listOfOptionals, .map, .structure, .comprehension:
      return !reads(node, slot)
    }
  }
}
