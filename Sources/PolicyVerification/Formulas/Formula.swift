/// A formula, or a number in one, by its place in `Formulas`: equal where it is built alike.
struct Formula: Hashable {
  let number: Int32
}

/// What a formula's values are.
enum Sort: Hashable {
  case truth
  case integer
  case real
  /// One of so many, counted from 0: a bit vector.
  case choice(UInt32)
}

/// What a formula is made of.
enum FormulaNode: Hashable {
  case truth(Bool)
  /// Something free, by its number among `Formulas.symbols`.
  case symbol(Int32)
  case integer(Int128)
  /// A finite double, exactly.
  case real(Double)
  case choice(UInt32, of: UInt32)
  case not(Formula)
  case and([Formula])
  case or([Formula])
  case equal(Formula, Formula)
  case less(Formula, Formula)
  case lessOrSame(Formula, Formula)
  case sum([Formula])
  case difference(Formula, Formula)
  case product(Formula, Formula)
  /// Rounded towards zero; whoever builds it rules out a divisor of 0.
  case quotient(Formula, Formula)
  /// What is left over, with the sign of the dividend.
  case remainder(Formula, Formula)
  case toReal(Formula)
  /// Whether a choice is one of a set's.
  case member(Formula, NumberSet)
  case conditional(Formula, then: Formula, otherwise: Formula)
}

/// All formulas of a verification, each once: building one that is there gives it back.
///
/// Formulas simplify while they are built, so that what is equal in an obvious way is the same
/// formula. Grows only.
final class Formulas {
  /// Something free in formulas.
  struct FreeSymbol {
    let name: String
    let sort: Sort
  }

  private(set) var nodes: [FormulaNode] = []
  private(set) var symbols: [FreeSymbol] = []
  private var places: [FormulaNode: Int32] = [:]
  /// By formula: its negation, where that was ever built.
  private var negations: [Int32: Int32] = [:]
  private var symbolNumbers: [String: Int32] = [:]
  /// By symbol: what always holds where it occurs.
  private(set) var constraints: [Int32: [Formula]] = [:]
  private var texts: [String: Int] = [:]
  private(set) var textsByNumber: [String] = []
  /// What is not encoded but may be anything, in words, by the symbols that stand for it.
  private(set) var opaque: [Int32: String] = [:]

  /// What was asked of the calendar, for what is always so of it.
  private(set) var months: [Months] = []

  let yes: Formula
  let no: Formula

  init() {
    nodes = [.truth(true), .truth(false)]
    places = [.truth(true): 0, .truth(false): 1]
    yes = Formula(number: 0)
    no = Formula(number: 1)
  }

  subscript(formula: Formula) -> FormulaNode { nodes[Int(formula.number)] }

  func make(_ node: FormulaNode) -> Formula {
    if let place = places[node] { return Formula(number: place) }
    let place = Int32(nodes.count)
    nodes.append(node)
    places[node] = place
    return Formula(number: place)
  }

  /// The negation of a formula that no other rule of `not` covers.
  func negation(of formula: Formula) -> Formula {
    if let known = builtNegation(of: formula) { return known }
    let negation = make(.not(formula))
    negations[formula.number] = negation.number
    return negation
  }

  /// The negation where it was built before.
  func builtNegation(of formula: Formula) -> Formula? {
    if case .not(let inner) = self[formula] { return inner }
    return negations[formula.number].map(Formula.init)
  }

  func truth(_ value: Bool) -> Formula { value ? yes : no }
  func integer(_ value: some BinaryInteger) -> Formula { make(.integer(Int128(value))) }
  func choice(_ value: UInt32, of count: UInt32) -> Formula { make(.choice(value, of: count)) }

  /// Whether a symbol of this name is there already.
  func isDeclared(_ name: String) -> Bool { symbolNumbers[name] != nil }

  /// The number of a symbol of this name.
  func number(ofSymbol name: String) -> Int32? { symbolNumbers[name] }

  /// The free symbol of a name, made where it is new.
  ///
  /// A fact that another library declares otherwise has another symbol there: its values have nothing
  /// in common.
  func symbol(_ name: String, _ sort: Sort) -> Formula {
    if let number = symbolNumbers[name] {
      guard symbols[Int(number)].sort == sort else { return symbol("\(name)?\(sort)", sort) }
      return make(.symbol(number))
    }
    let number = Int32(symbols.count)
    symbols.append(FreeSymbol(name: name, sort: sort))
    symbolNumbers[name] = number
    return make(.symbol(number))
  }

  /// A symbol that stands for what is not encoded.
  func opaqueSymbol(_ name: String, _ sort: Sort, _ words: String) -> Formula {
    let formula = symbol(name, sort)
    if case .symbol(let number) = self[formula] { opaque[number] = words }
    return formula
  }

  /// Says what always holds of a symbol.
  func constrain(_ symbol: Formula, _ constraint: Formula) {
    guard case .symbol(let number) = self[symbol], constraint != yes else { return }
    constraints[number, default: []].append(constraint)
  }

  /// A text as a number; equal texts have equal numbers.
  func text(_ text: String) -> Formula {
    if let number = texts[text] { return integer(number) }
    texts[text] = textsByNumber.count
    textsByNumber.append(text)
    return integer(textsByNumber.count - 1)
  }
}

extension Formulas {
  /// A number of months that was added to an instant.
  struct Months {
    let from: Formula
    let number: Formula
    let result: Formula
  }

  func noteMonths(from: Formula, number: Formula, result: Formula) {
    months.append(Months(from: from, number: number, result: result))
  }
}
