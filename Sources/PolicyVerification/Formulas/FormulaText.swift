/// Formulas as SMT-LIB 2 (Barrett, Fontaine, Tinelli: The SMT-LIB Standard, version 2.6).
struct FormulaText {
  let formulas: Formulas

  static func name(ofSymbol number: Int32) -> String { "s\(number)" }
  static func name(of formula: Formula) -> String { "f\(formula.number)" }

  /// A formula as an operand: what is made of parts goes by its name.
  func operand(_ formula: Formula) -> String {
    switch formulas[formula] {
    case .truth(let value): value ? "true" : "false"
    case .symbol(let number): Self.name(ofSymbol: number)
    case .integer(let value): Self.text(value)
    case .real(let value): Self.text(value)
    case .choice(let value, let count): Self.bits(value, count)
    case .not, .and, .or, .equal, .less, .lessOrSame, .sum, .difference, .product, .quotient,
      .remainder, .toReal, .member, .conditional:
      Self.name(of: formula)
    }
  }

  func declaration(ofSymbol number: Int32) -> String {
    "(declare-const \(Self.name(ofSymbol: number)) \(sort(formulas.symbols[Int(number)].sort)))"
  }

  func definition(of formula: Formula) -> String {
    "(define-fun \(Self.name(of: formula)) () \(sort(formulas.sort(of: formula))) \(body(formula)))"
  }

  private func sort(_ sort: Sort) -> String {
    switch sort {
    case .truth: "Bool"
    case .integer: "Int"
    case .real: "Real"
    case .choice(let count): "(_ BitVec \(Self.width(count)))"
    }
  }

  private func body(_ formula: Formula) -> String {
    switch formulas[formula] {
    case .truth, .symbol, .integer, .real, .choice: operand(formula)
    case .not(let inner): call("not", [inner])
    case .and(let parts): call("and", parts)
    case .or(let parts): call("or", parts)
    case .equal(let left, let right): call("=", [left, right])
    case .less(let left, let right): call("<", [left, right])
    case .lessOrSame(let left, let right): call("<=", [left, right])
    case .sum(let parts): call("+", parts)
    case .difference(let left, let right): call("-", [left, right])
    case .product(let left, let right): call("*", [left, right])
    // `div` rounds down for a positive divisor and up for a negative one; ours goes towards zero.
    case .quotient(let left, let right):
      "(ite (>= \(operand(left)) 0) (div \(operand(left)) \(operand(right))) "
        + "(- (div (- \(operand(left))) \(operand(right)))))"
    case .remainder(let left, let right):
      "(ite (>= \(operand(left)) 0) (mod \(operand(left)) \(operand(right))) "
        + "(- (mod (- \(operand(left))) \(operand(right)))))"
    case .toReal(let inner): call("to_real", [inner])
    case .conditional(let condition, let then, let otherwise):
      call("ite", [condition, then, otherwise])
    case .member(let subject, let set): member(subject, set)
    }
  }

  private func call(_ function: String, _ parts: [Formula]) -> String {
    "(\(function) \(parts.map(operand).joined(separator: " ")))"
  }

  private func member(_ subject: Formula, _ set: NumberSet) -> String {
    guard case .choice(let count) = formulas.sort(of: subject) else { return "false" }
    let name = operand(subject)
    let parts = set.ranges.map { range in
      let low = Self.bits(range.lowerBound, count)
      if range.count == 1 { return "(= \(name) \(low))" }
      return "(and (bvuge \(name) \(low)) (bvule \(name) \(Self.bits(range.upperBound, count))))"
    }
    return parts.count == 1 ? parts[0] : "(or \(parts.joined(separator: " ")))"
  }

  /// How many bits tell so many apart; at least one.
  static func width(_ count: UInt32) -> Int {
    max(1, UInt32.bitWidth - (count - 1).leadingZeroBitCount)
  }

  private static func bits(_ value: UInt32, _ count: UInt32) -> String {
    "(_ bv\(value) \(width(count)))"
  }

  private static func text(_ value: Int128) -> String {
    value < 0 ? "(- \(value.magnitude))" : "\(value)"
  }

  /// A double exactly: a whole number times or through a power of two.
  private static func text(_ value: Double) -> String {
    let magnitude = value.magnitude
    guard magnitude != 0 else { return "0.0" }
    let shift = -Int(magnitude.ulp.exponent)
    let whole = UInt64(magnitude / magnitude.ulp)
    let power = powerOfTwo(shift.magnitude)
    let text = shift >= 0 ? "(/ \(whole).0 \(power).0)" : "(* \(whole).0 \(power).0)"
    return value < 0 ? "(- \(text))" : text
  }

  /// 2 to a power, in decimal digits.
  private static func powerOfTwo(_ exponent: UInt) -> String {
    var digits: [UInt8] = [1]
    for _ in 0..<exponent {
      var carry: UInt8 = 0
      for place in digits.indices {
        let doubled = digits[place] * 2 + carry
        digits[place] = doubled % 10
        carry = doubled / 10
      }
      if carry > 0 { digits.append(carry) }
    }
    return digits.reversed().map(String.init).joined()
  }
}
