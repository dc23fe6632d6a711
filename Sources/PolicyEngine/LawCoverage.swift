import CEL
import PolicyModel
import SharedStorage

/// Which adoptable laws certainly cover a recipient's place, by the place and the day.
///
///     bits   era after era; in each place after place: one bit a law that covers it
///     laws   the policies in the order of their bits
///
/// Benchmark: `benchmarks 1000 verdict`: a look at each policy counted eight references a decision.
final class LawCoverage: Sendable {
  /// By policy's number: its bit; -1 where it is no law, or covers no place.
  private let bitOfPolicy: FrozenArray<Int32>
  private let bits: FrozenArray<UInt64>
  private let words: Int
  private let placeCount: Int
  private let set: UInt32
  private let eraStarts: FrozenArray<Int32>

  init(_ library: CompiledLibrary, location: Int?) {
    let vocabulary = library.vocabulary
    guard let location, case .term(let number) = vocabulary.facts[location].type else {
      bitOfPolicy = FrozenArray([])
      bits = FrozenArray([])
      eraStarts = FrozenArray([])
      (words, placeCount, set) = (0, 0, .max)
      return
    }
    let places = vocabulary.termSets[number]
    let laws = (0..<library.sharedPolicyCount).filter { number in
      let policy = library.policies[number]
      return policy.authority == .law && !policy.covers.isEmpty
    }
    let words = (laws.count + 63) / 64
    var bitOfPolicy = [Int32](repeating: -1, count: library.sharedPolicyCount)
    var bits = [UInt64](repeating: 0, count: places.eraCount * places.terms.count * words)
    for (bit, law) in laws.enumerated() {
      bitOfPolicy[law] = Int32(bit)
      for era in 0..<places.eraCount {
        for whole in library.policies[law].covers where whole.set == places.number {
          for part in places.parts(of: whole.id, era: era) {
            let row = (era * places.terms.count + Int(part)) * words
            bits[row + bit / 64] |= 1 << UInt64(bit % 64)
          }
        }
      }
    }
    self.bitOfPolicy = FrozenArray(bitOfPolicy)
    self.bits = FrozenArray(bits)
    self.words = words
    placeCount = places.terms.count
    set = places.number
    eraStarts = FrozenArray(places.eraStarts.map(\.number))
  }

  /// Whether a policy is a law that certainly covers a place on a day.
  func covers(_ policy: Int, _ place: Symbol, on day: Day) -> Bool {
    guard policy < bitOfPolicy.count, bitOfPolicy[policy] >= 0, place.set == set else {
      return false
    }
    let bit = Int(bitOfPolicy[policy])
    let row = (era(on: day) * placeCount + Int(place.id)) * words
    return bits[row + bit / 64] >> UInt64(bit % 64) & 1 != 0
  }

  private func era(on day: Day) -> Int {
    var era = 0
    while era < eraStarts.count, eraStarts[era] <= day.number { era += 1 }
    return era
  }
}
