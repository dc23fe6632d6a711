/// Lists, maps, records and well-known messages, written out: strict in their parts.
extension Plan {
  func list(_ elements: Children, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 10
    var values: [Value] = []
    if let undecided = collect(elements, into: &values, &evaluation) { return undecided }
    return array(values, &evaluation)
  }

  func listOfOptionals(_ list: Int, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 10
    var values: [Value] = []
    var strictness = Strictness()
    for element in lists[list].elements {
      let value = part(element.node, isOptional: element.isOptional, &evaluation)
      if let value { values.append(value) }
      if let value { strictness.add(value, evaluation) }
      if strictness.hasFailed, !evaluation.isExhaustive { break }
    }
    return strictness.value ?? array(values, &evaluation)
  }

  /// A list of values, which costs what its elements hold.
  func array(_ values: [Value], _ evaluation: inout Evaluation) -> Value {
    for value in values {
      guard evaluation.charge(holding: value) else { return .error(.overCostLimit) }
    }
    return .array(values)
  }

  /// A map, which costs what its values hold; an error where a key is not allowed.
  func checkedMap(_ entries: [MapValue.Entry], _ evaluation: inout Evaluation) -> Value {
    for entry in entries {
      guard evaluation.charge(holding: entry.value) else { return .error(.overCostLimit) }
    }
    let made = MapValue.checked(entries)
    if case .error(let error) = made { evaluation.note(error) }
    return made
  }

  func mapValue(_ map: Int, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 30
    var entries: [MapValue.Entry] = []
    var strictness = Strictness()
    for entry in maps[map].entries {
      let key = value(entry.key, &evaluation)
      strictness.add(key, evaluation)
      if strictness.hasFailed, !evaluation.isExhaustive { break }
      if let value = part(entry.value, isOptional: entry.isOptional, &evaluation) {
        entries.append((key, value))
        strictness.add(value, evaluation)
      }
      if strictness.hasFailed, !evaluation.isExhaustive { break }
    }
    if let undecided = strictness.value { return undecided }
    return checkedMap(entries, &evaluation)
  }

  func structureValue(_ structure: Int, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 40
    let structure = structures[structure]
    var fields: [(name: String, value: Value)] = []
    var strictness = Strictness()
    for field in structure.fields {
      if let value = part(field.value, isOptional: field.isOptional, &evaluation) {
        fields.append((field.name, value))
        strictness.add(value, evaluation)
      }
      if strictness.hasFailed, !evaluation.isExhaustive { break }
    }
    if let undecided = strictness.value { return undecided }
    for field in fields {
      guard evaluation.charge(holding: field.value) else { return .error(.overCostLimit) }
    }
    let made: Value
    switch structure.kind {
    case .record(let declaration): made = Plan.record(declaration, fields)
    case .wellKnown(let message): made = message.value(fields)
    }
    if case .error(let error) = made { evaluation.note(error) }
    return made
  }

  /// The value of a part; nil where it is an optional without one.
  private func part(
    _ node: NodeID, isOptional: Bool, _ evaluation: inout Evaluation
  ) -> Value? {
    let value = value(node, &evaluation)
    guard isOptional else { return value }
    switch value {
    case .optional(let optional): return optional.value
    case .unknown, .error: return value
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .type, .opaque:
      return evaluation.fail(
        .noSuchOverload, "`\(value.type.runtimeName)` is no optional")
    }
  }

  private static func record(
    _ declaration: RecordDeclaration, _ fields: [(name: String, value: Value)]
  ) -> Value {
    var values = [Value](repeating: .null, count: declaration.fields.count)
    for field in fields {
      guard let place = declaration.fields.firstIndex(where: { $0.name == field.name }) else {
        return .failure(.noSuchField, "`\(declaration.name)` has no field `\(field.name)`")
      }
      values[place] = field.value
    }
    return .record(RecordValue(type: declaration.name, fields: values))
  }
}
