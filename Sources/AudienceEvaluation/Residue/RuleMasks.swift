import CEL
import PolicyEngine
import PolicyModel

/// The residue's rules as bits: which of them a value of one column leaves.
///
/// A rule can be in the way only where claims about its parts hold, and most claims read one column. So
/// each value of a column has a vector of bits, one a rule and layer, and a row's rules are the vectors of its
/// values put together, word by word:
///
///     layer 0            can be in the way    and
///     layer 1            is broken            and
///     layer 2            certainly applies    and
///     layers 3 ...       one clause each of the first two that reads more columns    or
///
/// A rule whose claims are not all said so is *open*: where its bit is left, its logic is asked.
struct RuleMasks: Sendable {
  let words: Int
  /// Layers that are combined by `or`: clauses of "can be in the way", then of "is broken".
  let clauses: (possible: Int, broken: Int)
  /// What a row starts with.
  let start: [UInt64]
  /// By column.
  let terms: [[Term]]
  /// Rules, as bits.
  let open: [UInt64]
  /// Rules that only the row evaluator can decide.
  let rows: [UInt64]
  /// Rules whose undecided outcome only the row evaluator can tell.
  let strict: [UInt64]
  /// Rules of which the bits do not say all.
  let left: [UInt64]
  /// Rules of which layer 2 does not say all.
  let loose: [UInt64]

  /// What one column says of one rule in one layer.
  struct Term: Sendable {
    /// Among the words of a vector.
    let word: Int
    let bit: UInt64
    let isOr: Bool
    /// In an `or` layer one of them must hold, else the only one.
    let claims: [Claim]
  }

  var layers: Int { 3 + clauses.possible + clauses.broken }
  var width: Int { layers * words }
  private static let mostClauses = 3

  /// `column`: the only column that a logic reads; nil where it reads more.
  init(_ residue: Residue, columnCount: Int, _ column: (Residue.Logic) -> Int?) {
    var maker = Maker(words: (residue.rules.count + 63) / 64, columnCount: columnCount)
    for (number, rule) in residue.rules.enumerated() {
      maker.add(rule, number, isLenient: residue.isLenient(rule), column)
    }
    words = maker.words
    clauses = (maker.mostPossible, maker.mostBroken)
    let layers = 3 + maker.mostPossible + maker.mostBroken
    var start = [UInt64](repeating: .max, count: layers * maker.words)
    let rest = residue.rules.count % 64
    for layer in 1...3 where rest != 0 { start[layer * maker.words - 1] = (1 << UInt64(rest)) - 1 }
    for (word, bit) in maker.never { start[word] &= ~bit }
    var terms = [[Term]](repeating: [], count: columnCount)
    for term in maker.terms {
      // Clauses of "is broken" stand behind all of "can be in the way".
      let layer = term.isBroken && term.layer >= 3 ? term.layer + maker.mostPossible : term.layer
      let word = layer * maker.words + term.rule / 64
      let bit = UInt64(1) << UInt64(term.rule % 64)
      if term.layer >= 3 { start[word] &= ~bit }
      terms[term.column].append(
        Term(word: word, bit: bit, isOr: term.layer >= 3, claims: term.claims))
    }
    self.start = start
    self.terms = terms
    open = maker.open
    rows = maker.rows
    strict = zip(maker.lenient, maker.waived).map { $0 & ~$1 }
    left = zip(maker.rows, maker.open).map { $0 | $1 }
    loose = maker.loose
  }

  /// Adds claims to layers.
  private struct Maker {
    let words: Int
    var terms: [(column: Int, layer: Int, isBroken: Bool, rule: Int, claims: [Claim])] = []
    /// Bits of the first three layers that no row has.
    var never: [(word: Int, bit: UInt64)] = []
    var open: [UInt64]
    var rows: [UInt64]
    var lenient: [UInt64]
    var waived: [UInt64]
    var loose: [UInt64]
    var mostPossible = 0
    var mostBroken = 0

    init(words: Int, columnCount: Int) {
      self.words = words
      open = [UInt64](repeating: 0, count: words)
      rows = open
      lenient = open
      waived = open
      loose = open
    }

    mutating func add(
      _ rule: Residue.OpenRule, _ number: Int, isLenient: Bool,
      _ column: (Residue.Logic) -> Int?
    ) {
      let (word, bit) = (number / 64, UInt64(1) << UInt64(number % 64))
      if rule.isWaived { waived[word] |= bit }
      if isLenient { lenient[word] |= bit }
      var possible = [Claim(rule.when, isNot: .no)]
      if rule.needsRows {
        rows[word] |= bit
      } else {
        possible.append(Claim(rule.exceptions, isNot: .yes))
        if rule.dutiesMatter {
          open[word] |= bit
        } else {
          possible.append(Claim(rule.body, isNot: .yes))
        }
      }
      let broken = [
        Claim(rule.when, is: .yes), Claim(rule.exceptions, is: .no), Claim(rule.body, is: .no),
      ]
      let first = add(possible, layer: 0, number, most: RuleMasks.mostClauses, column)
      let second = add(broken, layer: 1, number, most: RuleMasks.mostClauses, column)
      let third = add([Claim(rule.when, is: .yes)], layer: 2, number, most: 0, column)
      if first == nil || second == nil { open[word] |= bit }
      if third == nil { loose[word] |= bit }
      mostPossible = max(mostPossible, first ?? RuleMasks.mostClauses)
      mostBroken = max(mostBroken, second ?? RuleMasks.mostClauses)
    }

    /// Adds the claims of one layer; answers how many clauses it took, nil where some are left out.
    private mutating func add(
      _ claims: [Claim], layer: Int, _ rule: Int, most: Int,
      _ column: (Residue.Logic) -> Int?
    ) -> Int? {
      var clauses = 0
      var isWhole = true
      for claim in claims.flatMap(\.conjuncts) {
        if case .known(let truth) = claim.logic {
          if !claim.holds(truth) {
            never.append((layer * words + rule / 64, 1 << UInt64(rule % 64)))
          }
          continue
        }
        if let column = column(claim.logic) {
          terms.append((column, layer, layer == 1, rule, [claim]))
          continue
        }
        var parts = claim.disjuncts
        if parts.contains(where: \.isKnownToHold) { continue }
        parts.removeAll(where: \.isKnown)
        if parts.isEmpty {
          never.append((layer * words + rule / 64, 1 << UInt64(rule % 64)))
          continue
        }
        let columns = parts.map { column($0.logic) }
        guard clauses < most, !columns.contains(nil) else {
          isWhole = false
          continue
        }
        for column in Set(columns.compactMap { $0 }) {
          let own = zip(parts, columns).filter { $0.1 == column }.map(\.0)
          terms.append((column, 3 + clauses, layer == 1, rule, own))
        }
        clauses += 1
      }
      return isWhole ? clauses : nil
    }
  }
}

extension Residue.OpenRule {
  /// Whether a duty can leave the rule undecided where its body holds.
  fileprivate var dutiesMatter: Bool {
    guard hasDuties else { return false }
    guard !dutiesUndecided, case .known(.yes) = when, case .known(.no) = exceptions else {
      return true
    }
    return false
  }
}

extension Claim {
  fileprivate var isKnown: Bool { if case .known = logic { true } else { false } }

  fileprivate var isKnownToHold: Bool {
    if case .known(let truth) = logic { holds(truth) } else { false }
  }
}

extension Residue {
  /// Whether missing facts let a rule pass, but errors do not.
  func isLenient(_ rule: OpenRule) -> Bool {
    gate.library.rules[rule.number].unknown == .allow
  }
}
