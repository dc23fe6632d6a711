import CEL
import PolicyModel

/// Says why a rule has another outcome on one day than on the day before, the facts being the same.
struct TurnReasons {
  let gate: Gate
  let rule: Rule
  let before: PreparedFacts
  let after: PreparedFacts

  private var library: CompiledLibrary { gate.library }
  private var today: Day { Day(of: after.now) }
  private var yesterday: Day { Day(of: before.now) }

  /// One reason a text; what came into force or ended stands alone.
  var words: [String] {
    switch (rule.period.contains(yesterday), rule.period.contains(today)) {
    case (false, true): return ["in force from \(today.text)"]
    case (true, false): return ["no longer in force: its last day was \(yesterday.text)"]
    case (false, false), (true, true): break
    }
    return waivers + exceptions + rows + terms + atoms
  }

  private var waivers: [String] {
    guard let number = library.rule(named: rule.name) else { return [] }
    return (gate.waivers[number] ?? []).compactMap { waiver in
      let name = "the waiver `\(waiver.id)` by \(waiver.by)"
      if waiver.from == today { return "\(name) holds from \(today.text)" }
      return waiver.until == yesterday ? "\(name) ended with \(yesterday.text)" : nil
    }
  }

  private var exceptions: [String] {
    rule.exceptions.compactMap { exception in
      switch (exception.period.contains(yesterday), exception.period.contains(today)) {
      case (false, true): "the exception `\(exception.id)` holds from \(today.text)"
      case (true, false): "the exception `\(exception.id)` ended with \(yesterday.text)"
      case (false, false), (true, true): nil
      }
    }
  }

  private var rows: [String] {
    rule.tables.compactMap { use in
      let table = library.tables[use.table]
      let (old, new) = (row(of: use, before, yesterday), row(of: use, after, today))
      guard old != new else { return nil }
      guard let new else { return "`\(table.name)` has no row from \(today.text)" }
      let row = table.rows[new]
      let value = Redactor(vocabulary: library.vocabulary).text(of: row.value, isSensitive: false)
      let cite = row.cite.joined(separator: ", ")
      return "`\(table.name)` is \(value) from \(today.text) (\(cite))"
    }
  }

  /// The place of the one row that answers; nil where none does.
  private func row(of use: TableUse, _ facts: PreparedFacts, _ day: Day) -> Int? {
    guard !use.argument.isSensitive else { return nil }
    let table = library.tables[use.table]
    var evaluation = Evaluation(slots: facts.slots, timeZones: library.timeZones)
    guard case .symbol(let term) = use.argument.program.evaluate(&evaluation),
      case .row(let row) = table.answer(
        for: term.id, in: library.vocabulary.termSets[table.key], on: day)
    else { return nil }
    return row
  }

  /// Terms that join or leave one another on the day, of the sets that the rule reads.
  private var terms: [String] {
    library.termSets(readBy: rule).sorted().flatMap { number -> [String] in
      let set = library.vocabulary.termSets[number]
      return set.datedMemberships.compactMap { membership in
        let part = set.terms[Int(membership.part)].id
        let whole = set.terms[Int(membership.whole)].id
        if membership.period.from == today {
          return "`\(part)` is part of `\(whole)` from \(today.text)"
        }
        if membership.period.until == yesterday {
          return "`\(part)` is no longer part of `\(whole)`"
        }
        return nil
      }
    }
  }

  /// The atoms whose truth is another; their truth alone, as decisions show it.
  private var atoms: [String] {
    var numbers: [Int] = []
    let all = rule.when.atoms + rule.exceptions.flatMap(\.when.atoms) + rule.body.atoms
    for number in all where !numbers.contains(number) { numbers.append(number) }
    let old = gate.truths(of: numbers, before)
    let new = gate.truths(of: numbers, after)
    return zip(old, new).compactMap { old, new in
      guard old.truth != new.truth else { return nil }
      return "`\(library.atoms[new.atom].expression)` becomes \(new.truth.plain)"
    }
  }
}
