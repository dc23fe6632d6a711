import CEL
import PolicyModel

/// The smallest truths that rules are made of, each once, with the combinations that they can have.
///
/// Atoms are taken apart at `&&`, `||` and `!`, which mean the same there as in a list of conditions.
/// A leaf that reads one fact with few values, a term or a truth value, is asked for each of them;
/// leaves of the same fact then vary together. Any other leaf may be anything.
struct LeafTable {
  private let vocabulary: Vocabulary
  private let timeZones: TimeZoneDatabase
  private let slotCount: Int
  private let daySlot: Int
  /// Tables have days of their own, so what asks them is not asked day by day.
  private let asksTables: Bool
  private let restriction: Restriction?
  private var leaves: [Leaf] = []
  private var numbers: [String: Int] = [:]

  private struct Leaf {
    /// Nil where its value hangs on a parameter of a definition.
    let program: Program?
    /// The fact whose values decide it, where it is one with few.
    let fact: Int?
  }

  /// Values of one fact, each with a day: the only ones that are gone through.
  struct Restriction {
    let fact: Int
    let points: [(day: Day, value: Value)]
  }

  /// Truths that vary together: the leaves, and every combination of theirs.
  struct Group {
    let leaves: [Int]
    let rows: [[Truth]]
  }

  init(_ library: CompiledLibrary, asksTables: Bool, only restriction: Restriction? = nil) {
    vocabulary = library.vocabulary
    timeZones = library.timeZones
    slotCount = library.slotCount
    daySlot = library.daySlot
    self.asksTables = asksTables
    self.restriction = restriction
  }

  var count: Int { leaves.count }

  /// The condition over leaves instead of a library's atoms.
  ///
  /// Leaves of the same text are the same; a prefix keeps those of another meaning apart.
  mutating func condition(
    _ condition: Condition, _ atoms: [Atom], prefix: String = ""
  ) -> Condition {
    switch condition {
    case .atom(let number):
      return self.condition(atoms[number].checked, prefix: prefix)
    case .all(let parts): return .all(parts.map { self.condition($0, atoms, prefix: prefix) })
    case .any(let parts): return .any(parts.map { self.condition($0, atoms, prefix: prefix) })
    case .none(let parts): return .none(parts.map { self.condition($0, atoms, prefix: prefix) })
    }
  }

  /// A whole expression over leaves.
  mutating func condition(_ checked: CheckedExpression, prefix: String = "") -> Condition {
    logic(checked.root, checked, prefix)
  }

  private mutating func logic(
    _ node: Expression, _ checked: CheckedExpression, _ prefix: String
  ) -> Condition {
    switch node.kind {
    case .call("_&&_", nil, let operands): .all(operands.map { logic($0, checked, prefix) })
    case .call("_||_", nil, let operands): .any(operands.map { logic($0, checked, prefix) })
    case .call("!_", nil, let operands): .none(operands.map { logic($0, checked, prefix) })
    case .call, .literal, .identifier, .select, .presence, .list, .map, .structure,
      .comprehension, .bind:
      .atom(leaf(node, checked, prefix))
    }
  }

  private mutating func leaf(
    _ node: Expression, _ checked: CheckedExpression, _ prefix: String
  ) -> Int {
    let key = prefix + node.text
    if let known = numbers[key] { return known }
    let program = node.readsParameter(in: checked) ? nil : program(of: node, in: checked)
    leaves.append(Leaf(program: program, fact: program.flatMap { onlyFact(of: $0) }))
    numbers[key] = leaves.count - 1
    return leaves.count - 1
  }

  /// A program for a part of an expression, planned as policies are.
  private func program(of node: Expression, in checked: CheckedExpression) -> Program {
    var options = Environment.Options()
    options.presenceOfVariables = true
    options.nullsAreUndecided = true
    options.intLiteralsAsDoubles = true
    options.extendedDurations = true
    options.timeZones = timeZones
    let part = CheckedExpression(
      source: checked.source, root: node, types: checked.types, references: checked.references)
    return Program(part, options: options)
  }

  /// The one fact that a program reads, beside the day, where its values can be gone through.
  private func onlyFact(of program: Program) -> Int? {
    let others = program.slots.filter { $0 != daySlot }
    guard others.count == 1, let slot = others.first, slot < vocabulary.facts.count,
      !(asksTables && program.slots.count > 1)
    else { return nil }
    switch vocabulary.facts[slot].type {
    case .bool, .term: return slot
    case nil, .int, .double, .string, .timestamp, .duration, .list, .map, .record: return nil
    }
  }

  // MARK: Combinations

  /// The truths that vary together, in the order of the leaves.
  func groups() -> [Group] {
    var result: [Group] = []
    var seen: Set<Int> = []
    for (number, leaf) in leaves.enumerated() {
      guard let fact = leaf.fact else {
        result.append(Group(leaves: [number], rows: truths(of: leaf)))
        continue
      }
      guard seen.insert(fact).inserted else { continue }
      let together = leaves.indices.filter { leaves[$0].fact == fact }
      result.append(Group(leaves: together, rows: rows(of: together, fact)))
    }
    return result
  }

  /// The facts that are gone through value by value, and how many leaves may be anything.
  var account: (facts: [String], others: Int) {
    let facts = Set(leaves.compactMap(\.fact)).sorted().map { vocabulary.facts[$0].path }
    return (facts, leaves.count { $0.fact == nil })
  }

  /// One truth for what reads nothing, anything for all else.
  private func truths(of leaf: Leaf) -> [[Truth]] {
    guard let program = leaf.program, program.slots.isEmpty else {
      return [[.no], [.yes], [.unknown], [.error]]
    }
    var evaluation = Evaluation(slots: [], timeZones: timeZones)
    return [[program.truth(&evaluation)]]
  }

  private func rows(of numbers: [Int], _ fact: Int) -> [[Truth]] {
    var rows: Set<[Truth]> = []
    var result: [[Truth]] = []
    // No leaf of the group reads another slot, so the others hold what is quickest to copy.
    var slots = [Value](repeating: .bool(false), count: slotCount)
    var evaluation = Evaluation(slots: [], timeZones: timeZones)
    let asksDay = numbers.contains { leaves[$0].program?.slots.contains(daySlot) ?? false }
    for (day, value) in points(of: fact, onEveryDay: asksDay) {
      slots[daySlot] = .int(Int64(day.number))
      slots[fact] = value
      evaluation.slots = slots
      let row = numbers.map { leaves[$0].program?.truth(&evaluation) ?? .error }
      if rows.insert(row).inserted { result.append(row) }
    }
    return result
  }

  private func points(of fact: Int, onEveryDay: Bool) -> [(day: Day, value: Value)] {
    if let restriction, restriction.fact == fact { return restriction.points }
    let values = values(of: fact)
    return (onEveryDay ? days(of: fact) : [.distantPast]).flatMap { day in
      values.map { (day, $0) }
    }
  }

  private func values(of fact: Int) -> [Value] {
    let path = vocabulary.facts[fact].path
    let stated: [Value] =
      switch vocabulary.facts[fact].type {
      case .bool: [.bool(true), .bool(false)]
      case .term(let number):
        (0..<UInt32(vocabulary.termSets[number].terms.count)).map {
          .symbol(Symbol(set: UInt32(number), id: $0))
        }
      case nil, .int, .double, .string, .timestamp, .duration, .list, .map, .record: []
      }
    let unknown = Value.unknown(UnknownSet(path))
    return stated + (canBeNone(path) ? [unknown, .null] : [unknown])
  }

  /// Whether the fact, or a group that it is in, can be stated to be none.
  private func canBeNone(_ path: String) -> Bool {
    vocabulary.facts.contains { fact in
      fact.isNullable && (fact.path == path || path.hasPrefix(fact.path + "."))
    }
  }

  /// The first day of each era of the fact's terms.
  private func days(of fact: Int) -> [Day] {
    guard case .term(let number) = vocabulary.facts[fact].type else { return [.distantPast] }
    return [.distantPast] + vocabulary.termSets[number].eraStarts
  }
}

extension Expression {
  /// Whether a name in it stands for a parameter, or for an element of a list around it.
  ///
  /// Elements of its own lists are taken for such names too, which only makes a leaf count as anything.
  fileprivate func readsParameter(in checked: CheckedExpression) -> Bool {
    if case .local? = checked.references[id] { return true }
    return parts.contains { $0.readsParameter(in: checked) }
  }
}
