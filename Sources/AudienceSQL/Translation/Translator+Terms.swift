import CEL
import PolicyModel

/// What hangs on terms: the engine is asked for each, and the answers become lists of ids.
extension Translator {
  /// More pairs of terms than this are not asked about.
  private static let mostPairs = 40_000

  /// A node that hangs on one term alone, whatever it is made of; nil for others.
  func tabulated(_ node: Expression, _ reads: Reads, _ scope: Scope) -> Translated? {
    guard let sole = soleTerm(reads, scope), reads.presences.isEmpty, isTabulable(node, scope)
    else { return nil }
    var inputs = PartialEvaluator.Inputs()
    inputs.constants = constants(of: scope)
    inputs.names = reads.locals.sorted().map { ($0, 0) }
    inputs.slots = reads.slots.sorted().map { ($0, 0) }
    let function = evaluator.function(node, scope.checked, inputs, arguments: 1)
    return tabulated(sole, scope) { function([$0]) }
  }

  /// Whether a node's values can be written down.
  private func isTabulable(_ node: Expression, _ scope: Scope) -> Bool {
    switch scope.checked.types[node.id] {
    case .bool, .int, .double, .string, .timestamp: true
    case .dyn, .null, .uint, .bytes, .duration, .list, .map, .type, .wrapper, .optional, .record,
      .opaque, .parameter, .error:
      false
    }
  }

  private func soleTerm(_ reads: Reads, _ scope: Scope) -> SQLValue? {
    var sole: SQLValue?
    for name in reads.locals {
      guard case .value(let value)? = scope[name], let input = value.input,
        sole == nil || sole?.input == input
      else { return nil }
      sole = value
    }
    for slot in reads.slots {
      guard let column = table.column(ofSlot: slot), case .term = column.type,
        sole == nil || sole?.input == .slot(slot)
      else { return nil }
      sole = SQLValue(
        text: dialect.column(column.path), type: column.type, isJSON: false,
        failures: Failures(column.isNullable && column.nullIsNone), input: .slot(slot))
    }
    return sole
  }

  /// The ids that a term may be here; ascending.
  func domain(of term: SQLValue, _ scope: Scope) -> [UInt32] {
    guard case .term(let set) = term.type else { return [] }
    if let input = term.input, let narrowed = scope.domains[input] { return narrowed.sorted() }
    return (0..<UInt32(library.vocabulary.termSets[set].terms.count)).map { $0 }
  }

  /// A function of one term.
  func tabulated(
    _ term: SQLValue, _ scope: Scope,
    _ function: (Value) -> PartialEvaluator.Answer
  ) -> Translated? {
    guard case .term(let set) = term.type else { return nil }
    let domain = domain(of: term, scope)
    var classes = Classes()
    for id in domain {
      let answer = function(.symbol(Symbol(set: UInt32(set), id: id)))
      guard classes.add(id, answer) else { return nil }
    }
    // Where another operand is false this one is evaluated too, and its errors count.
    if let input = term.input, scope.domains[input] != nil {
      let inDomain = Set(domain)
      for id in 0..<UInt32(library.vocabulary.termSets[set].terms.count)
      where !classes.mayFail && !inDomain.contains(id) {
        classes.mayFail = function(.symbol(Symbol(set: UInt32(set), id: id))).hasErrors
      }
    }
    // A term that is not known, or none: mostly that leaves all open, but not where something
    // else in the node decides.
    let ofUnknown = function(.unknown(UnknownSet("")))
    if term.failures.isPossible || term.mayBeNone {
      let ofNone = function(.null)
      guard ofNone.value.isUndecided == ofUnknown.value.isUndecided,
        ofUnknown.value.isUndecided || Value.equal(ofNone.value, ofUnknown.value)
      else { return nil }
      classes.mayFail = classes.mayFail || ofNone.hasErrors
    }
    let failures = Failures(classes.mayFail || ofUnknown.hasErrors) || term.failures
    var otherwise: SQLText?
    if !ofUnknown.value.isUndecided {
      guard let literal = dialect.literal(ofUnknown.value) else { return nil }
      otherwise = literal
    }
    guard let sample = classes.groups.first(where: { !$0.value.isUndecided })?.value else {
      if let otherwise {
        return translated(
          .cases([(term.text + " IS NULL", otherwise)], else: nil), ofUnknown.value, failures,
          excludes: [:])
      }
      return .constant(
        .unknown(UnknownSet("")), mayFail: failures.isPossible)
    }
    guard var text = text(classes, of: term, set, domain) else { return nil }
    if let otherwise {
      text = .cases([(term.text + " IS NULL", otherwise)], else: text)
    }
    var excludes: [TermInput: Set<UInt32>] = [:]
    if let input = term.input, otherwise == nil {
      let no = classes.groups.first { if case .bool(false) = $0.value { true } else { false } }
      if let no { excludes[input] = Set(no.ids) }
      // What is not in the domain is false around here anyway.
    }
    return translated(text, sample, failures, excludes: excludes)
  }

  private func translated(
    _ text: SQLText, _ sample: Value, _ failures: Failures, excludes: [TermInput: Set<UInt32>]
  ) -> Translated? {
    let type: FactType
    switch sample {
    case .bool: return .truth(SQLTruth(text, failures: failures, excludes: excludes))
    case .int: type = .int
    case .double: type = .double
    case .string: type = .string
    case .timestamp: type = .timestamp
    case .null, .uint, .symbol, .duration, .bytes, .list, .map, .record, .optional, .type, .opaque,
      .unknown, .error:
      return nil
    }
    return .value(SQLValue(text: text, type: type, isJSON: false, failures: failures))
  }

  /// The ids by what a function answers for them.
  struct Classes: Equatable {
    var groups: [(value: Value, ids: [UInt32])] = []
    var mayFail = false

    /// False for a value that nothing can be made of.
    mutating func add(_ id: UInt32, _ answer: PartialEvaluator.Answer) -> Bool {
      mayFail = mayFail || answer.hasErrors
      let place = groups.firstIndex { group in
        if answer.value.isUndecided || group.value.isUndecided {
          return answer.value.isUndecided && group.value.isUndecided
        }
        return Value.equal(group.value, answer.value)
      }
      if let place {
        groups[place].ids.append(id)
      } else {
        groups.append((answer.value, [id]))
      }
      return groups.count <= 64
    }

    static func == (left: Classes, right: Classes) -> Bool {
      left.groups.count == right.groups.count
        && zip(left.groups, right.groups).allSatisfy { one, other in
          one.ids == other.ids
            && (one.value.isUndecided
              ? other.value.isUndecided
              : !other.value.isUndecided && Value.equal(one.value, other.value))
        }
    }
  }

  /// What the classes say of a term; of the largest class no ids are written.
  private func text(
    _ classes: Classes, of term: SQLValue, _ set: Int, _ domain: [UInt32]
  ) -> SQLText? {
    let groups = classes.groups.sorted { $0.ids.count < $1.ids.count }
    guard let largest = groups.last else { return .null }
    func result(_ value: Value) -> SQLText? {
      if value.isUndecided { return SQLText("NULL") }
      return dialect.literal(value)
    }
    if groups.count == 2, case (.bool(let small), .bool) = (groups[0].value, largest.value) {
      let list = TermList(groups[0].ids, of: domain, library.vocabulary.termSets[set], dialect)
      return list.test(term.text, holds: small)
    }
    guard let last = result(largest.value) else { return nil }
    var cases: [(when: SQLText, then: SQLText)] = []
    if !largest.value.isUndecided, !term.isKnown {
      cases.append((term.text + " IS NULL", SQLText("NULL")))
    }
    for group in groups.dropLast() {
      guard let text = result(group.value) else { return nil }
      let list = TermList(group.ids, of: domain, library.vocabulary.termSets[set], dialect)
      cases.append((list.test(term.text, holds: true), text))
    }
    if cases.isEmpty { return last }
    return .cases(cases, else: largest.value.isUndecided ? nil : last)
  }

  // MARK: Calls of terms

  /// A strict call, some of whose operands are terms or lists of them, the others constants.
  func call(ofTerms node: Expression, _ operands: [Operand], _ scope: Scope) -> Translated? {
    var inputs = PartialEvaluator.Inputs()
    inputs.constants = constants(of: scope)
    var terms: [SQLValue] = []
    var list: (value: SQLValue, place: Int)?
    for operand in operands {
      switch operand.value {
      case .constant: continue
      case .truth: return nil
      case .value(let value):
        inputs.nodes.append((operand.node.id, terms.count + (list == nil ? 0 : 1)))
        switch value.type {
        case .term: terms.append(value)
        case .list(.term), .map(.term, _):
          guard list == nil else { return nil }
          list = (value, terms.count)
        case .bool, .int, .double, .string, .timestamp, .duration, .list, .map, .record: return nil
        }
      }
    }
    let function = evaluator.function(
      node, scope.checked, inputs, arguments: inputs.nodes.count)
    guard let list else {
      switch terms.count {
      case 1:
        return tabulated(terms[0], scope) { function([$0]) }
      case 2: return pairs(terms[0], terms[1], scope) { function([$0, $1]) }
      default: return nil
      }
    }
    // Each of these functions of a list is true where it is for some element.
    guard Self.isOfSome(node, scope) else { return nil }
    func single(_ element: Value) -> Value {
      if case .map = list.value.type { return .map(MapValue(entries: [(element, .bool(true))])) }
      return .array([element])
    }
    func arguments(_ element: Value, _ others: [Value]) -> [Value] {
      var all = others
      all.insert(element.isUndecided ? element : single(element), at: list.place)
      return all
    }
    let found = quantified(list.value, isAll: false) { element in
      switch terms.count {
      case 0:
        tabulated(element, scope) { function(arguments($0, [])) }
      case 1:
        pairs(element, terms[0], scope) { function(arguments($0, [$1])) }
      default: nil
      }
    }
    guard case .truth(var truth)? = found, let term = terms.first, !term.isKnown else {
      return found
    }
    // A strict call: an empty list decides nothing where the term is not known.
    truth.text = .cases([(term.text + " IS NOT NULL", truth.text)], else: nil)
    truth.failures = truth.failures || term.failures
    return .truth(truth)
  }

  private static func isOfSome(_ node: Expression, _ scope: Scope) -> Bool {
    guard case .call(let written, _, _) = node.kind else { return false }
    var name = written
    if case .function(let resolved, _) = scope.checked.references[node.id] { name = resolved }
    return ["touches", "covers", "@in"].contains(name)
  }

  /// A strict function of two terms: undecided where one of them is.
  func pairs(
    _ left: SQLValue, _ right: SQLValue, _ scope: Scope,
    _ function: (Value, Value) -> PartialEvaluator.Answer
  ) -> Translated? {
    guard case .term(let first) = left.type, case .term(let second) = right.type else {
      return nil
    }
    let lefts = domain(of: left, scope)
    let rights = domain(of: right, scope)
    guard lefts.count * rights.count <= Self.mostPairs else { return nil }
    var rows: [(classes: Classes, ids: [UInt32])] = []
    var mayFail = false
    for id in lefts {
      let term = Value.symbol(Symbol(set: UInt32(first), id: id))
      var classes = Classes()
      for other in rights {
        let answer = function(term, .symbol(Symbol(set: UInt32(second), id: other)))
        guard classes.add(other, answer) else { return nil }
      }
      mayFail = mayFail || classes.mayFail
      if let place = rows.firstIndex(where: { $0.classes == classes }) {
        rows[place].ids.append(id)
      } else {
        rows.append((classes, [id]))
      }
    }
    rows.sort { $0.ids.count < $1.ids.count }
    guard let last = rows.last else { return .constant(.unknown(UnknownSet("")), mayFail: false) }
    let unknown = [left, right].filter { !$0.isKnown }.map { $0.text + " IS NULL" }
    var cases: [(when: SQLText, then: SQLText)] = []
    if !unknown.isEmpty { cases.append((.any(unknown), SQLText("NULL"))) }
    for row in rows.dropLast() {
      guard let text = text(row.classes, of: right, second, rights) else { return nil }
      let list = TermList(row.ids, of: lefts, library.vocabulary.termSets[first], dialect)
      cases.append((list.test(left.text, holds: true), text))
    }
    guard let rest = text(last.classes, of: right, second, rights) else { return nil }
    return .truth(
      SQLTruth(
        cases.isEmpty ? rest : .cases(cases, else: rest),
        failures: Failures(mayFail) || left.failures || right.failures))
  }
}
