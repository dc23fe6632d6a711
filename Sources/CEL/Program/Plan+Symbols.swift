import SharedStorage

/// A call whose truth is looked up by a symbol: `x == term`, `x in [terms]`, `list.touches(term)`.
///
///     action.kind in [message.email, message.sms]
///
///     symbolTests   slot 4, one symbol, set 0, 60 a row, 1 row from 0 on
///     symbolTruths  no no yes no ... yes ... unknown       by the symbol's id
///
/// Benchmark: `benchmarks 1000 verdict`. As calls of the host's closures such tests were half of a
/// verdict: 40 to 120 ns each, with eight to thirty references counted that all threads share.
struct SymbolTest: BitwiseCopyable, Sendable {
  /// The call as such, a `binary` node: what it costs, and what is evaluated where no table helps.
  let call: NodeID
  /// The argument that is no constant, and whether it is the first one.
  let operand: NodeID
  let isFirst: Bool
  /// The slot that the operand reads; -1 where it is another expression.
  let slot: Int32
  let subject: Subject
  let set: UInt32
  /// Where the truths start in `Plan.symbolTruths`, and how many a row are.
  let start: Int32
  let rowLength: Int32
  /// Where the rows' starts stand in `Plan.rowStarts`, one fewer than rows.
  let rows: Children
  let rowSlot: Int32
  /// What is answered where the truth is unknown, among the constants.
  let unknown: Int32

  /// What of the operand is looked up.
  enum Subject: BitwiseCopyable {
    case symbol
    case elements
    case keys
  }
}

extension Plan {
  /// A node as it was before a table took its place.
  func asWritten(_ node: NodeID) -> Node {
    guard case .symbolTest(let place) = nodes[node.index] else { return nodes[node.index] }
    return nodes[symbolTests[Int(place)].call.index]
  }

  func symbolTruth(_ place: Int32, _ evaluation: inout Evaluation) -> Truth {
    switch outcome(of: symbolTests[Int(place)], &evaluation) {
    case .told(let truth): truth
    case .found(let value): truth(of: value, &evaluation)
    }
  }

  func symbolValue(_ place: Int32, _ evaluation: inout Evaluation) -> Value {
    let test = symbolTests[Int(place)]
    switch outcome(of: test, &evaluation) {
    case .told(.yes): return .bool(true)
    case .told(.no): return .bool(false)
    case .told(.unknown): return constants[Int(test.unknown)]
    // No table tells an error.
    case .told(.error): return .bool(false)
    case .found(let value): return value
    }
  }

  private enum SymbolOutcome {
    case told(Truth)
    case found(Value)
  }

  private func outcome(of test: SymbolTest, _ evaluation: inout Evaluation) -> SymbolOutcome {
    evaluation.cost &+= 1
    if test.slot >= 0 {
      // Read in its place: no reference is counted.
      if test.subject == .symbol,
        case .symbol(let symbol) = evaluation.slots[Int(test.slot)],
        let truth = truth(of: symbol, test, row(of: test, evaluation.slots))
      {
        evaluation.cost &+= 1
        return .told(truth)
      }
    }
    let operand = value(test.operand, &evaluation)
    if operand.isUndecided { return .found(operand) }
    if let truth = truth(of: operand, test, row(of: test, evaluation.slots)) {
      return .told(truth)
    }
    return .found(calling(test, operand, &evaluation))
  }

  private func truth(of operand: Value, _ test: SymbolTest, _ row: Int) -> Truth? {
    switch (test.subject, operand) {
    case (.symbol, .symbol(let symbol)):
      return truth(of: symbol, test, row)
    case (.elements, .list(let list)):
      var result = Truth.no
      for place in list.elements.indices {
        guard case .symbol(let symbol) = list.elements[place],
          let truth = truth(of: symbol, test, row)
        else { return nil }
        result = result || truth
        if result == .yes { break }
      }
      return result
    case (.keys, .map(let map)):
      var result = Truth.no
      for place in map.entries.indices {
        guard case .symbol(let symbol) = map.entries[place].key,
          let truth = truth(of: symbol, test, row)
        else { return nil }
        result = result || truth
        if result == .yes { break }
      }
      return result
    case (.symbol, _), (.elements, _), (.keys, _):
      return nil
    }
  }

  @inline(__always)
  private func truth(of symbol: Symbol, _ test: SymbolTest, _ row: Int) -> Truth? {
    guard symbol.set == test.set, symbol.id < UInt32(bitPattern: test.rowLength) else { return nil }
    return symbolTruths[Int(test.start) + row * Int(test.rowLength) + Int(symbol.id)]
  }

  /// The row that holds by the number in its slot.
  @inline(__always)
  private func row(of test: SymbolTest, _ slots: [Value]) -> Int {
    if test.rows.count == 0 { return 0 }
    guard Int(test.rowSlot) < slots.count, case .int(let number) = slots[Int(test.rowSlot)] else {
      return 0
    }
    var row = 0
    for place in test.rows.range {
      guard rowStarts[place] <= number else { break }
      row += 1
    }
    return row
  }

  /// The call on a value that no table knows.
  private func calling(
    _ test: SymbolTest, _ operand: Value, _ evaluation: inout Evaluation
  ) -> Value {
    guard case .binary(let function, let first, let second) = nodes[test.call.index] else {
      return evaluation.fail(.noSuchOverload, "no call stands behind a symbol test")
    }
    return test.isFirst
      ? invoke(Int(function), operand, value(second, &evaluation), &evaluation)
      : invoke(Int(function), value(first, &evaluation), operand, &evaluation)
  }
}

extension Planner {
  /// The look-up that a call of two arguments is, one of them being a constant; nil where it is none.
  mutating func planSymbolTest(_ call: NodeID, _ overload: Overload, _ nodes: [NodeID]) -> NodeID? {
    guard let symbols = overload.symbols, overload.cost == .one, nodes.count == 2,
      overload.parameters.count == 2
    else { return nil }
    let constants = nodes.map { value(of: $0) }
    let varying: Int
    let constant: Value
    switch (constants[0], constants[1]) {
    case (nil, .some(let second)): (varying, constant) = (0, second)
    case (.some(let first), nil): (varying, constant) = (1, first)
    case (nil, nil), (.some, .some): return nil
    }
    guard let truths = symbols.truths(varying, constant), let length = truths.rows.first?.count
    else { return nil }
    let subject: SymbolTest.Subject
    switch overload.parameters[varying] {
    case .list: subject = .elements
    case .map: subject = .keys
    default: subject = .symbol
    }
    let rows = Children(start: Int32(parts.rowStarts.count), count: Int32(truths.rowStarts.count))
    let test = SymbolTest(
      call: call, operand: nodes[varying], isFirst: varying == 0,
      slot: slot(of: nodes[varying])?.slot ?? -1, subject: subject, set: truths.set,
      start: Int32(parts.symbolTruths.count), rowLength: Int32(length), rows: rows,
      rowSlot: Int32(truths.rowSlot), unknown: place(ofConstant: .unknown(truths.unknown)))
    parts.symbolTests.append(test)
    for row in truths.rows { parts.symbolTruths += row }
    parts.rowStarts += truths.rowStarts
    return node(.symbolTest(Int32(parts.symbolTests.count - 1)))
  }
}
