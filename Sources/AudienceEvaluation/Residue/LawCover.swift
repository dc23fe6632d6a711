import CEL
import FactsReading
import PolicyEngine
import PolicyModel

/// Which rows are governed: some rule certainly applies, and a law that has one covers the row's place.
struct LawCover {
  private let residue: Residue
  let placeColumn: Int?
  /// Rules that govern where they apply, as bits.
  let governing: [UInt64]
  /// Of each law its rules that govern.
  private let rules: [[UInt64]]
  /// Whether a rule applies to every row: of any policy, and of each law.
  private let isAlwaysGoverned: Bool
  private let alwaysApplies: [Bool]
  /// The place of a row that states none.
  private let unstatedPlace: Value
  /// By code of the place: whether each law certainly covers it.
  private var covers: [[Bool]] = []

  init(_ residue: Residue, _ columns: RecipientColumns, _ masks: RuleMasks) {
    self.residue = residue
    placeColumn = residue.place.flatMap { slot in
      columns.columns.firstIndex { $0.slots.contains(slot) }
    }
    unstatedPlace =
      residue.place.map { Facts(nothingOf: residue.gate.library.vocabulary).slots[$0] } ?? .null
    let none = [UInt64](repeating: 0, count: masks.words)
    var governing = none
    var rules = residue.laws.map { _ in none }
    var isAlwaysGoverned = false
    var alwaysApplies = residue.laws.map { _ in false }
    for (place, rule) in residue.rules.enumerated() where rule.governs {
      let bit = UInt64(1) << UInt64(place % 64)
      governing[place / 64] |= bit
      let isAlways = if case .known(.yes) = rule.when { true } else { false }
      if isAlways { isAlwaysGoverned = true }
      let policy = residue.gate.library.rules[rule.number].policy
      if let law = residue.laws.firstIndex(of: policy) {
        rules[law][place / 64] |= bit
        if isAlways { alwaysApplies[law] = true }
      }
    }
    self.governing = governing
    self.rules = rules
    self.isAlwaysGoverned = isAlwaysGoverned
    self.alwaysApplies = alwaysApplies
  }

  mutating func forget() {
    covers = []
    settled = []
  }

  /// By code of the place: whether rows there are governed, whatever else they say.
  private(set) var settled: [Bool] = []

  /// Asks about places that have not been asked about.
  mutating func update(_ columns: RecipientColumns) {
    guard let placeColumn else { return }
    let count = columns.columns[placeColumn].entries.count
    if count > 0 { find(Int32(count - 1), columns) }
    for code in settled.count..<covers.count {
      settled.append(
        isAlwaysGoverned
          && alwaysApplies.indices.contains { alwaysApplies[$0] && covers[code][$0] })
    }
  }

  /// Why nothing governs a row; `applying`: the rules that certainly apply to it, as bits.
  mutating func ungoverned(
    _ applying: [UInt64], _ code: Int32?, _ columns: RecipientColumns
  ) -> Ungoverned? {
    let applies = applying.indices.contains { applying[$0] & governing[$0] != 0 }
    if !applies { return .noRuleApplies }
    guard let code else { return .noLawForPlace }
    find(code, columns)
    for law in rules.indices where covers[Int(code)][law] {
      if applying.indices.contains(where: { applying[$0] & rules[law][$0] != 0 }) { return nil }
    }
    return .noLawForPlace
  }

  /// Asks the laws about places that have not been asked about.
  private mutating func find(_ code: Int32, _ columns: RecipientColumns) {
    guard let placeColumn, let slot = residue.place, Int(code) >= covers.count else { return }
    let day = Day(of: residue.facts.now)
    for next in covers.count..<columns.columns[placeColumn].entries.count {
      let stated = columns.stated(by: Int32(next), of: placeColumn).first { $0.slot == slot }
      let value = stated?.value ?? unstatedPlace
      covers.append(
        residue.laws.map { law in
          guard case .symbol(let place) = value else { return false }
          return residue.gate.covers(law, place, on: day)
        })
    }
  }
}
