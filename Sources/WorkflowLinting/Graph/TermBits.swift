package import CEL

/// A set of terms as bits, by their places in a `TermTable`.
package typealias TermBits = UInt128

/// Gives the terms that a workflow uses places in a set of bits.
///
/// There is room for 127; what comes after that is in no set, so it is never said to be there.
package struct TermTable: Sendable {
  private var places: [Symbol: Int] = [:]
  private(set) var terms: [Symbol] = []

  package init() {}

  package mutating func bits(_ symbol: Symbol) -> TermBits {
    if let place = places[symbol] { return 1 << TermBits(place) }
    guard terms.count < 127 else { return 0 }
    places[symbol] = terms.count
    terms.append(symbol)
    return 1 << TermBits(terms.count - 1)
  }

  package mutating func bits(_ symbols: some Sequence<Symbol>) -> TermBits {
    symbols.reduce(into: 0) { $0 |= bits($1) }
  }

  /// The bit of a term that has one already; none for others.
  package func known(_ symbol: Symbol) -> TermBits { places[symbol].map { 1 << TermBits($0) } ?? 0 }

  /// The terms of a set, sorted by number.
  package func symbols(_ bits: TermBits) -> [Symbol] {
    var rest = bits
    var found: [Symbol] = []
    while rest != 0 {
      found.append(terms[rest.trailingZeroBitCount])
      rest &= rest - 1
    }
    return found.sorted { ($0.set, $0.id) < ($1.set, $1.id) }
  }
}
