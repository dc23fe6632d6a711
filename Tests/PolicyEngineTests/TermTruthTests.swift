import CEL
import PolicyModel
import TestSupport
import Testing

/// The truths that are told beforehand are those of the three-valued relations.
@Suite struct TermTruthTests {
  /// A random order of terms, none part of itself, with dated memberships among others.
  private static func set(_ dice: inout Dice) -> TermSet? {
    let count = dice.number(1...14)
    let terms = (0..<count).map { TermSet.Term(id: "t\($0)", doc: nil) }
    var memberships: [TermSet.Membership] = []
    for part in 0..<count {
      for whole in 0..<part where dice.chance(25) {
        let from = dice.chance(30) ? Day(number: Int32(dice.number(0...3))) : nil
        memberships.append(
          .init(
            part: UInt32(part), whole: UInt32(whole), period: Period(from: from, until: nil)))
      }
    }
    return TermSet(name: "terms", number: 0, terms: terms, memberships: memberships)
  }

  @Test func `they say of each term what the relations say`() throws {
    var dice = Dice(21)
    for _ in 0..<300 {
      let set = try #require(Self.set(&dice))
      let all = 0..<UInt32(set.terms.count)
      for era in 0..<set.eraCount {
        let constants = (0..<dice.number(1...3)).map { _ in dice.pick(Array(all)) }
        func expect(_ standing: TermSet.Standing, _ holds: (UInt32, UInt32) -> Truth) {
          let expected = all.map { term in
            constants.reduce(Truth.no) { $0 || holds(term, $1) }
          }
          #expect(set.truths(standing, toAnyOf: constants, era: era) == expected, "\(standing)")
        }
        func open(_ key: UInt32, _ term: UInt32) -> Truth {
          key == term ? .yes : set.within(key, term, era: era) == .yes ? .unknown : .no
        }
        expect(.same) { set.equals($0, $1, era: era) }
        expect(.part) { set.within($0, $1, era: era) }
        expect(.whole) { set.within($1, $0, era: era) }
        expect(.key) { open($0, $1) }
        expect(.keyed) { open($1, $0) }
      }
    }
  }
}
