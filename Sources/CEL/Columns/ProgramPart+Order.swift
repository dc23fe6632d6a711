import SharedStorage

/// Whether a part can tell instants apart by more than their order.
extension ProgramPart {
  /// The instants with which the part compares those within the values of slots; nil where it does more with
  /// them than compare.
  ///
  /// Then two sets of values are one to it that differ in instants alone, where these lie in one order among
  /// themselves and among the answer. `evaluation` holds what else the part reads.
  package func fixedInstants(
    besideSlots slots: Set<Int>, _ evaluation: inout Evaluation
  ) -> [Timestamp]? {
    evaluation.begin(frameSize: plan.frameSize, slotCount: plan.slotCount)
    var finder = InstantFinder(slots: slots, evaluation: evaluation)
    return finder.isOrdered(node, plan) ? finder.found : nil
  }
}

/// Walks a plan for what it does with values that move.
private struct InstantFinder {
  let slots: Set<Int>
  var evaluation: Evaluation
  var found: [Timestamp] = []

  /// Functions of a host and of the language to which an instant is no argument, or that compare.
  private static let harmless: Set<String> = [
    "within", "touches", "covers", "@in", "_==_", "_!=_", "size", "contains", "startsWith",
    "endsWith",
    "matches",
  ]

  /// Whether a node that may hold values of the slots does no more with instants than compare them; what is
  /// fixed below it is noted.
  mutating func isOrdered(_ node: NodeID, _ plan: Plan) -> Bool {
    if !moves(node, plan) {
      if case .timestamp(let instant) = plan.value(node, &evaluation) { found.append(instant) }
      return true
    }
    func all(_ run: Children, _ finder: inout InstantFinder) -> Bool {
      for place in run.range where !finder.isOrdered(plan.children[place], plan) { return false }
      return true
    }
    switch plan.asWritten(node) {
    case .constant, .failure, .slot, .statedSlot, .local, .slotPresence, .nullary: return true
    case .field(let operand, _, _), .nullableField(let operand, _), .optionalField(let operand, _),
      .select(let operand, _, _), .fieldPresence(let operand, _, _), .presence(let operand, _),
      .negation(let operand), .match(let operand, _):
      return isOrdered(operand, plan)
    case .index(let left, let right, _), .equality(let left, let right, _),
      .membership(let left, let right), .bind(_, let left, let right):
      return isOrdered(left, plan) && isOrdered(right, plan)
    case .comparison(_, let left, let right):
      return isShifted(left, besides: right, plan) || isShifted(right, besides: left, plan)
        || isOrdered(left, plan) && isOrdered(right, plan)
    case .slotEquality(_, let constant, _, _), .slotComparison(_, _, let constant, _):
      if case .timestamp(let instant) = plan.constants[Int(constant)] { found.append(instant) }
      return true
    case .conjunction(let run), .disjunction(let run), .list(let run): return all(run, &self)
    case .conditional(let condition, let then, let otherwise):
      return isOrdered(condition, plan) && isOrdered(then, plan) && isOrdered(otherwise, plan)
    case .unary(let function, let operand):
      return isHarmless(function, plan) && isOrdered(operand, plan)
    case .binary(let function, let left, let right):
      return isHarmless(function, plan) && isOrdered(left, plan) && isOrdered(right, plan)
    case .call(let function, let run): return isHarmless(function, plan) && all(run, &self)
    case .definition(let place):
      let call = plan.definitionCalls[Int(place)]
      return all(call.arguments, &self) && isOrdered(call.plan.root, call.plan)
    case .comprehension(let place):
      let comprehension = plan.comprehensions[Int(place)]
      let parts = [comprehension.range, comprehension.predicate, comprehension.transform]
      for part in parts.compactMap(\.self) where !isOrdered(part, plan) { return false }
      return true
    case .setMembership, .openMatch, .alternative, .listOfOptionals, .map, .structure, .symbolTest:
      return false
    }
  }

  /// Whether a node is an instant moved by a fixed duration and compared with a fixed instant, or its distance from
  /// a fixed instant, compared with a fixed duration.
  ///
  /// Then it is the instant that is compared with others. Where the result is out of range it is an error, which also
  /// turns at an instant.
  private mutating func isShifted(_ node: NodeID, besides other: NodeID, _ plan: Plan) -> Bool {
    guard case .binary(let function, let left, let right) = plan.asWritten(node),
      ["_-_", "_+_"].contains(plan.functions[Int(function)].name), !moves(other, plan)
    else { return false }
    let (moving, fixed) = moves(left, plan) ? (left, right) : (right, left)
    guard !moves(fixed, plan) else { return false }
    let instants: [Timestamp]
    let distances: [Int128]
    let (value, beside) = (plan.value(fixed, &evaluation), plan.value(other, &evaluation))
    if case .timestamp(let instant) = value, case .duration(let limit) = beside {
      instants = [instant]
      distances = [Int128(limit), Int128(Int64.max), Int128(Int64.max) + 1]
    } else if case .duration(let shift) = value, case .timestamp(let instant) = beside {
      instants = [instant, Timestamp.earliest, Timestamp.latest].compactMap(\.self)
      distances = [Int128(shift)]
    } else {
      return false
    }
    guard isOrdered(moving, plan) else { return false }
    for instant in instants {
      for distance in distances {
        found += [distance, -distance].compactMap { instant.moved(by: $0) }
      }
    }
    return true
  }

  private func isHarmless(_ function: Int32, _ plan: Plan) -> Bool {
    Self.harmless.contains(plan.functions[Int(function)].name)
  }

  /// Whether a node holds values of the slots, or locals, which may.
  private func moves(_ node: NodeID, _ plan: Plan) -> Bool {
    var reading = Reading()
    plan.read(node, &reading)
    return reading.hasLocals || !reading.slots.isDisjoint(with: slots)
  }
}

extension Timestamp {
  fileprivate static let earliest = Timestamp(seconds: -62_135_596_800)
  fileprivate static let latest = Timestamp(seconds: 253_402_300_799, nanoseconds: 999_999_999)

  /// The instant so many nanoseconds later; nil where there is none.
  fileprivate func moved(by distance: Int128) -> Timestamp? {
    let second: Int128 = 1_000_000_000
    let position = Int128(seconds) * second + Int128(nanoseconds) + distance
    let (whole, rest) = position.quotientAndRemainder(dividingBy: second)
    let isBefore = rest < 0
    return Timestamp(
      seconds: Int64(clamping: isBefore ? whole - 1 : whole),
      nanoseconds: Int32(isBefore ? rest + second : rest))
  }
}

/// What a node reads.
struct Reading {
  var slots: Set<Int> = []
  var hasLocals = false
}

extension Plan {
  /// Adds what a node and all below it read; a definition's own locals are not the caller's.
  fileprivate func read(_ node: NodeID, _ reading: inout Reading) {
    addSlots(of: node, to: &reading.slots)
    reading.hasLocals = reading.hasLocals || hasLocals(node)
  }

  private func hasLocals(_ node: NodeID) -> Bool {
    func any(_ nodes: NodeID...) -> Bool { nodes.contains { hasLocals($0) } }
    func any(of run: Children) -> Bool { run.range.contains { hasLocals(children[$0]) } }
    switch nodes[node.index] {
    case .local, .bind, .comprehension, .openMatch, .alternative, .listOfOptionals, .map,
      .structure:
      return true
    case .constant, .failure, .slot, .statedSlot, .slotPresence, .slotEquality, .slotComparison,
      .nullary:
      return false
    case .field(let operand, _, _), .nullableField(let operand, _), .optionalField(let operand, _),
      .select(let operand, _, _), .fieldPresence(let operand, _, _), .presence(let operand, _),
      .negation(let operand), .setMembership(let operand, _), .match(let operand, _),
      .unary(_, let operand):
      return any(operand)
    case .index(let left, let right, _), .equality(let left, let right, _),
      .comparison(_, let left, let right), .membership(let left, let right),
      .binary(_, let left, let right):
      return any(left, right)
    case .conditional(let condition, let then, let otherwise):
      return any(condition, then, otherwise)
    case .conjunction(let run), .disjunction(let run), .call(_, let run), .list(let run):
      return any(of: run)
    case .definition(let call): return any(of: definitionCalls[Int(call)].arguments)
    case .symbolTest(let test): return any(symbolTests[Int(test)].operand)
    }
  }
}
