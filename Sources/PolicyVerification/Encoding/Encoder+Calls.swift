import CEL
import PolicyModel

/// Operators and functions.
extension Encoder {
  func call(
    _ node: Expression, _ written: String, _ operands: [Expression], _ scope: Scope
  ) -> Symbolic? {
    var name = written
    if case .function(let resolved, _) = scope.checked.references[node.id] { name = resolved }
    switch (name, operands.count) {
    case ("_&&_", 2): return .truth(conjunction(node, scope))
    case ("_||_", 2):
      return .truth(formulas.any(operands.map { truth($0, scope) }))
    case ("!_", 1): return .truth(formulas.not(truth(operands[0], scope)))
    case ("_?_:_", 3): return conditional(operands, scope)
    case (_, _): break
    }
    if let constant = constant(node, operands, scope) { return constant }
    var values: [Symbolic] = []
    for operand in operands {
      guard let value = value(operand, scope) ?? opaque(operand, scope) else { return nil }
      values.append(value)
    }
    switch (name, values.count) {
    case ("_==_", 2): return equality(values[0], values[1]).map(Symbolic.truth)
    case ("_!=_", 2):
      return equality(values[0], values[1]).map { .truth(formulas.not($0)) }
    case ("_<_", 2): return less(values[0], values[1]).map(Symbolic.truth)
    case ("_>_", 2): return less(values[1], values[0]).map(Symbolic.truth)
    case ("_<=_", 2): return less(values[1], values[0]).map { .truth(formulas.not($0)) }
    case ("_>=_", 2): return less(values[0], values[1]).map { .truth(formulas.not($0)) }
    case ("@in", 2): return membership(values[0], values[1]).map(Symbolic.truth)
    case ("_[_]", 2): return element(of: values[0], at: values[1])
    case ("size", 1): return size(values[0])
    case ("within", 2): return within(values[0], values[1]).map(Symbolic.truth)
    case ("touches", 2): return touches(values[0], values[1]).map(Symbolic.truth)
    case ("covers", 2): return covers(values[0], values[1]).map(Symbolic.truth)
    case ("_+_", 2), ("_-_", 2), ("_*_", 2), ("_/_", 2), ("_%_", 2), ("-_", 1):
      return arithmetic(name, values, scope.checked.types[node.id])
    case ("months", 2): return months(values[0], values[1], words(node, scope.checked))
    case (_, 1):
      guard let table = table(of: node, name, scope) else { return nil }
      return row(of: table, values[0])
    case (_, _): return nil
    }
  }

  /// A call of constants, evaluated: `duration("30d")`.
  private func constant(
    _ node: Expression, _ operands: [Expression], _ scope: Scope
  ) -> Symbolic? {
    let isConstant = operands.allSatisfy { operand in
      if case .literal = operand.kind { return true }
      return false
    }
    guard isConstant, !operands.isEmpty else { return nil }
    var options = Environment.Options()
    options.extendedDurations = true
    options.timeZones = view.library.timeZones
    let checked = CheckedExpression(
      source: scope.checked.source, root: node, types: scope.checked.types,
      references: scope.checked.references)
    let program = Program(checked, options: options)
    var evaluation = Evaluation(
      slots: [Value](repeating: .int(0), count: view.library.slotCount),
      timeZones: view.library.timeZones)
    guard program.slots.isEmpty else { return nil }
    return facts.constant(program.evaluate(&evaluation))
  }

  // MARK: Logic

  /// Where an operand is false, the others do not matter: they are encoded for what is left.
  private func conjunction(_ node: Expression, _ scope: Scope) -> Ternary {
    let before = narrow
    defer { narrow = before }
    var parts: [Ternary] = []
    for operand in node.operandsOfConjunction {
      let part = truth(operand, scope)
      parts.append(part)
      if part.no == formulas.yes { return part }
      restrict(toWhere: formulas.not(part.no))
    }
    return formulas.all(parts)
  }

  private func restrict(toWhere formula: Formula) {
    switch formulas[formula] {
    case .member(let subject, let set):
      guard case .choice(let count) = formulas.sort(of: subject) else { return }
      narrow[subject] = narrow[subject].map { $0.intersection(set, below: count) } ?? set
    case .and(let parts): for part in parts { restrict(toWhere: part) }
    default: return
    }
  }

  private func conditional(_ operands: [Expression], _ scope: Scope) -> Symbolic? {
    let condition = truth(operands[0], scope)
    guard let then = value(operands[1], scope) ?? opaque(operands[1], scope),
      let otherwise = value(operands[2], scope) ?? opaque(operands[2], scope)
    else { return nil }
    if case (.truth(let then), .truth(let otherwise)) = (then, otherwise) {
      return .truth(formulas.conditional(condition, then, otherwise))
    }
    guard let first = then.state, let second = otherwise.state else { return nil }
    func either(_ one: Formula, _ other: Formula) -> Formula {
      formulas.or(
        formulas.and(condition.yes, one), formulas.and(condition.no, other))
    }
    let state = State(
      unknown: formulas.or(condition.unknown, either(first.unknown, second.unknown)),
      failed: formulas.or(formulas.failed(condition), either(first.failed, second.failed)))
    switch (then, otherwise) {
    case (.integer(let then, _), .integer(let otherwise, _)):
      return .integer(formulas.conditional(condition.yes, then, otherwise), state)
    case (.real(let then, _), .real(let otherwise, _)):
      return .real(formulas.conditional(condition.yes, then, otherwise), state)
    case (.text(let then, _), .text(let otherwise, _)):
      return .text(formulas.conditional(condition.yes, then, otherwise), state)
    case (.term(let set, let then, _), .term(_, let otherwise, _)):
      return .term(set: set, formulas.conditional(condition.yes, then, otherwise), state)
    case (_, _): return nil
    }
  }

  // MARK: Comparing

  private func equality(_ left: Symbolic, _ right: Symbolic) -> Ternary? {
    if case (.truth(let left), .truth(let right)) = (left, right) {
      let state = formulas.joined([formulas.state(of: left), formulas.state(of: right)])
      return formulas.truth(formulas.equal(left.yes, right.yes), state)
    }
    guard let first = left.state, let second = right.state else { return nil }
    let state = formulas.joined([first, second])
    if case (.term(let set, let left, _), .term(_, let right, _)) = (left, right) {
      return relation(.equals, left, right, set, state)
    }
    return same(left, right).map { formulas.truth($0, state) }
  }

  /// Whether two values are equal, where both are there; terms that may be each other are not the same.
  func same(_ left: Symbolic, _ right: Symbolic) -> Formula? {
    switch (left, right) {
    case (.integer(let left, _), .integer(let right, _)),
      (.real(let left, _), .real(let right, _)), (.text(let left, _), .text(let right, _)):
      formulas.equal(left, right)
    case (.integer(let left, _), .real(let right, _)):
      formulas.equal(formulas.toReal(left), right)
    case (.real(let left, _), .integer(let right, _)):
      formulas.equal(left, formulas.toReal(right))
    case (_, _): nil
    }
  }

  private func less(_ left: Symbolic, _ right: Symbolic) -> Ternary? {
    guard let first = left.state, let second = right.state else { return nil }
    let holds: Formula
    switch (left, right) {
    case (.integer(let left, _), .integer(let right, _)),
      (.real(let left, _), .real(let right, _)):
      holds = formulas.less(left, right)
    case (.integer(let left, _), .real(let right, _)):
      holds = formulas.less(formulas.toReal(left), right)
    case (.real(let left, _), .integer(let right, _)):
      holds = formulas.less(left, formulas.toReal(right))
    case (_, _): return nil
    }
    return formulas.truth(holds, formulas.joined([first, second]))
  }

  // MARK: Numbers

  /// The values of a type, beyond which a calculation fails; nil for types that are not calculated.
  private func bounds(_ type: ValueType) -> (low: Int128, high: Int128)? {
    switch type {
    case .int, .duration: (Int128(Int64.min), Int128(Int64.max))
    case .timestamp:
      (
        Int128(-62_135_596_800) * 1_000_000_000,
        Int128(253_402_300_800) * 1_000_000_000 - 1
      )
    case .dyn, .null, .bool, .uint, .double, .string, .bytes, .list, .map, .type, .wrapper,
      .optional, .record, .opaque, .parameter, .error:
      nil
    }
  }

  private func arithmetic(
    _ name: String, _ values: [Symbolic], _ type: ValueType
  ) -> Symbolic? {
    guard let bounds = bounds(type), let last = values.last,
      case .integer(let right, let second) = last
    else { return nil }
    var left = formulas.integer(0)
    var states = [second]
    if values.count == 2 {
      guard case .integer(let formula, let first) = values[0] else { return nil }
      left = formula
      states = [first, second]
    }
    let state = formulas.joined(states)
    var mayFail = formulas.no
    let result: Formula
    switch name {
    case "_+_": result = formulas.sum(left, right)
    case "_-_", "-_": result = formulas.difference(left, right)
    case "_*_":
      guard let product = formulas.product(left, right) else { return nil }
      result = product
    case "_/_":
      result = formulas.quotient(left, right)
      mayFail = formulas.equal(right, formulas.integer(0))
    default:
      result = formulas.remainder(left, right)
      mayFail = formulas.equal(right, formulas.integer(0))
    }
    let inRange = formulas.between(bounds.low, result, bounds.high)
    return after(
      state,
      .integer(
        result, State(unknown: formulas.no, failed: formulas.or(mayFail, formulas.not(inRange)))))
  }

  /// So many months later: not encoded but for its order, which is all that policies ask of it.
  ///
  /// More months never lead to an earlier instant, and from an instant of the years 1 to 2999 no
  /// number up to 84,000 leaves the calendar.
  private func months(_ instant: Symbolic, _ count: Symbolic, _ words: String) -> Symbolic? {
    guard case .integer(let from, let first) = instant,
      case .integer(let number, let second) = count
    else { return nil }
    let name = "months:\(from.number):\(number.number)"
    let isNew = !formulas.isDeclared(name)
    let result = formulas.opaqueSymbol(name, .integer, words)
    let failed = formulas.opaqueSymbol(name + "?failed", .truth, words)
    if isNew {
      let isUsual = formulas.and(
        formulas.less(from, formulas.integer(Int128(32_503_680_000) * 1_000_000_000)),
        formulas.between(0, number, 84_000))
      formulas.constrain(failed, formulas.implies(isUsual, formulas.not(failed)))
      formulas.constrain(
        result,
        formulas.implies(formulas.equal(number, formulas.integer(0)), formulas.equal(result, from)))
      for other in formulas.months where other.from == from {
        formulas.constrain(
          result,
          formulas.and(
            formulas.implies(
              formulas.lessOrSame(number, other.number), formulas.lessOrSame(result, other.result)),
            formulas.implies(
              formulas.lessOrSame(other.number, number), formulas.lessOrSame(other.result, result))
          ))
      }
      formulas.noteMonths(from: from, number: number, result: result)
    }
    return after(
      formulas.joined([first, second]),
      .integer(result, State(unknown: formulas.no, failed: failed)))
  }

  // MARK: Sizes, elements, tables

  private func size(_ value: Symbolic) -> Symbolic? {
    switch value {
    case .list(let list, let state): .integer(list.size, state)
    case .map(let map, let state): .integer(map.size, state)
    case .truth, .integer, .real, .term, .text, .record: nil
    }
  }

  private func element(of collection: Symbolic, at key: Symbolic) -> Symbolic? {
    guard case .map(let map, let first) = collection,
      case .term(_, let term, let second) = key
    else { return nil }
    let state = formulas.joined([first, second])
    if case .choice(let number, _) = formulas[term] {
      guard let entry = map.entry(number) else { return nil }
      let isMissing = State(unknown: formulas.no, failed: formulas.not(entry.present))
      return after(state, after(isMissing, entry.value))
    }
    // Which entry is meant hangs on a fact: a value is chosen among them all.
    let entries = map.possibleEntries(formulas)
    var result: Symbolic?
    for entry in entries {
      let isMeant = formulas.member(term, NumberSet([entry.key]))
      let missing = State(unknown: formulas.no, failed: formulas.not(entry.present))
      let value = after(missing, entry.value)
      guard let rest = result else {
        result = value
        continue
      }
      guard let both = either(isMeant, value, rest) else { return nil }
      result = both
    }
    let isOther = formulas.not(formulas.member(term, NumberSet(entries.map(\.key))))
    let missing = State(unknown: formulas.no, failed: isOther)
    return result.map { after(state, after(missing, $0)) }
  }

  private func either(_ condition: Formula, _ one: Symbolic, _ other: Symbolic) -> Symbolic? {
    if case (.truth(let one), .truth(let other)) = (one, other) {
      return .truth(formulas.conditional(formulas.certain(condition), one, other))
    }
    guard let first = one.state, let second = other.state else { return nil }
    let state = State(
      unknown: formulas.conditional(condition, first.unknown, second.unknown),
      failed: formulas.conditional(condition, first.failed, second.failed))
    switch (one, other) {
    case (.integer(let one, _), .integer(let other, _)):
      return .integer(formulas.conditional(condition, one, other), state)
    case (.real(let one, _), .real(let other, _)):
      return .real(formulas.conditional(condition, one, other), state)
    case (.text(let one, _), .text(let other, _)):
      return .text(formulas.conditional(condition, one, other), state)
    case (.term(let set, let one, _), .term(_, let other, _)):
      return .term(set: set, formulas.conditional(condition, one, other), state)
    case (_, _): return nil
    }
  }

  private func table(of node: Expression, _ name: String, _ scope: Scope) -> Table? {
    guard case .function(_, let overloads) = scope.checked.references[node.id],
      overloads.count == 1, overloads[0].id == "table_\(name)"
    else { return nil }
    let asked = tables.map { view.library.tables[$0] }.filter { $0.name == name }
    if let table = asked.first { return table }
    let named = view.library.tables.filter { $0.name == name }
    return named.count == 1 ? named[0] : nil
  }

  /// A table's row, by cases: what the table answers for each term on each day.
  private func row(of table: Table, _ key: Symbolic) -> Symbolic? {
    guard case .term(_, let term, let state) = key,
      let sample = table.rows.first.flatMap({ facts.constant($0.value) })
    else { return nil }
    let set = view.library.vocabulary.termSets[table.key]
    var starts = Set(
      table.rows.flatMap { [$0.period.from, $0.period.until?.next].compactMap(\.self) })
    starts.formUnion(set.eraStarts)
    let days = [Day.distantPast] + starts.sorted()
    var unknown: [Formula] = []
    var rows = [[Formula]](repeating: [], count: table.rows.count)
    for (place, day) in days.enumerated() {
      let isThen = relations.isInForce(
        Period(
          from: place == 0 ? nil : day,
          until: place + 1 < days.count ? Day(number: days[place + 1].number - 1) : nil))
      if isThen == formulas.no { continue }
      var byAnswer: [Int: [UInt32]] = [:]
      for own in 0..<UInt32(set.terms.count) {
        let number = view.terms.number(of: Symbol(set: UInt32(table.key), id: own))
        switch table.answer(for: own, in: set, on: day) {
        case .row(let row): byAnswer[row, default: []].append(number)
        case .unknown: byAnswer[-1, default: []].append(number)
        case .none, .ambiguous: continue
        }
      }
      for (answer, numbers) in byAnswer.sorted(by: { $0.key < $1.key }) {
        let formula = formulas.and(isThen, formulas.member(term, NumberSet(numbers)))
        if answer < 0 { unknown.append(formula) } else { rows[answer].append(formula) }
      }
    }
    let isUnknown = formulas.any(unknown)
    let isThere = formulas.any(rows.flatMap(\.self))
    var result = sample
    for (row, conditions) in zip(table.rows, rows).reversed() {
      guard let value = facts.constant(row.value),
        let both = either(formulas.any(conditions), value, result)
      else { return nil }
      result = both
    }
    let found = State(
      unknown: isUnknown, failed: formulas.and(formulas.not(isUnknown), formulas.not(isThere)))
    return after(state, after(found, result))
  }
}

extension SymbolicMap {
  /// The entries that may be there.
  func possibleEntries(_ formulas: Formulas) -> [Entry] {
    entries.filter { $0.present != formulas.no }
  }

  func entry(_ key: UInt32) -> Entry? {
    // Mostly every term has its entry.
    if Int(key) < entries.count, entries[Int(key)].key == key { return entries[Int(key)] }
    return entries.first { $0.key == key }
  }
}

extension Expression {
  /// The operands of the `&&` at the top, however it is nested.
  fileprivate var operandsOfConjunction: [Expression] {
    guard case .call("_&&_", nil, let operands) = kind else { return [self] }
    return operands.flatMap(\.operandsOfConjunction)
  }
}
