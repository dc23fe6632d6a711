package import CEL
package import Diagnostics

/// One thing of a library that begins or ends on a day: from then on it demands something else.
package struct DatedChange: Sendable {
  /// The first day on which it is otherwise.
  package let day: Day
  package let subject: Subject
  package let begins: Bool
  package let cite: [String]
  /// Where it is written.
  package let range: SourceRange?
  /// The numbers of the rules that it concerns, ascending.
  package let rules: [Int]

  package enum Subject: Sendable {
    /// By its number in the library.
    case rule(Int)
    /// Of one rule.
    case exception(rule: Int, id: String)
    /// A row of a table, by their numbers, and the value that a row ending the day before gave.
    case row(table: Int, row: Int, before: Value?)
    /// A term, by its number, becomes or ceases to be part of another of its set.
    case part(set: Int, part: UInt32, whole: UInt32)
  }
}

extension CompiledLibrary {
  /// Every date on which some of these policies, by number, change what they demand; by day, then in
  /// the order rules, exceptions, rows, terms.
  ///
  /// What begins with its rule, or ends with it, has no date of its own.
  package func datedChanges(of policies: [Int]) -> [DatedChange] {
    let bound = policies.sorted().flatMap { Array(self.policies[$0].rules) }
    var changes: [DatedChange] = []
    for number in bound {
      let rule = rules[number]
      changes += Self.ends(of: rule.period).map { day, begins in
        DatedChange(
          day: day, subject: .rule(number), begins: begins, cite: rule.cite, range: rule.range,
          rules: [number])
      }
      for exception in rule.exceptions {
        changes += Self.ends(of: exception.period).filter {
          Self.isInside($0.day, rule.period)
        }.map { day, begins in
          DatedChange(
            day: day, subject: .exception(rule: number, id: exception.id), begins: begins,
            cite: exception.cite.isEmpty ? rule.cite : exception.cite, range: rule.range,
            rules: [number])
        }
      }
    }
    changes += rowChanges(bound) + termChanges(bound)
    return changes.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
      .map(\.element)
  }

  private func rowChanges(_ bound: [Int]) -> [DatedChange] {
    var users: [Int: Set<Int>] = [:]
    for number in bound {
      for use in rules[number].tables { users[use.table, default: []].insert(number) }
    }
    return users.keys.sorted().flatMap { number -> [DatedChange] in
      let rows = tables[number].rows
      return rows.indices.flatMap { place -> [DatedChange] in
        let row = rows[place]
        return Self.ends(of: row.period).compactMap { day, begins -> DatedChange? in
          // Where one row gives way to another of its term, the newer one tells it.
          let others = rows.filter { $0.term == row.term }
          if !begins, others.contains(where: { $0.period.from == day }) { return nil }
          let before = begins ? others.first { $0.period.until?.next == day }?.value : nil
          return DatedChange(
            day: day, subject: .row(table: number, row: place, before: before), begins: begins,
            cite: row.cite, range: row.range, rules: users[number, default: []].sorted())
        }
      }
    }
  }

  private func termChanges(_ bound: [Int]) -> [DatedChange] {
    var readers: [Int: Set<Int>] = [:]
    for number in bound {
      for set in termSets(readBy: rules[number]) { readers[set, default: []].insert(number) }
    }
    return readers.keys.sorted().flatMap { number in
      vocabulary.termSets[number].datedMemberships.flatMap { membership in
        Self.ends(of: membership.period).map { day, begins in
          DatedChange(
            day: day,
            subject: .part(set: number, part: membership.part, whole: membership.whole),
            begins: begins, cite: [], range: membership.range,
            rules: readers[number, default: []].sorted())
        }
      }
    }
  }

  /// The numbers of the sets whose terms a rule's conditions read.
  package func termSets(readBy rule: Rule) -> Set<Int> {
    let atoms = rule.when.atoms + rule.body.atoms + rule.exceptions.flatMap(\.when.atoms)
    let slots = Set(atoms.flatMap { self.atoms[$0].facts })
    return Set(slots.compactMap { vocabulary.facts[$0].type }.flatMap(\.termSets))
  }

  private static func ends(of period: Period) -> [(day: Day, begins: Bool)] {
    var ends: [(day: Day, begins: Bool)] = []
    if let from = period.from { ends.append((from, true)) }
    if let until = period.until { ends.append((until.next, false)) }
    return ends
  }

  /// Whether a period holds both the day and the day before.
  private static func isInside(_ day: Day, _ period: Period) -> Bool {
    period.contains(day) && period.contains(Day(number: day.number - 1))
  }
}

extension FactType {
  /// The numbers of the sets whose terms stand in a value of the type; of records none.
  fileprivate var termSets: [Int] {
    switch self {
    case .term(let set): [set]
    case .list(let element): element.termSets
    case .map(let key, let value): key.termSets + value.termSets
    case .bool, .int, .double, .string, .timestamp, .duration, .record: []
    }
  }
}
