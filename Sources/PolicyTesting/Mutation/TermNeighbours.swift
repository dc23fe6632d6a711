import CEL
import PolicyModel

/// The terms right above a term and one right below it, in every set that knows it.
struct TermNeighbours {
  private let sets: [TermSet]

  struct Neighbour {
    let id: String
    /// It holds the term; otherwise it is a part of it.
    let isWider: Bool
  }

  /// So many wider terms, the narrowest of them first, are looked at: a country lies in many groups.
  private static let mostWholes = 3

  init(_ sets: [TermSet]) { self.sets = sets }

  /// The wholes of a term and its largest part: what is hardest to tell from the term itself.
  func neighbours(of text: String) -> [Neighbour] {
    var result: [Neighbour] = []
    for set in sets {
      guard let symbol = set.symbol(for: text) else { continue }
      let term = symbol.id
      let era = set.eraCount - 1
      func size(_ term: UInt32) -> Int { set.parts(of: term, era: era).count }
      func id(_ term: UInt32) -> String { set.terms[Int(term)].id }
      let wholes = direct(set.wholes(of: term, era: era), of: term) { other, between in
        set.within(between, other, era: era) == .yes
      }
      let nearest = wholes.sorted { (size($0), id($0)) < (size($1), id($1)) }
      result += nearest.prefix(Self.mostWholes).map { Neighbour(id: id($0), isWider: true) }
      let parts = direct(set.parts(of: term, era: era), of: term) { other, between in
        set.within(other, between, era: era) == .yes
      }
      let largest = parts.min { (-size($0), id($0)) < (-size($1), id($1)) }
      if let largest { result.append(Neighbour(id: id(largest), isWider: false)) }
    }
    return result
  }

  /// Of related terms those that no other lies before.
  private func direct(
    _ related: [UInt32], of term: UInt32, lies: (UInt32, UInt32) -> Bool
  ) -> [UInt32] {
    let others = related.filter { $0 != term }
    return others.filter { other in
      !others.contains { between in between != other && lies(other, between) }
    }
  }
}
