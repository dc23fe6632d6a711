import CEL
import PolicyModel

/// Tells the truths of the functions of terms beforehand, where one argument is a constant term, or a list or
/// map of them.
///
/// The bodies say the same of any two terms, and are asked where nothing is constant.
struct TermTruths: Sendable {
  let sets: [TermSet]
  let daySlot: Int

  /// `first`: how a term in the first argument stands to the second one; `second`: the reverse.
  func relation(
    first: TermSet.Standing, second: TermSet.Standing, isNegated: Bool = false
  ) -> SymbolRelation {
    SymbolRelation { varying, constant in
      truths(varying == 0 ? first : second, to: constant, isNegated)
    }
  }

  private func truths(
    _ standing: TermSet.Standing, to constant: Value, _ isNegated: Bool
  ) -> SymbolTruths? {
    guard let symbols = symbols(of: constant), let first = symbols.first,
      symbols.allSatisfy({ $0.set == first.set }), Int(first.set) < sets.count
    else { return nil }
    let set = sets[Int(first.set)]
    let rows = (0..<set.eraCount).map { era in
      let row = set.truths(standing, toAnyOf: symbols.map(\.id), era: era)
      return isNegated ? row.map { !$0 } : row
    }
    return SymbolTruths(
      set: first.set, rows: rows, rowStarts: set.eraStarts.map { Int64($0.number) },
      rowSlot: daySlot, unknown: PolicyFunctions.coarse)
  }

  private func symbols(of constant: Value) -> [Symbol]? {
    let values: [Value]
    switch constant {
    case .symbol(let symbol): return [symbol]
    case .list(let list): values = list.elements
    case .map(let map): values = map.entries.map(\.key)
    case .null, .bool, .int, .uint, .double, .duration, .timestamp, .string, .bytes, .record,
      .optional, .type, .opaque, .unknown, .error:
      return nil
    }
    var symbols: [Symbol] = []
    for value in values {
      guard case .symbol(let symbol) = value else { return nil }
      symbols.append(symbol)
    }
    return symbols
  }
}
