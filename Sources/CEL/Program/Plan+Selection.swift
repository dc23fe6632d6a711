import SharedStorage

/// Fields, by place and by name, and elements by key.
extension Plan {
  /// A record's field by its place in the declaration.
  func fieldValue(
    _ operand: NodeID, _ field: Int32, _ failure: Int32, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    // The element of a list of records: read without counting a reference to the record.
    if case .local(let local) = nodes[operand.index],
      case .record(let record) = evaluation.locals[evaluation.base + Int(local)],
      Int(field) < record.fields.count
    {
      evaluation.cost &+= 1
      return stated(record.fields[Int(field)], failure, &evaluation)
    }
    let operand = value(operand, &evaluation)
    switch operand {
    case .record(let record):
      guard Int(field) < record.fields.count else { return evaluation.fail(.noFields(operand)) }
      return stated(record.fields[Int(field)], failure, &evaluation)
    case .unknown, .error: return operand
    case .optional(let optional):
      guard case .record(let record) = optional.value, Int(field) < record.fields.count else {
        return .absent
      }
      return Plan.optionalField(record.fields[Int(field)])
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .type, .opaque:
      return evaluation.fail(.noFields(operand))
    }
  }

  /// A record's field on the way to a presence: a null has no fields, so they are null too.
  func nullableFieldValue(
    _ operand: NodeID, _ field: Int32, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let operand = value(operand, &evaluation)
    switch operand {
    case .record(let record) where Int(field) < record.fields.count:
      return stated(record.fields[Int(field)], -1, &evaluation)
    case .null, .unknown, .error: return operand
    case .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      return evaluation.fail(.noFields(operand))
    }
  }

  /// A value that is read: `null` fails where there is a failure for it, and errors count.
  @inline(__always)
  func stated(_ value: Value, _ failure: Int32, _ evaluation: inout Evaluation) -> Value {
    switch value {
    case .error(let error): return evaluation.fail(error)
    case .null where failure >= 0: return evaluation.fail(failures[Int(failure)])
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .optional, .type, .opaque, .unknown:
      return value
    }
  }

  /// `record.?field`: none where the field is unset.
  func optionalFieldValue(
    _ operand: NodeID, _ field: Int32, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let operand = value(operand, &evaluation)
    switch operand {
    case .record(let record) where Int(field) < record.fields.count:
      return Plan.optionalField(record.fields[Int(field)])
    case .optional(let optional):
      guard case .record(let record) = optional.value, Int(field) < record.fields.count else {
        return .absent
      }
      return Plan.optionalField(record.fields[Int(field)])
    case .null: return .absent
    case .unknown, .error: return operand
    case .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .type, .opaque:
      return evaluation.fail(.noFields(operand))
    }
  }

  /// What `operand.name` and `operand.?name` are; what is selected from an optional is one itself.
  func selection(
    _ operand: NodeID, _ name: Value, isOptional: Bool, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let operand = value(operand, &evaluation)
    switch operand {
    case .unknown, .error: return operand
    case .optional(let optional):
      guard let inner = optional.value else { return .absent }
      return optionalSelection(inner, name, &evaluation)
    case .map, .record:
      if isOptional { return optionalSelection(operand, name, &evaluation) }
      guard let found = field(name, of: operand) else {
        return evaluation.fail(.noSuchKey, "there is no key \(name)")
      }
      return found
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .type, .opaque:
      return evaluation.fail(.noFields(operand))
    }
  }

  private func optionalSelection(
    _ operand: Value, _ name: Value, _ evaluation: inout Evaluation
  ) -> Value {
    switch operand {
    case .map: return field(name, of: operand).map(Plan.optional) ?? .absent
    case .record: return field(name, of: operand).map(Plan.optionalField) ?? .absent
    case .unknown, .error: return operand
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .optional, .type, .opaque:
      return evaluation.fail(.noFields(operand))
    }
  }

  /// A map's value or a record's field of a name; nil where there is none.
  func field(_ name: Value, of operand: Value) -> Value? {
    switch operand {
    case .map(let map): return map[name]
    case .record(let record):
      guard case .string(let name) = name,
        let declaration = records.first(where: { $0.name == record.type }),
        let place = declaration.fields.firstIndex(where: { $0.name == name.string }),
        place < record.fields.count
      else { return nil }
      return record.fields[place]
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .optional, .type, .opaque, .unknown, .error:
      return nil
    }
  }

  /// What `operand[key]` and `operand[?key]` are; an element of an optional is an optional.
  func indexed(
    _ operand: NodeID, _ key: NodeID, isOptional: Bool, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    switch operands(operand, key, &evaluation) {
    case .undecided(let value): return value
    case .both(.optional(let optional), let key):
      guard let inner = optional.value else { return .absent }
      return Plan.optional(element(key, of: inner))
    case .both(let operand, let key):
      let found = element(key, of: operand)
      if isOptional { return Plan.optional(found) }
      if case .error(let error) = found { evaluation.note(error) }
      return found
    }
  }

  private func element(_ key: Value, of operand: Value) -> Value {
    switch operand {
    case .list(let list):
      if case .double(let number) = key, Int64(exactly: number) == nil {
        return .failure(.invalidArgument, "`\(key)` is no place in a list")
      }
      guard let place = Plan.place(key) else {
        return .noSuchOverload("_[_]", operand, key)
      }
      guard let place = Int(exactly: place), list.elements.indices.contains(place) else {
        return .failure(
          .indexOutOfRange, "there is no element \(place) in a list of \(list.elements.count)")
      }
      return list.elements[place]
    case .map(let map):
      return map[key] ?? .failure(.noSuchKey, "there is no key \(key)")
    case .unknown, .error: return operand
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .record, .optional, .type, .opaque:
      return .noSuchOverload("_[_]", operand, key)
    }
  }

  /// A whole number of any type, as the place of an element; nil for other values.
  private static func place(_ key: Value) -> Int64? {
    switch key {
    case .int(let value): value
    case .uint(let value): Int64(clamping: value)
    case .double(let value): Int64(exactly: value)
    case .null, .bool, .symbol, .duration, .timestamp, .string, .bytes, .list, .map, .record,
      .optional, .type, .opaque, .unknown, .error:
      nil
    }
  }

  /// What was found, as an optional: none for what is not there, unknown stays so.
  private static func optional(_ found: Value) -> Value {
    switch found {
    case .unknown: found
    case .error(let error):
      switch error.code {
      case .noSuchKey, .indexOutOfRange: .absent
      case .noSuchField, .noSuchOverload, .noSuchVariable, .overflow, .divisionByZero,
        .invalidArgument, .duplicateKey, .nullUse, .costLimit, .nestingLimit, .host:
        found
      }
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .optional, .type, .opaque:
      .some(found)
    }
  }

  /// A record's field as an optional: a null one is unset.
  private static func optionalField(_ field: Value) -> Value {
    if case .null = field { return .absent }
    return optional(field)
  }
}

extension EvaluationError {
  /// The error of a selection from what has no fields.
  static func noFields(_ operand: Value) -> EvaluationError {
    EvaluationError(.noSuchOverload, "`\(operand.type.runtimeName)` has no fields")
  }
}
