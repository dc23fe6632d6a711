package import CEL
package import PolicyModel

/// The functions of the policy language beside CEL's standard ones (language.md, sections 3 and 4).
///
/// Terms compare in three values: a coarse fact (`US`) leaves a finer question (`US-CA`) open. Which
/// terms are part of which depends on the judged day, which stands in a slot of its own.
package enum PolicyFunctions {
  /// The type of a set's terms.
  package static func term(_ set: String) -> ValueType {
    .opaque("term", [.opaque(set, [])])
  }

  /// A term left a question open since it is coarse; the explainer puts the fact's path in its place.
  package static let coarse = UnknownSet("")

  /// `==`, `!=` and `in` of terms, `within`, `touches`, `covers`, `between`, `months`.
  package static func functions(_ sets: [TermSet], daySlot: Int) -> [Function] {
    equality(sets, daySlot) + hierarchy(sets, daySlot) + time
  }

  private static let anyTerm = ValueType.opaque("term", [.parameter("S")])
  private static let terms = ValueType.list(anyTerm)
  private static let keyed = ValueType.map(anyTerm, .parameter("V"))

  private static func equality(_ sets: [TermSet], _ daySlot: Int) -> [Function] {
    let equals = Relation(sets: sets, daySlot: daySlot) { $0.equals($1, $2, era: $3) }
    let parts = Relation(sets: sets, daySlot: daySlot) { set, term, key, era in
      set.within(key, term, era: era) == .yes ? .unknown : .no
    }
    let told = TermTruths(sets: sets, daySlot: daySlot)
    return [
      Function(
        "_==_",
        [
          Overload(
            "term_equals", [anyTerm, anyTerm], .bool,
            .binary { left, right, context in
              equals.value(equals.of(left, right, context))
            }
          ).telling(told.relation(first: .same, second: .same))
        ]),
      Function(
        "_!=_",
        [
          Overload(
            "term_not_equals", [anyTerm, anyTerm], .bool,
            .binary { left, right, context in
              equals.value(!equals.of(left, right, context))
            }
          ).telling(told.relation(first: .same, second: .same, isNegated: true))
        ]),
      Function(
        "@in",
        [
          Overload(
            "term_in_list", [anyTerm, terms], .bool, cost: .one,
            .binary { term, list, context in
              equals.value(equals.any(term, of: list, context))
            }
          ).telling(told.relation(first: .same, second: .same)),
          // A key is itself and nothing narrower: only a coarse term leaves the question open.
          Overload(
            "term_in_map", [anyTerm, keyed], .bool,
            .binary { term, map, context in
              if case .map(let map) = map, map[term] != nil { return .bool(true) }
              return parts.value(parts.anyKey(term, of: map, context))
            }
          ).telling(told.relation(first: .keyed, second: .key)),
        ]),
    ]
  }

  private static func hierarchy(_ sets: [TermSet], _ daySlot: Int) -> [Function] {
    let within = Relation(sets: sets, daySlot: daySlot) { $0.within($1, $2, era: $3) }
    let holds = Relation(sets: sets, daySlot: daySlot) { $0.within($2, $1, era: $3) }
    let told = TermTruths(sets: sets, daySlot: daySlot)
    let isWithin = told.relation(first: .part, second: .whole)
    let isCovered = told.relation(first: .whole, second: .part)
    func member(
      _ id: String, _ receiver: ValueType, _ argument: ValueType, _ relation: SymbolRelation,
      _ body: @escaping @Sendable (Value, Value, borrowing Overload.Context) -> Value
    ) -> Overload {
      Overload(id, member: true, [receiver, argument], .bool, .binary(body)).telling(relation)
    }
    return [
      Function(
        "within",
        [
          member("term_within", anyTerm, anyTerm, isWithin) { term, whole, context in
            within.value(within.of(term, whole, context))
          },
          member("term_within_any", anyTerm, terms, isWithin) { term, wholes, context in
            within.value(within.any(term, of: wholes, context))
          },
        ]),
      Function(
        "touches",
        [
          member("list_touches", terms, anyTerm, isWithin) { list, whole, context in
            holds.value(holds.any(whole, of: list, context))
          },
          member("map_touches", keyed, anyTerm, isWithin) { map, whole, context in
            holds.value(holds.anyKey(whole, of: map, context))
          },
          member("list_touches_any", terms, terms, isWithin) { list, wholes, context in
            holds.value(holds.anyPair(wholes, list, context))
          },
          member("map_touches_any", keyed, terms, isWithin) { map, wholes, context in
            holds.value(holds.anyPairOfKeys(wholes, map, context))
          },
        ]),
      Function(
        "covers",
        [
          member("list_covers", terms, anyTerm, isCovered) { list, term, context in
            within.value(within.any(term, of: list, context))
          },
          member("map_covers", keyed, anyTerm, isCovered) { map, term, context in
            within.value(within.anyKey(term, of: map, context))
          },
        ]),
    ]
  }

  private static var time: [Function] {
    [
      Function(
        "between",
        [
          Overload(
            "timestamp_between", member: true, [.timestamp, .string, .string, .string], .bool,
            .variadic { arguments, context in
              WallClock.between(arguments, context.timeZones)
            })
        ]),
      Function(
        "months",
        [
          Overload(
            "timestamp_plus_months", [.timestamp, .int], .timestamp,
            .binary { instant, months, _ in
              guard case .timestamp(let instant) = instant, case .int(let months) = months else {
                return .error(.init(.noSuchOverload, "`months` takes a timestamp and an int"))
              }
              guard let moved = Timestamp.addingMonths(months, to: instant) else {
                return .error(.init(.overflow, "`months` leaves the years 1 to 9999"))
              }
              return .timestamp(moved)
            })
        ]),
    ]
  }

  /// A table as a function of the term that it is asked for.
  package static func table(
    _ table: Table, result: ValueType, sets: [TermSet], daySlot: Int
  ) -> Function {
    let set = sets[table.key]
    let name = table.name
    return Function(
      name,
      [
        Overload(
          "table_\(name)", [term(set.name)], result,
          .unary { term, context in
            guard case .symbol(let symbol) = term, case .int(let day) = context.slots[daySlot]
            else { return .error(.init(.noSuchOverload, "`\(name)` takes a term")) }
            let today = Day(number: Int32(clamping: day))
            switch table.answer(for: symbol.id, in: set, on: today) {
            case .row(let row): return table.rows[row].value
            case .unknown: return .unknown(coarse)
            case .none:
              let text = set.terms[Int(symbol.id)].id
              return .error(.init(.noSuchKey, "table `\(name)` has no row for `\(text)`"))
            case .ambiguous(let first, let second):
              let one = set.terms[Int(table.rows[first].term)].id
              let other = set.terms[Int(table.rows[second].term)].id
              return .error(
                .init(
                  .invalidArgument,
                  "table `\(name)` has two rows, `\(one)` and `\(other)`, neither the narrower"))
            }
          })
      ])
  }
}

/// A three-valued relation between two terms of one set, on the judged day.
private struct Relation: Sendable {
  let sets: [TermSet]
  let daySlot: Int
  let holds: @Sendable (TermSet, UInt32, UInt32, Int) -> Truth

  func of(_ left: Value, _ right: Value, _ context: borrowing Overload.Context) -> Truth {
    guard case .symbol(let left) = left, case .symbol(let right) = right, left.set == right.set
    else { return .error }
    let set = sets[Int(left.set)]
    return holds(set, left.id, right.id, era(of: set, context))
  }

  func any(_ term: Value, of list: Value, _ context: borrowing Overload.Context) -> Truth {
    guard case .list(let list) = list else { return .error }
    var truth = Truth.no
    for element in list.elements {
      truth = truth || of(term, element, context)
      if truth == .yes { break }
    }
    return truth
  }

  func anyKey(_ term: Value, of map: Value, _ context: borrowing Overload.Context) -> Truth {
    guard case .map(let map) = map else { return .error }
    var truth = Truth.no
    for entry in map.entries {
      truth = truth || of(term, entry.key, context)
      if truth == .yes { break }
    }
    return truth
  }

  func anyPair(_ terms: Value, _ list: Value, _ context: borrowing Overload.Context) -> Truth {
    guard case .list(let terms) = terms else { return .error }
    var truth = Truth.no
    for term in terms.elements {
      truth = truth || any(term, of: list, context)
      if truth == .yes { break }
    }
    return truth
  }

  func anyPairOfKeys(_ terms: Value, _ map: Value, _ context: borrowing Overload.Context) -> Truth {
    guard case .list(let terms) = terms else { return .error }
    var truth = Truth.no
    for term in terms.elements {
      truth = truth || anyKey(term, of: map, context)
      if truth == .yes { break }
    }
    return truth
  }

  func value(_ truth: Truth) -> Value {
    switch truth {
    case .yes: .bool(true)
    case .no: .bool(false)
    case .unknown: .unknown(PolicyFunctions.coarse)
    case .error: .error(EvaluationError(.noSuchOverload, "terms of one set are expected here"))
    }
  }

  private func era(of set: TermSet, _ context: borrowing Overload.Context) -> Int {
    guard !set.eraStarts.isEmpty, case .int(let day) = context.slots[daySlot] else { return 0 }
    return set.era(on: Day(number: Int32(clamping: day)))
  }
}
