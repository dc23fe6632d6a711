/// `has`: of a variable, of a record's field, of a map's key.
extension Plan {
  /// Whether a variable has a value: false for null.
  func slotPresenceValue(_ slot: Int32, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 1
    return presence(ofField: evaluation.slots[Int(slot)], &evaluation)
  }

  /// Whether a record's field is set: false for null.
  ///
  /// Where `allowsNull`, an operand that is null has no fields set; else it is an error.
  func fieldPresence(
    _ operand: NodeID, _ field: Int32, allowsNull: Bool, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let operand = value(operand, &evaluation)
    switch operand {
    case .record(let record) where Int(field) < record.fields.count:
      return presence(ofField: record.fields[Int(field)], &evaluation)
    case .null where allowsNull: return .bool(false)
    case .unknown, .error: return operand
    case .optional(let optional):
      guard case .record(let record) = optional.value, Int(field) < record.fields.count else {
        return .bool(false)
      }
      return presence(ofField: record.fields[Int(field)], &evaluation)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .type, .opaque:
      return evaluation.fail(.noFields(operand))
    }
  }

  /// Whether a map has a key, be its value null, or a record's field of a name is set.
  func presence(
    _ operand: NodeID, _ name: Value, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let operand = value(operand, &evaluation)
    guard case .optional(let optional) = operand else {
      return presence(of: name, in: operand, &evaluation)
    }
    guard let inner = optional.value else { return .bool(false) }
    return presence(of: name, in: inner, &evaluation)
  }

  private func presence(
    of name: Value, in operand: Value, _ evaluation: inout Evaluation
  ) -> Value {
    switch operand {
    case .map(let map): return .bool(map[name] != nil)
    case .record:
      guard let field = field(name, of: operand) else {
        return evaluation.fail(.noSuchField, "there is no field \(name)")
      }
      return presence(ofField: field, &evaluation)
    case .unknown, .error: return operand
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .optional, .type, .opaque:
      return evaluation.fail(.noFields(operand))
    }
  }

  private func presence(ofField field: Value, _ evaluation: inout Evaluation) -> Value {
    switch field {
    case .null: return .bool(false)
    case .unknown: return field
    case .error(let error): return evaluation.fail(error)
    case .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      return .bool(true)
    }
  }
}
