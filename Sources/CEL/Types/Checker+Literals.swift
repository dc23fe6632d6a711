import Diagnostics

extension DiagnosticCode {
  /// No record or message has the name that is written out.
  static let unknownRecord = DiagnosticCode("unknown-record")
}

/// Constants, lists, maps and structures, written out.
extension Checker {
  mutating func checkLiteral(
    _ node: Expression, _ literal: Expression.Literal, expecting expected: ValueType?
  ) -> ValueType {
    if let expected, let type = convert(node, literal, to: expected) { return type }
    return literal.type
  }

  /// Checks `[e, ?e]`.
  mutating func checkList(
    _ elements: [Expression], optionals: Set<Int>, expecting expected: ValueType?
  ) -> ValueType {
    var wanted: ValueType?
    if let expected, case .list(let element) = unifier.resolve(expected) { wanted = element }
    if optionals.isEmpty, elements.hasLiteralsAlone {
      return .list(checkLiterals(elements, expecting: wanted))
    }
    let members = elements.enumerated().map { index, element in
      Member(node: element, isOptional: optionals.contains(index))
    }
    return .list(checkMembers(members, expecting: wanted, of: "list"))
  }

  /// Literals of one kind have one type, whatever is made of them.
  private mutating func checkLiterals(
    _ elements: [Expression], expecting wanted: ValueType?
  ) -> ValueType {
    // Once for all of them.
    let wanted = wanted.map(unifier.substitute)
    var common: ValueType?
    for element in elements {
      let type = check(element, expecting: wanted ?? common)
      common = common.map { unifier.join($0, type) } ?? type
    }
    return common ?? unifier.fresh()
  }

  /// Checks `{k: v, ?k: v}`.
  mutating func checkMap(
    _ entries: [Expression.MapEntry], expecting expected: ValueType?
  ) -> ValueType {
    var wanted: (key: ValueType, value: ValueType)?
    if let expected, case .map(let key, let value) = unifier.resolve(expected) {
      wanted = (key, value)
    }
    let keys = entries.map { Member(node: $0.key, isOptional: false) }
    let values = entries.map { Member(node: $0.value, isOptional: $0.isOptional) }
    let key = checkMembers(keys, expecting: wanted?.key, of: "map's keys")
    return .map(key, checkMembers(values, expecting: wanted?.value, of: "map"))
  }

  private struct Member {
    let node: Expression
    let isOptional: Bool
  }

  /// The type that all members of a literal have: those that wait come last.
  private mutating func checkMembers(
    _ members: [Member], expecting wanted: ValueType?, of literal: String
  ) -> ValueType {
    var common: ValueType?
    var isMixed = false
    for waits in [false, true] {
      for member in members where isFlexible(member.node) == waits {
        let expected = wanted ?? (waits ? common : nil)
        var type = check(member.node, expecting: member.isOptional ? nil : expected)
        if member.isOptional { type = element(ofOptional: type, at: member.node) }
        guard let known = common else {
          common = type
          continue
        }
        let mark = unifier.mark
        if unifier.unify(known, type) {
          common = unifier.join(known, type)
        } else {
          unifier.rollBack(to: mark)
          if options.homogeneousLiterals { reportMixed(literal, known, type, at: member.node) }
          isMixed = true
        }
      }
    }
    if isMixed { return options.homogeneousLiterals ? .error : .dyn }
    return common ?? unifier.fresh()
  }

  private mutating func reportMixed(
    _ literal: String, _ known: ValueType, _ type: ValueType, at node: Expression
  ) {
    report(
      .typeMismatch,
      "this is \(named(type)) in a \(literal) of `\(text(known))`", node.range,
      help: "all members of one literal have one type")
  }

  /// What an optional member holds where it is there: `[?e]`, `{?k: v}`.
  private mutating func element(ofOptional type: ValueType, at node: Expression) -> ValueType {
    let element = unifier.fresh()
    if unifier.unify(.optional(element), type) { return element }
    report(
      .typeMismatch, "a member behind `?` is an optional, not \(named(type))", node.range,
      help: "leave the `?` out, or write `optional.of(...)`")
    return .error
  }

  /// Checks `name{field: value}`.
  mutating func checkStructure(
    _ node: Expression, _ name: String, _ fields: [Expression.StructureField]
  ) -> ValueType {
    guard let message = environment.message(named: name) else {
      for field in fields { _ = check(field.value) }
      report(
        .unknownRecord, "no record type is named `\(name)`", node.range,
        help: suggestion(for: name, in: environment.records.keys.sorted()))
      return .error
    }
    for field in fields {
      guard let declared = message.fields.first(where: { $0.name == field.name }) else {
        _ = check(field.value)
        report(
          .unknownField, "`\(name)` has no field `\(field.name)`", field.value.range,
          help: suggestion(for: field.name, in: message.fields.map(\.name)))
        continue
      }
      var type = check(field.value, expecting: field.isOptional ? nil : declared.type)
      if field.isOptional { type = element(ofOptional: type, at: field.value) }
      if !unifier.unify(declared.type, type) {
        report(
          .typeMismatch,
          "field `\(field.name)` is \(named(declared.type)), not \(named(type))",
          field.value.range)
      }
    }
    return message.type
  }
}

extension Expression.Literal {
  /// The type of a literal where nothing else is expected.
  fileprivate var type: ValueType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    }
  }
}
