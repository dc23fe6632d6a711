import SharedStorage

/// What a part looks at in maps through which it looks for entries.
///
///     consents.exists(r, purpose.within(r) && consents[r].evidence != "")
///
/// An entry whose key fails the test `purpose.within(r)` cannot matter, whatever it holds, since a "no" decides a
/// conjunction; and of `evidence` it matters only whether it is stated and whether it is "".
package struct EntryUses: Sendable {
  /// By slot of a map: the ways through it.
  fileprivate var walks: [Int: [Walk]] = [:]
  /// By slot: keys that are looked up by themselves.
  fileprivate var keys: [Int: [Value]] = [:]
  /// Numbers of records' fields that are read for more than a comparison with some texts.
  package fileprivate(set) var readFields: Set<Int> = []
  /// By number: texts with which fields are compared.
  package fileprivate(set) var comparedTexts: [Int: [String]] = [:]
  /// Records are used whole.
  package fileprivate(set) var usesRecords = false

  /// One way through a map, and the tests that an entry's key must pass.
  fileprivate struct Walk: Sendable {
    var tests: [Test] = []
  }

  fileprivate struct Test: Sendable {
    let plan: Plan
    let node: NodeID
    let frame: Frame
  }

  /// What locals hold.
  fileprivate typealias Frame = [Int: Bound]

  fileprivate enum Bound: Sendable {
    case fixed(Value)
    /// The key at hand on a way through the map in a slot.
    case key(slot: Int, walk: Int)
    case other
  }

  package init() {}

  /// Whether an entry with a key can matter to what has been looked at.
  ///
  /// `evaluation` holds all but the maps.
  package func mayMatter(_ key: Value, inSlot slot: Int, _ evaluation: inout Evaluation) -> Bool {
    if keys[slot, default: []].contains(where: { Value.equal($0, key) }) { return true }
    return walks[slot, default: []].contains { walk in
      !walk.tests.contains { $0.truth(key, &evaluation) == .no }
    }
  }
}

extension EntryUses.Test {
  fileprivate func truth(_ key: Value, _ evaluation: inout Evaluation) -> Truth {
    evaluation.begin(frameSize: plan.frameSize, slotCount: plan.slotCount)
    for (local, bound) in frame where local < plan.frameSize {
      switch bound {
      case .fixed(let value): evaluation.locals[local] = value
      case .key: evaluation.locals[local] = key
      case .other: continue
      }
    }
    let truth = plan.truth(node, &evaluation)
    return evaluation.isOverLimit ? .error : truth
  }
}

extension ProgramPart {
  /// Adds how the part looks at maps; false where it does more with them than look for entries.
  ///
  /// `records`: those of the maps whose values are records; `moving`: slots of which nothing is known;
  /// `evaluation` holds all others.
  package func addUses(
    ofMapsIn maps: Set<Int>, ofRecordsIn records: Set<Int>, moving: Set<Int>,
    _ evaluation: inout Evaluation, to uses: inout EntryUses
  ) -> Bool {
    evaluation.begin(frameSize: plan.frameSize, slotCount: plan.slotCount)
    var finder = EntryFinder(
      maps: maps, records: records, moving: moving, evaluation: evaluation, uses: uses)
    guard finder.add(node, plan, [:]) else { return false }
    uses = finder.uses
    return true
  }
}

private struct EntryFinder {
  typealias Frame = EntryUses.Frame

  let maps: Set<Int>
  let records: Set<Int>
  let moving: Set<Int>
  var evaluation: Evaluation
  var uses: EntryUses

  /// Adds what a node uses; false where it uses a map in another way.
  mutating func add(_ node: NodeID, _ plan: Plan, _ frame: Frame) -> Bool {
    switch plan.asWritten(node) {
    case .constant, .failure, .local, .nullary: return true
    case .slot(let slot), .statedSlot(let slot, _), .slotPresence(let slot),
      .slotEquality(let slot, _, _, _), .slotComparison(_, let slot, _, _):
      return !maps.contains(Int(slot))
    case .field(let operand, let field, _), .nullableField(let operand, let field),
      .optionalField(let operand, let field):
      uses.readFields.insert(Int(field))
      return addRecord(operand, plan, frame)
    case .fieldPresence(let operand, _, _): return addRecord(operand, plan, frame)
    case .index(let map, let key, _):
      guard let slot = self.map(map, plan) else {
        return add(map, plan, frame) && add(key, plan, frame)
      }
      if records.contains(slot) { uses.usesRecords = true }
      return addLookUp(key, inSlot: slot, plan, frame)
    case .membership(let key, let map):
      guard let slot = self.map(map, plan) else {
        return add(key, plan, frame) && add(map, plan, frame)
      }
      return addLookUp(key, inSlot: slot, plan, frame)
    case .equality(let left, let right, _):
      return addComparison(left, right, plan, frame) || addComparison(right, left, plan, frame)
        || add(left, plan, frame) && add(right, plan, frame)
    case .select(let operand, _, _), .presence(let operand, _), .negation(let operand),
      .setMembership(let operand, _), .match(let operand, _), .unary(_, let operand):
      return add(operand, plan, frame)
    case .comparison(_, let left, let right), .binary(_, let left, let right),
      .openMatch(let left, let right), .alternative(let left, let right, _):
      return add(left, plan, frame) && add(right, plan, frame)
    case .conditional(let condition, let then, let otherwise):
      return add(condition, plan, frame) && add(then, plan, frame) && add(otherwise, plan, frame)
    case .conjunction(let run), .disjunction(let run), .call(_, let run), .list(let run):
      for place in run.range where !add(plan.children[place], plan, frame) { return false }
      return true
    case .definition(let place):
      let call = plan.definitionCalls[Int(place)]
      for place in call.arguments.range where !add(plan.children[place], plan, frame) {
        return false
      }
      return add(call.plan.root, call.plan, self.frame(of: call, plan, frame))
    case .comprehension(let place):
      return addComprehension(plan.comprehensions[Int(place)], plan, frame)
    case .bind, .listOfOptionals, .map, .structure, .symbolTest: return false
    }
  }

  /// The slot of a map that a node reads.
  private func map(_ node: NodeID, _ plan: Plan) -> Int? {
    plan.slot(readBy: node).flatMap { maps.contains($0) ? $0 : nil }
  }

  /// Adds a record of which one field is looked at.
  private mutating func addRecord(_ node: NodeID, _ plan: Plan, _ frame: Frame) -> Bool {
    guard case .index(let map, let key, _) = plan.nodes[node.index], let slot = self.map(map, plan)
    else { return add(node, plan, frame) }
    return addLookUp(key, inSlot: slot, plan, frame)
  }

  /// Adds a comparison of an entry's field with a text that is fixed; false where it is none.
  private mutating func addComparison(
    _ node: NodeID, _ other: NodeID, _ plan: Plan, _ frame: Frame
  ) -> Bool {
    guard case .field(let record, let field, _) = plan.nodes[node.index],
      case .index(let map, let key, _) = plan.nodes[record.index],
      let slot = self.map(map, plan), case .fixed(.string(let text)) = bound(other, plan, frame),
      addLookUp(key, inSlot: slot, plan, frame)
    else { return false }
    uses.comparedTexts[Int(field), default: []].append(text.string)
    return true
  }

  /// Adds a look-up of a key; false where it may be any.
  private mutating func addLookUp(
    _ key: NodeID, inSlot slot: Int, _ plan: Plan, _ frame: Frame
  ) -> Bool {
    switch bound(key, plan, frame) {
    case .fixed(let value):
      uses.keys[slot, default: []].append(value)
      return true
    case .key(let own, _): return own == slot
    case .other: return false
    }
  }

  private mutating func addComprehension(
    _ comprehension: ComprehensionPlan, _ plan: Plan, _ frame: Frame
  ) -> Bool {
    var inside = frame
    inside[comprehension.local] = .other
    if comprehension.hasTwoVariables { inside[comprehension.local + 1] = .other }
    if let slot = map(comprehension.range, plan) {
      guard case .exists = comprehension.kind, !comprehension.hasTwoVariables,
        let predicate = comprehension.predicate
      else { return false }
      let number = uses.walks[slot, default: []].count
      inside[comprehension.local] = .key(slot: slot, walk: number)
      uses.walks[slot, default: []].append(EntryUses.Walk())
      var tests: [EntryUses.Test] = []
      addTests(predicate, plan, inside, slot, number, to: &tests)
      uses.walks[slot]?[number].tests = tests
      return add(predicate, plan, inside)
    }
    guard add(comprehension.range, plan, frame) else { return false }
    let parts = [comprehension.predicate, comprehension.transform]
    for part in parts.compactMap(\.self) where !add(part, plan, inside) { return false }
    return true
  }

  /// Adds the conjuncts that a key alone decides.
  private mutating func addTests(
    _ node: NodeID, _ plan: Plan, _ frame: Frame, _ slot: Int, _ walk: Int,
    to tests: inout [EntryUses.Test]
  ) {
    if isTest(node, plan, frame, slot, walk) {
      tests.append(EntryUses.Test(plan: plan, node: node, frame: frame))
    } else if case .conjunction(let run) = plan.nodes[node.index] {
      for place in run.range { addTests(plan.children[place], plan, frame, slot, walk, to: &tests) }
    } else if case .definition(let place) = plan.nodes[node.index] {
      let call = plan.definitionCalls[Int(place)]
      let own = self.frame(of: call, plan, frame)
      addTests(call.plan.root, call.plan, own, slot, walk, to: &tests)
    }
  }

  /// Whether a node reads nothing but the key at hand and what is fixed.
  private mutating func isTest(
    _ node: NodeID, _ plan: Plan, _ frame: Frame, _ slot: Int, _ walk: Int
  ) -> Bool {
    func all(_ nodes: NodeID..., finder: inout EntryFinder) -> Bool {
      nodes.allSatisfy { finder.isTest($0, plan, frame, slot, walk) }
    }
    func all(_ run: Children, finder: inout EntryFinder) -> Bool {
      run.range.allSatisfy { finder.isTest(plan.children[$0], plan, frame, slot, walk) }
    }
    switch plan.asWritten(node) {
    case .constant: return true
    case .slot(let slot), .statedSlot(let slot, _), .slotPresence(let slot),
      .slotEquality(let slot, _, _, _), .slotComparison(_, let slot, _, _):
      return !moving.contains(Int(slot))
    case .local(let local):
      switch frame[Int(local)] {
      case .fixed: return true
      case .key(slot, walk): return true
      case .key, .other, nil: return false
      }
    case .negation(let operand), .unary(_, let operand), .setMembership(let operand, _):
      return all(operand, finder: &self)
    case .equality(let left, let right, _), .comparison(_, let left, let right),
      .membership(let left, let right), .binary(_, let left, let right):
      return all(left, right, finder: &self)
    case .conjunction(let run), .disjunction(let run), .call(_, let run), .list(let run):
      return all(run, finder: &self)
    case .definition(let place):
      let call = plan.definitionCalls[Int(place)]
      return all(call.arguments, finder: &self)
        && isTest(
          call.plan.root, call.plan, self.frame(of: call, plan, frame), slot, walk)
    case .failure, .field, .nullableField, .optionalField, .select, .index, .fieldPresence,
      .presence, .conditional, .match, .openMatch, .alternative, .nullary, .bind, .symbolTest,
      .listOfOptionals, .map, .structure, .comprehension:
      return false
    }
  }

  /// What the locals of a definition hold when it is called.
  private mutating func frame(of call: DefinitionCall, _ plan: Plan, _ frame: Frame) -> Frame {
    var own: Frame = [:]
    for (local, place) in call.arguments.range.enumerated() {
      own[local] = bound(plan.children[place], plan, frame)
    }
    return own
  }

  /// What a node is: a key at hand, a value that is fixed, or anything else.
  private mutating func bound(_ node: NodeID, _ plan: Plan, _ frame: Frame) -> EntryUses.Bound {
    if case .local(let local) = plan.nodes[node.index] { return frame[Int(local)] ?? .other }
    if case .constant(let place) = plan.nodes[node.index] {
      return .fixed(plan.constants[Int(place)])
    }
    guard let slot = plan.slot(readBy: node), !moving.contains(slot) else { return .other }
    return .fixed(plan.value(node, &evaluation))
  }
}
