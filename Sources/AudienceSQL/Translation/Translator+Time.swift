import CEL
import PolicyEngine
import PolicyModel

/// Instants and zones: the engine is asked where an answer changes, so no database reckons with
/// calendars, offsets or clock changes.
extension Translator {
  // MARK: Thresholds

  /// What compares an instant of the row, moved by constants, with a constant.
  ///
  /// Such as `months(x, 18) >= now` and `now - x < duration("30d")`. As the instant grows the answer
  /// changes, so it is a comparison with the instants at which it does.
  func threshold(
    _ node: Expression, _ operands: [Expression], _ scope: Scope
  ) -> Translated? {
    let isFixed = operands.map { reads($0, scope).isEmpty }
    guard isFixed.contains(true), let place = isFixed.firstIndex(of: false) else { return nil }
    guard let hole = instant(within: operands[place], scope),
      case .value(let value)? = translate(hole, scope), value.type == .timestamp
    else { return nil }
    var inputs = PartialEvaluator.Inputs()
    inputs.constants = constants(of: scope)
    inputs.nodes = [(hole.id, 0)]
    let function = evaluator.function(node, scope.checked, inputs, arguments: 1)
    if hole.id == operands[place].id,
      case .constant(.timestamp(let instant), _)? = translate(operands[1 - place], scope),
      dialect.literal(.timestamp(instant)) != nil
    {
      // A plain comparison reads better as it is.
      return nil
    }
    let answers = Thresholds { micros in
      guard let instant = Timestamp(micros: micros) else { return .error }
      return function([.timestamp(instant)]).value.truth
    }
    guard let found = answers.find(near: evaluator.facts.now.micros) else { return nil }
    return .truth(text(of: found, value))
  }

  /// The instant of the row within an expression that only moves it.
  private func instant(within node: Expression, _ scope: Scope) -> Expression? {
    if case .call(let written, let target, let arguments) = node.kind {
      var name = written
      switch scope.checked.references[node.id] {
      case .function(let resolved, _): name = resolved
      case .definition: return nil
      case .variable, .local, .constant, .field, nil: break
      }
      if ["_+_", "_-_", "months"].contains(name) {
        let operands = (target.map { [$0] } ?? []) + arguments
        let open = operands.filter { !reads($0, scope).isEmpty }
        guard open.count == 1 else { return nil }
        return instant(within: open[0], scope)
      }
    }
    guard case .timestamp = scope.checked.types[node.id] else { return nil }
    return node
  }

  private func text(of found: Thresholds.Found, _ value: SQLValue) -> SQLTruth {
    func literal(_ micros: Int64) -> SQLText {
      SQLText(dialect.timestamp(Timestamp(micros: micros)?.text ?? ""))
    }
    // Stretches in which it is true; those at either end are open there.
    var stretches: [SQLText] = []
    var start: Int64?
    var isTrue = found.first
    for change in found.changes {
      if isTrue {
        let before = value.text + " < " + literal(change)
        stretches.append(start.map { .all([value.text + " >= " + literal($0), before]) } ?? before)
      }
      start = change
      isTrue.toggle()
    }
    if isTrue, let start { stretches.append(value.text + " >= " + literal(start)) }
    let text =
      found.changes.isEmpty
      ? SQLText.cases([(value.text + " IS NOT NULL", found.first ? .yes : .no)], else: nil)
      : .any(stretches)
    var outside: [SQLText] = []
    if found.low > Thresholds.range.lowerBound {
      outside.append(value.text + " < " + literal(found.low))
    }
    if found.high < Thresholds.range.upperBound {
      outside.append(value.text + " > " + literal(found.high))
    }
    if outside.isEmpty { return SQLTruth(text, failures: value.failures) }
    let isOutside = SQLText.any(outside)
    return SQLTruth(
      .cases([(isOutside, SQLText("NULL"))], else: text),
      failures: value.failures
        || (value.isColumn ? .when(.call("coalesce", isOutside, .no)) : true))
  }

  // MARK: Zones

  /// A truth that asks a zone of the row, all else being constant: the engine is asked for each zone.
  func zoned(
    _ node: Expression, _ operands: [Expression], _ scope: Scope
  ) -> Translated? {
    guard case .bool = scope.checked.types[node.id], let hole = zone(within: node, scope),
      case .value(let zone)? = translate(hole, scope), zone.type == .string
    else { return nil }
    let names = library.timeZones.names
    guard !names.isEmpty else { return nil }
    var inputs = PartialEvaluator.Inputs()
    inputs.constants = constants(of: scope)
    inputs.nodes = [(hole.id, 0)]
    let function = evaluator.function(node, scope.checked, inputs, arguments: 1)
    var groups: [(value: Value, names: [SQLText])] = []
    for name in names {
      let value = function([.text(name)]).value
      if value.isUndecided { continue }
      if let place = groups.firstIndex(where: { Value.equal($0.value, value) }) {
        groups[place].names.append(dialect.string(name))
      } else {
        groups.append((value, [dialect.string(name)]))
      }
    }
    if groups.isEmpty { return .constant(.unknown(UnknownSet("")), mayFail: true) }
    var cases: [(when: SQLText, then: SQLText)] = []
    for group in groups {
      guard let literal = dialect.literal(group.value) else { return nil }
      cases.append((zone.text.isIn(group.names), literal))
    }
    // A name that the engine's zones lack is an error; offsets are left to the engine.
    let text = SQLText.cases(cases, else: nil)
    let offset = SQLText.call(
      "coalesce", dialect.matches(zone.text, pattern: "[+-]?[0-9][0-9]:[0-9][0-9]"), .no)
    note(node, scope, "zones that are offsets, such as `+02:00`, are left to `gate`")
    return .truth(
      SQLTruth(text, failures: true, openWhen: [zone.isColumn ? offset : .yes]))
  }

  /// The zone that a strict call asks, or that the one operand of it does that is no constant.
  private func zone(within node: Expression, _ scope: Scope) -> Expression? {
    guard case .call(_, let target, let arguments) = node.kind,
      case .function(_, let overloads) = scope.checked.references[node.id], overloads.count == 1
    else { return nil }
    let operands = (target.map { [$0] } ?? []) + arguments
    let open = operands.indices.filter { !reads(operands[$0], scope).isEmpty }
    guard open.count == 1 else { return nil }
    let id = overloads[0].id
    if id == "timestamp_between" || id.hasSuffix("_with_tz") {
      return open[0] == operands.count - 1 ? operands[open[0]] : nil
    }
    return zone(within: operands[open[0]], scope)
  }
}

extension Timestamp {
  /// Microseconds since 1970, rounded down.
  var micros: Int64 { seconds * 1_000_000 + Int64(nanoseconds) / 1000 }

  init?(micros: Int64) {
    let seconds = micros.quotientAndRemainder(dividingBy: 1_000_000)
    let isBefore = seconds.remainder < 0
    self.init(
      seconds: seconds.quotient - (isBefore ? 1 : 0),
      nanoseconds: Int32((seconds.remainder + (isBefore ? 1_000_000 : 0)) * 1000))
  }
}
