import CEL
import PolicyModel

/// Operators and functions.
extension Translator {
  /// An operand with what it is in SQL.
  struct Operand {
    let node: Expression
    let value: Translated
  }

  func call(
    _ node: Expression, _ written: String, _ operands: [Expression], _ scope: Scope
  ) -> Translated? {
    var name = written
    if case .function(let resolved, _) = scope.checked.references[node.id] { name = resolved }
    switch (name, operands.count) {
    case ("_&&_", 2): return .truth(conjunction(node, scope))
    case ("_||_", 2): return .truth(.any(operands.map { truth($0, scope) }))
    case ("!_", 1): return .truth(truth(operands[0], scope).negated)
    case ("_?_:_", 3): return conditional(operands, scope)
    case ("_<_", 2), ("_<=_", 2), ("_>_", 2), ("_>=_", 2):
      if let threshold = threshold(node, operands, scope) { return threshold }
    default: break
    }
    if let zoned = zoned(node, operands, scope) { return zoned }
    var values: [Operand] = []
    for operand in operands {
      guard let value = translate(operand, scope) else { return nil }
      // Strict: what is undecided for everybody leaves the call undecided.
      if case .constant(let constant, let mayFail) = value, constant.isUndecided {
        return .constant(constant, mayFail: mayFail)
      }
      values.append(Operand(node: operand, value: value))
    }
    switch (name, values.count) {
    case ("_[_]", 2): return element(of: values[0].value, at: values[1].value)
    case ("size", 1): return size(values[0].value)
    case ("startsWith", 2):
      return test(values) { self.dialect.startsWith($0, $1) }
    case ("endsWith", 2):
      return test(values) { self.dialect.endsWith($0, $1) }
    case ("contains", 2):
      return test(values) { self.dialect.contains($0, $1) }
    default: break
    }
    if let found = call(ofTerms: node, values, scope) { return found }
    switch (name, values.count) {
    case ("_==_", 2): return compared("=", values[0].value, values[1].value)
    case ("_!=_", 2): return compared("<>", values[0].value, values[1].value)
    case ("_<_", 2): return compared("<", values[0].value, values[1].value)
    case ("_<=_", 2): return compared("<=", values[0].value, values[1].value)
    case ("_>_", 2): return compared(">", values[0].value, values[1].value)
    case ("_>=_", 2): return compared(">=", values[0].value, values[1].value)
    case ("@in", 2): return membership(values[0].value, values[1].value)
    default: return nil
    }
  }

  // MARK: Logic

  /// Where an operand is false the others do not matter: they speak of the terms that are left.
  private func conjunction(_ node: Expression, _ scope: Scope) -> SQLTruth {
    var scope = scope
    var terms: [SQLTruth] = []
    for operand in node.operands(of: "_&&_") {
      if terms.contains(where: { $0.known == .no }) {
        // Nothing of it matters but whether it can fail.
        let before = notes
        terms.append(truth(operand, scope))
        notes = before
        continue
      }
      let term = truth(operand, scope)
      terms.append(term)
      for (input, ids) in term.excludes {
        guard let all = allIDs(of: input, scope) else { continue }
        scope.domains[input] = (scope.domains[input] ?? all).subtracting(ids)
      }
    }
    return .all(terms)
  }

  private func allIDs(of input: TermInput, _ scope: Scope) -> Set<UInt32>? {
    func ids(_ type: FactType) -> Set<UInt32>? {
      guard case .term(let set) = type else { return nil }
      return Set(0..<UInt32(library.vocabulary.termSets[set].terms.count))
    }
    if case .slot(let slot) = input { return table.column(ofSlot: slot).flatMap { ids($0.type) } }
    for local in scope.locals {
      if case .value(let value) = local.value, value.input == input { return ids(value.type) }
    }
    return nil
  }

  private func conditional(_ operands: [Expression], _ scope: Scope) -> Translated? {
    let condition = truth(operands[0], scope)
    switch condition.known {
    case .yes: return translate(operands[1], scope)
    case .no: return translate(operands[2], scope)
    case .unknown, .error:
      return .constant(.unknown(UnknownSet("")), mayFail: condition.failures.isPossible)
    case nil: break
    }
    guard let then = translate(operands[1], scope), let otherwise = translate(operands[2], scope)
    else { return nil }
    guard let first = text(of: then), let second = text(of: otherwise),
      let type = first.type ?? second.type, (first.type ?? type) == (second.type ?? type)
    else { return nil }
    let text = SQLText.cases(
      [(condition.text, first.text), (condition.text.negated, second.text)], else: nil)
    let failures = condition.failures || first.failures || second.failures
    var open = condition.openWhen
    for case .truth(let truth) in [then, otherwise] { open += truth.openWhen }
    if type == .bool { return .truth(SQLTruth(text, failures: failures, openWhen: open)) }
    guard open.isEmpty else { return nil }
    return .value(SQLValue(text: text, type: type, isJSON: false, failures: failures))
  }

  // MARK: Comparing

  /// A scalar as SQL; without a type where it is undecided for everybody.
  private func text(
    of value: Translated
  ) -> (text: SQLText, type: FactType?, failures: Failures)? {
    switch value {
    case .truth(let truth): return (truth.text, .bool, truth.failures)
    case .value(let value):
      switch value.type {
      case .bool, .int, .double, .string, .timestamp:
        return (value.text, value.type, value.failures)
      case .duration, .term, .list, .map, .record: return nil
      }
    case .constant(let value, let mayFail):
      if value.isUndecided { return (SQLText("NULL"), nil, Failures(mayFail)) }
      guard let literal = dialect.literal(value), let type = value.scalarType else { return nil }
      return (literal, type, Failures(mayFail))
    }
  }

  private func compared(
    _ sign: String, _ left: Translated, _ right: Translated
  ) -> Translated? {
    guard let first = text(of: left), let second = text(of: right), first.type == second.type
    else { return nil }
    var open: [SQLText] = []
    for case .truth(let truth) in [left, right] { open += truth.openWhen }
    var (one, other) = (first.text, second.text)
    if first.type == .bool { (one, other) = (one.parenthesised, other.parenthesised) }
    if first.type == .string, sign != "=", sign != "<>" {
      (one, other) = (dialect.ordered(one), dialect.ordered(other))
    }
    return .truth(
      SQLTruth(
        one + " \(sign) " + other, failures: first.failures || second.failures, openWhen: open))
  }

  private func membership(_ element: Translated, _ collection: Translated) -> Translated? {
    guard let wanted = text(of: element), let type = wanted.type else { return nil }
    switch collection {
    case .truth: return nil
    case .constant(.list(let list), let mayFail):
      var literals: [SQLText] = []
      for element in list.elements {
        guard let literal = dialect.literal(element), element.scalarType == type else { return nil }
        literals.append(literal)
      }
      let test =
        literals.isEmpty
        ? SQLText.cases([(wanted.text + " IS NOT NULL", .no)], else: nil)
        : wanted.text.isIn(literals)
      return .truth(SQLTruth(test, failures: wanted.failures || Failures(mayFail)))
    case .constant: return nil
    case .value(let list):
      let test = quantified(list, isAll: false) { item in
        guard item.type == type else { return nil }
        return .truth(SQLTruth(item.text + " = " + wanted.text, failures: false))
      }
      guard case .truth(var truth)? = test else { return nil }
      if case .constant = element { return test }
      // An empty list holds nothing, but strictly so only what is known.
      truth = SQLTruth(
        .cases([(wanted.text + " IS NOT NULL", truth.text)], else: nil),
        failures: truth.failures || wanted.failures)
      return .truth(truth)
    }
  }

  private func test(
    _ operands: [Operand], _ make: (SQLText, SQLText) -> SQLText
  ) -> Translated? {
    guard let left = text(of: operands[0].value), let right = text(of: operands[1].value),
      left.type == .string, right.type == .string
    else { return nil }
    return .truth(SQLTruth(make(left.text, right.text), failures: left.failures || right.failures))
  }

  // MARK: Elements and sizes

  private func element(of collection: Translated, at key: Translated) -> Translated? {
    guard case .value(let map) = collection, case .map(_, let type) = map.type else { return nil }
    let name: SQLText
    switch key {
    case .truth: return nil
    case .constant(let value, _):
      switch value {
      case .string:
        guard let literal = dialect.literal(value) else { return nil }
        name = literal
      case .symbol(let symbol): name = dialect.string(library.vocabulary.text(of: symbol))
      case .null, .bool, .int, .uint, .double, .duration, .timestamp, .bytes, .list, .map, .record,
        .optional, .type, .opaque, .unknown, .error:
        return nil
      }
    case .value(let value):
      if let entry = value.entry, entry.map == map.text {
        return .value(
          SQLValue(
            text: entry.text, type: entry.type, isJSON: entry.isJSON,
            failures: map.failures))
      }
      name = value.text
    }
    // A key that is not there is an error.
    return .value(
      SQLValue(
        text: dialect.element(dialect.entry(of: map.text, key: name), type, isJSON: map.isJSON),
        type: type, isJSON: map.isJSON, failures: true))
  }

  private func size(_ value: Translated) -> Translated? {
    guard case .value(let value) = value else { return nil }
    let text: SQLText
    switch value.type {
    case .string: text = dialect.characterCount(of: value.text)
    case .list:
      text = dialect.size(of: ElementRange(text: value.text, isMap: false, isJSON: value.isJSON))
    case .map:
      text = dialect.size(of: ElementRange(text: value.text, isMap: true, isJSON: value.isJSON))
    case .bool, .int, .double, .timestamp, .duration, .term, .record: return nil
    }
    return .value(SQLValue(text: text, type: .int, isJSON: false, failures: value.failures))
  }
}

extension Value {
  /// The type of a scalar that literals are written of.
  var scalarType: FactType? {
    switch self {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    case .null, .uint, .symbol, .duration, .bytes, .list, .map, .record, .optional, .type, .opaque,
      .unknown, .error:
      nil
    }
  }
}

extension Expression {
  /// The operands of a chain of one operator, however it is nested.
  fileprivate func operands(of name: String) -> [Expression] {
    guard case .call(name, nil, let operands) = kind else { return [self] }
    return operands.flatMap { $0.operands(of: name) }
  }
}
