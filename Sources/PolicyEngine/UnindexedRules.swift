import CEL
import PolicyModel
import SharedStorage

/// Rules that no index covers, with what can rule them out without a look at them.
///
/// Of 10,000 clients each has some: a rule, its atoms and their plans lie in some twenty places of
/// memory, of which none is in the processor's cache when another client is judged. What is here
/// lies in four.
///
///     rules         number, policy, days, where its atoms and tests end
///     whenAtoms     of `when`, shared by the library's rules: all must hold for the rule to apply
///     numberTests   of `forbid`: all must hold for the rule to be in the way
///
/// Benchmark: `benchmarks clients`, "verdict, each".
final class UnindexedRules: Sendable {
  struct Entry: BitwiseCopyable {
    let rule: Int32
    let policy: Int32
    let from: Int32
    let until: Int32
    let atomsEnd: Int32
    let testsEnd: Int32

    func isInForce(on day: Day) -> Bool { from <= day.number && day.number <= until }
  }

  /// In the library's order.
  let rules: FrozenArray<Entry>
  let whenAtoms: FrozenArray<Int32>
  let numberTests: FrozenArray<NumberTest>
  /// Whether rules may be passed over.
  let rulesOut: Bool

  init(_ library: CompiledLibrary, _ numbers: [Int], rulesOut: Bool) {
    var entries: [Entry] = []
    var atoms: [Int32] = []
    var tests: [NumberTest] = []
    for number in numbers {
      let rule = library.rules[number]
      if rulesOut {
        let shared = rule.when.row?.filter { $0 < library.sharedAtomCount } ?? []
        atoms += shared.map(Int32.init)
        tests += library.necessaryTests(ofForbid: rule)
      }
      entries.append(
        Entry(
          rule: Int32(number), policy: Int32(rule.policy), from: rule.period.from?.number ?? .min,
          until: rule.period.until?.number ?? .max, atomsEnd: Int32(atoms.count),
          testsEnd: Int32(tests.count)))
    }
    rules = FrozenArray(entries)
    whenAtoms = FrozenArray(atoms)
    numberTests = FrozenArray(tests)
    self.rulesOut = rulesOut
  }

  /// Where a rule's atoms stand in `whenAtoms`.
  func atoms(of place: Int) -> Range<Int> {
    (place == 0 ? 0 : Int(rules[place - 1].atomsEnd))..<Int(rules[place].atomsEnd)
  }

  /// Where a rule's tests stand in `numberTests`.
  func tests(of place: Int) -> Range<Int> {
    (place == 0 ? 0 : Int(rules[place - 1].testsEnd))..<Int(rules[place].testsEnd)
  }
}

extension CompiledLibrary {
  /// Where one of them fails the rule is kept, excepted, or does not apply; none where that is not so.
  fileprivate func necessaryTests(ofForbid rule: Rule) -> [NumberTest] {
    // A kept rule with duties can still be undecided.
    guard rule.isForbid, rule.duties.isEmpty, case .atom(let atom) = rule.body else { return [] }
    return atoms[atom].program.necessaryNumberTests
  }
}
