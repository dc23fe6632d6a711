import CEL
package import PolicyModel

extension CompiledLibrary {
  /// Every date on which some of these policies, by number, change what they demand; by day, then in
  /// the order rules, exceptions, rows, terms, waivers.
  ///
  /// What begins with its rule, or ends with it, has no date of its own.
  package func datedChanges(
    of policies: [Int], waivers: [Waiver] = []
  ) -> [DatedChange] {
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
    for waiver in waivers {
      guard let number = rule(named: waiver.rule) else { continue }
      for (day, begins) in [(waiver.from, true), (waiver.until.next, false)] {
        changes.append(
          DatedChange(
            day: day, subject: .waiver(rule: number, id: waiver.id), begins: begins, cite: [],
            range: waiver.range, rules: [number]))
      }
    }
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

  /// Of the sets that the rules read, and of what is part of a term that they name.
  private func termChanges(_ bound: [Int]) -> [DatedChange] {
    var readers: [Int: Set<Int>] = [:]
    for number in bound {
      for set in termSets(readBy: rules[number]) { readers[set, default: []].insert(number) }
    }
    let named = termsNamed(by: bound)
    return readers.keys.sorted().flatMap { number -> [DatedChange] in
      let set = vocabulary.termSets[number]
      let wholes = Set(named.filter { $0.set == set.number }.map(\.id))
      return set.datedMemberships.filter { membership in
        (0..<set.eraCount).contains { era in
          set.wholes(of: membership.whole, era: era).contains(where: wholes.contains)
        }
      }.flatMap { membership in
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
