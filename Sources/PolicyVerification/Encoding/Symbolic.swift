/// When a value is not there: not known, or failed; both formulas, never true together.
struct State: Hashable {
  let unknown: Formula
  let failed: Formula
}

/// A truth of three values and failure, as formulas: at most one is true; none is, where it failed.
struct Ternary: Hashable {
  let yes: Formula
  let no: Formula
  let unknown: Formula
}

/// What an expression comes to, for all facts at once.
///
/// A formula of a value means something only where the state is neither unknown nor failed.
indirect enum Symbolic: Hashable {
  case truth(Ternary)
  /// Ints, durations and instants, both in nanoseconds.
  case integer(Formula, State)
  case real(Formula, State)
  /// A term of one of the world's sets.
  case term(set: Int, Formula, State)
  /// Texts are numbers: `Formulas.text`.
  case text(Formula, State)
  case list(SymbolicList, State)
  case map(SymbolicMap, State)
  case record(SymbolicRecord, State)
}

/// A list: what may be in it, and whether it is.
struct SymbolicList: Hashable {
  struct Element: Hashable {
    let present: Formula
    let value: Symbolic
  }
  let elements: [Element]
  /// How many elements; those that stand twice count twice.
  let size: Formula
}

/// A map by terms: whether a key is there, and where its value is read.
struct SymbolicMap: Hashable {
  struct Entry: Hashable {
    let key: UInt32
    let present: Formula
    let value: Symbolic
  }
  let set: Int
  /// One for each term of the set.
  let entries: [Entry]
  let size: Formula
}

/// A record of facts: its fields are symbols below a path.
struct SymbolicRecord: Hashable {
  let path: String
  /// The type's number in its library.
  let type: Int
}

extension Symbolic {
  var state: State? {
    switch self {
    case .truth: nil
    case .integer(_, let state), .real(_, let state), .term(_, _, let state),
      .text(_, let state), .list(_, let state), .map(_, let state), .record(_, let state):
      state
    }
  }
}

/// Kleene's logic over formulas.
extension Formulas {
  var known: State { State(unknown: no, failed: no) }

  /// Whether a value is there.
  func isKnown(_ state: State) -> Formula { and(not(state.unknown), not(state.failed)) }

  /// Strict parts together: one that failed goes before one that is not known.
  func joined(_ states: [State]) -> State {
    let failed = any(states.map(\.failed))
    return State(unknown: and(not(failed), any(states.map(\.unknown))), failed: failed)
  }

  func certain(_ truth: Formula) -> Ternary { Ternary(yes: truth, no: not(truth), unknown: no) }

  /// A truth of values that may be missing.
  func truth(_ holds: Formula, _ state: State) -> Ternary {
    let known = isKnown(state)
    return Ternary(yes: and(known, holds), no: and(known, not(holds)), unknown: state.unknown)
  }

  /// A truth that may be open although the values are there.
  func truth(yes: Formula, no: Formula, _ state: State) -> Ternary {
    let known = isKnown(state)
    return Ternary(
      yes: and(known, yes), no: and(known, no),
      unknown: or(state.unknown, and(known, not(yes), not(no))))
  }

  func state(of truth: Ternary) -> State {
    State(unknown: truth.unknown, failed: failed(truth))
  }

  func failed(_ truth: Ternary) -> Formula {
    and(not(truth.yes), not(truth.no), not(truth.unknown))
  }

  func not(_ truth: Ternary) -> Ternary {
    Ternary(yes: truth.no, no: truth.yes, unknown: truth.unknown)
  }

  func all(_ parts: [Ternary]) -> Ternary {
    if parts.count == 1 { return parts[0] }
    let no = any(parts.map(\.no))
    return Ternary(
      yes: all(parts.map(\.yes)), no: no, unknown: and(not(no), any(parts.map(\.unknown))))
  }

  func any(_ parts: [Ternary]) -> Ternary { not(all(parts.map { not($0) })) }

  /// What `condition ? then : otherwise` is.
  func conditional(_ condition: Ternary, _ then: Ternary, _ otherwise: Ternary) -> Ternary {
    func either(_ part: KeyPath<Ternary, Formula>) -> Formula {
      or(and(condition.yes, then[keyPath: part]), and(condition.no, otherwise[keyPath: part]))
    }
    return Ternary(
      yes: either(\.yes), no: either(\.no), unknown: or(condition.unknown, either(\.unknown)))
  }

  /// Whether some element, or every element, is so: elements that are not there do not count.
  func exists(_ elements: [(present: Formula, truth: Ternary)]) -> Ternary {
    let yes = any(elements.map { and($0.present, $0.truth.yes) })
    return Ternary(
      yes: yes, no: all(elements.map { or(not($0.present), $0.truth.no) }),
      unknown: and(not(yes), any(elements.map { and($0.present, $0.truth.unknown) })))
  }

  func forAll(_ elements: [(present: Formula, truth: Ternary)]) -> Ternary {
    not(exists(elements.map { ($0.present, not($0.truth)) }))
  }

  /// What a truth is where a value that it hangs on may be missing.
  func guarded(_ truth: Ternary, by state: State) -> Ternary {
    let known = isKnown(state)
    return Ternary(
      yes: and(known, truth.yes), no: and(known, truth.no),
      unknown: or(state.unknown, and(known, truth.unknown)))
  }
}
