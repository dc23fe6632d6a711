/// Finds out what type parameters stand for, by making types fit each other.
///
/// A fresh parameter has its number as its name; a declaration's own parameters have identifiers
/// for names and fit only themselves. Attempts are undone with `rollBack`.
struct TypeUnifier {
  /// By a fresh parameter's number: what it stands for.
  private var bindings: [ValueType?] = []
  /// What bindings were before they were set, latest last.
  private var trail: [(number: Int, before: ValueType?)] = []

  /// A moment to which the bindings can be put back.
  struct Mark {
    fileprivate let parameters: Int
    fileprivate let changes: Int
  }

  var mark: Mark { Mark(parameters: bindings.count, changes: trail.count) }

  /// Undoes what was done since a mark.
  ///
  /// Parameters made since then must not be used any more.
  mutating func rollBack(to mark: Mark) {
    while trail.count > mark.changes, let change = trail.popLast() {
      bindings[change.number] = change.before
    }
    bindings.removeLast(bindings.count - mark.parameters)
  }

  /// A parameter that stands for nothing yet.
  mutating func fresh() -> ValueType {
    bindings.append(nil)
    return .parameter(String(bindings.count - 1))
  }

  /// An overload's types with fresh parameters in place of the declaration's own.
  mutating func instantiate(_ overload: Overload) -> (parameters: [ValueType], result: ValueType) {
    var known: [(name: String, type: ValueType)] = []
    let parameters = overload.parameters.map { instantiate($0, &known) }
    return (parameters, instantiate(overload.result, &known))
  }

  private mutating func instantiate(
    _ type: ValueType, _ known: inout [(name: String, type: ValueType)]
  ) -> ValueType {
    guard type.hasParameter else { return type }
    if case .parameter(let name) = type {
      if let (_, parameter) = known.first(where: { $0.name == name }) { return parameter }
      let parameter = fresh()
      known.append((name, parameter))
      return parameter
    }
    return type.mapParts { instantiate($0, &known) }
  }
}

// MARK: - Reading

extension TypeUnifier {
  /// What a type stands for, its parts as they are; an unbound parameter is itself.
  func resolve(_ type: ValueType) -> ValueType {
    var type = type
    while let number = number(of: type), let bound = bindings[number] { type = bound }
    return type
  }

  /// What a type stands for, its parts too; unbound parameters are themselves.
  func substitute(_ type: ValueType) -> ValueType {
    type.hasParameter ? resolve(type).mapParts(substitute) : type
  }

  /// What a type stands for in the end: what nothing was ever asked of is `dyn`.
  func settle(_ type: ValueType) -> ValueType {
    guard type.hasParameter else { return type }
    let type = resolve(type)
    return number(of: type) == nil ? type.mapParts(settle) : .dyn
  }

  /// Whether a type, or one of its parts, is still a parameter that stands for nothing.
  func isUnsettled(_ type: ValueType) -> Bool {
    type.hasParameter && substitute(type).contains { number(of: $0) != nil }
  }

  /// Whether a type has more parts, at any depth, than a checker should walk again and again.
  func isLarge(_ type: ValueType) -> Bool {
    if !type.hasParameter { return type.size(upTo: 500) > 500 }
    var pending = [type]
    var count = 0
    while let next = pending.popLast() {
      pending += resolve(next).parts
      count += 1
      if count > 500 { return true }
    }
    return false
  }

  /// A fresh parameter's number; nil for every other type.
  private func number(of type: ValueType) -> Int? {
    if case .parameter(let name) = type { Int(name) } else { nil }
  }

  /// The last parameter of the chain that a parameter is bound along.
  private func lastNumber(of type: ValueType) -> Int? {
    guard var last = number(of: type) else { return nil }
    while let bound = bindings[last], let next = number(of: bound) { last = next }
    return last
  }
}

// MARK: - Fitting

extension TypeUnifier {
  /// Makes two types fit, and says whether they do.
  ///
  /// Where they do not, bindings may be half done.
  ///
  /// `dyn` fits everything, `null` what is nullable, a wrapper what it wraps.
  mutating func unify(_ left: ValueType, _ right: ValueType) -> Bool {
    if let number = lastNumber(of: right) { return bind(number, left) }
    if let number = lastNumber(of: left) { return bind(number, right) }
    switch (left, right) {
    case (.dyn, _), (_, .dyn), (.error, _), (_, .error), (.type, .type): return true
    case (.null, _): return right.isNullable
    case (_, .null): return left.isNullable
    case (.wrapper(let left), .wrapper(let right)): return unify(left, right)
    case (.wrapper(let left), _): return unify(left, right)
    case (_, .wrapper(let right)): return unify(left, right)
    case (_, _):
      if left == right { return true }
      guard left.hasParts, left.hasHead(of: right) else { return false }
      let (parts, others) = (left.parts, right.parts)
      for (part, other) in zip(parts, others) where !unify(part, other) { return false }
      return true
    }
  }

  private mutating func bind(_ number: Int, _ type: ValueType) -> Bool {
    if lastNumber(of: type) == number { return true }
    if let bound = bindings[number] {
      guard unify(bound, type) else { return false }
      return set(number, join(bound, type))
    }
    return set(number, type)
  }

  private mutating func set(_ number: Int, _ type: ValueType) -> Bool {
    if type.hasParameter {
      let isCircular = substitute(type).contains { self.number(of: $0) == number }
      guard !isCircular else { return false }
    }
    trail.append((number, bindings[number]))
    bindings[number] = type
    return true
  }

  /// The narrowest type that holds the values of two types that fit each other.
  func join(_ left: ValueType, _ right: ValueType) -> ValueType {
    let (left, right) = (resolve(left), resolve(right))
    if left == right { return left }
    switch (left, right) {
    case (.error, _), (_, .error): return .error
    case (.dyn, _), (_, .dyn): return .dyn
    case (.parameter, _): return right
    case (_, .parameter): return left
    case (.null, _): return right
    case (_, .null): return left
    case (.wrapper(let left), .wrapper(let right)): return .wrapper(join(left, right))
    case (.wrapper(let left), _): return .wrapper(join(left, right))
    case (_, .wrapper(let right)): return .wrapper(join(left, right))
    case (.type, .type): return left == right ? left : .type(.dyn)
    case (_, _):
      var others = right.parts.makeIterator()
      return left.mapParts { part in others.next().map { join(part, $0) } ?? part }
    }
  }
}
