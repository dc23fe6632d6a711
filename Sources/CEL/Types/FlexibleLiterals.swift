/// Literals whose type depends on what is expected: texts that are terms, ints that are doubles.
///
/// A flexible node is such a literal, a list of them of one kind, or a conditional both branches of
/// which are flexible. Neighbours are checked first; they bind the type parameters.
extension Checker {
  /// Whether a node waits for what its neighbours say.
  func isFlexible(_ node: Expression) -> Bool {
    switch node.kind {
    case .literal(.string): options.constants != nil
    case .literal(.int): options.intLiteralsAsDoubles
    case .list, .call: naturalType(node) != nil
    case .literal, .identifier, .select, .presence, .map, .structure, .comprehension, .bind: false
    }
  }

  /// The type that a flexible node has where nothing is expected; nil for all other nodes.
  private func naturalType(_ node: Expression) -> ValueType? {
    switch node.kind {
    case .literal(.string): return options.constants == nil ? nil : .string
    case .literal(.int): return options.intLiteralsAsDoubles ? .int : nil
    case .list(let elements, let optionals):
      guard let first = elements.first, optionals.isEmpty, let type = naturalType(first),
        elements.hasLiteralsAlone || elements.dropFirst().allSatisfy({ naturalType($0) == type })
      else { return nil }
      return .list(type)
    case .call("_?_:_", _, let arguments):
      guard arguments.count == 3, let type = naturalType(arguments[1]),
        naturalType(arguments[2]) == type
      else { return nil }
      return type
    case .literal, .identifier, .select, .presence, .call, .map, .structure, .comprehension, .bind:
      return nil
    }
  }

  /// How many literals of a flexible node have to change to fit a type; nil where it does not fit.
  ///
  /// Binds parameters on the way, as `TypeUnifier.unify` does.
  mutating func conversions(of node: Expression, to expected: ValueType) -> Int? {
    let expected = unifier.resolve(expected)
    switch node.kind {
    case .literal(let literal) where isConverted(literal, to: expected): return 1
    case .list(let elements, _):
      guard case .list(let element) = expected else { break }
      if let first = elements.first, elements.hasLiteralsAlone {
        return conversions(of: first, to: element).map { $0 * elements.count }
      }
      return conversions(of: elements[...], to: element)
    case .call(_, _, let arguments): return conversions(of: arguments.dropFirst(), to: expected)
    case .literal, .identifier, .select, .presence, .map, .structure, .comprehension, .bind: break
    }
    guard let type = naturalType(node), unifier.unify(expected, type) else { return nil }
    return 0
  }

  private mutating func conversions(
    of nodes: ArraySlice<Expression>, to expected: ValueType
  ) -> Int? {
    var count = 0
    for node in nodes {
      guard let more = conversions(of: node, to: expected) else { return nil }
      count += more
    }
    return count
  }

  private func isConverted(_ literal: Expression.Literal, to expected: ValueType) -> Bool {
    switch (literal, unifier.resolve(expected)) {
    case (.int, .double): options.intLiteralsAsDoubles
    case (.int, .wrapper(let type)), (.string, .wrapper(let type)):
      isConverted(literal, to: type)
    case (.string, .opaque(_, let parts)):
      parts.isEmpty || !parts.contains(where: \.hasParameter)
        ? options.constants?.applies(unifier.resolve(expected)) ?? false : isConstantType(expected)
    case (_, _): false
    }
  }

  private func isConstantType(_ type: ValueType) -> Bool {
    guard let constants = options.constants, !unifier.isUnsettled(type) else { return false }
    return constants.applies(unifier.substitute(type))
  }

  /// Makes a literal what is expected, with the constant as its meaning; nil where it stays.
  mutating func convert(
    _ node: Expression, _ literal: Expression.Literal, to expected: ValueType
  ) -> ValueType? {
    guard isConverted(literal, to: expected) else { return nil }
    var type = unifier.substitute(expected)
    if case .wrapper(let wrapped) = type { type = wrapped }
    switch literal {
    case .int(let number):
      refer(node, to: .constant(.double(Double(number))))
      return type
    case .string(let text):
      guard let conversion = options.constants?.convert(text, type) else { return nil }
      switch conversion {
      case .value(let value):
        refer(node, to: .constant(value))
        return type
      case .failure(let code, let message, let help):
        report(code, message, node.range, help: help)
        return .error
      }
    case .null, .bool, .uint, .double, .bytes: return nil
    }
  }

  /// Asks whether the constants that stand beside an operator may do so.
  mutating func checkConstants(besides function: String, _ operands: [Expression]) {
    guard let check = options.constants?.check else { return }
    guard function == "_==_" || function == "_!=_" || function == "@in" else { return }
    for operand in operands {
      var literals = [operand]
      if function == "@in", case .list(let elements, _) = operand.kind { literals = elements }
      for literal in literals {
        guard case .literal(.string) = literal.kind,
          case .constant(let value)? = references[literal.id],
          let problem = check(function, value, type(of: literal))
        else { continue }
        report(problem.code, problem.message, literal.range, help: problem.help)
      }
    }
  }
}

extension [Expression] {
  /// Whether all of them are texts, or all ints: then what holds for one holds for all.
  var hasLiteralsAlone: Bool {
    guard case .literal(let first)? = self.first?.kind else { return false }
    return allSatisfy { element in
      switch (first, element.kind) {
      case (.string, .literal(.string)), (.int, .literal(.int)): true
      case (_, _): false
      }
    }
  }
}
