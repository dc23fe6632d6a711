/// Formulas as SMT-LIB 2 (Barrett, Fontaine, Tinelli: The SMT-LIB Standard, version 2.6).
///
/// A question is one assertion. What occurs in it more than once is bound by `let`, level by level,
/// each level made of those below. (`define-fun` would do without repeating it, but Z3 then evaluates
/// all definitions anew for every model: nine tenths of its time.)
struct FormulaText {
  let formulas: Formulas

  static func name(ofSymbol number: Int32) -> String { "s\(number)" }

  /// That all of some formulas hold.
  func assertion(of claims: [Formula]) -> String {
    let (order, uses) = parts(of: claims)
    var written: [Int32: Written] = [:]
    written.reserveCapacity(order.count)
    var levels: [String] = []
    for formula in order {
      let parts = formulas[formula].parts
      let level = parts.map { written[$0.number]?.level ?? 0 }.max() ?? 0
      let text = body(formula) { written[$0.number]?.text ?? "" }
      let isBound =
        !parts.isEmpty && (uses[formula.number] ?? 0 > 1 || text.utf8.count > Self.longest)
      guard isBound else {
        written[formula.number] = Written(text: text, level: level)
        continue
      }
      let name = "f\(formula.number)"
      if level == levels.count { levels.append("") }
      levels[level] += "(\(name) \(text))"
      written[formula.number] = Written(text: name, level: level + 1)
    }
    let all = claims.map { written[$0.number]?.text ?? "true" }.joined(separator: " ")
    let lets = levels.map { "(let (\($0)) " }.joined()
    return "(assert \(lets)(and true \(all))" + String(repeating: ")", count: levels.count + 1)
  }

  /// A text of a part longer than this is bound though it occurs but once: texts are copied into those
  /// around them.
  private static let longest = 2000

  private struct Written {
    let text: String
    /// How many levels of `let` it needs.
    let level: Int
  }

  /// Everything that formulas are made of, parts first, and how often each occurs.
  private func parts(of claims: [Formula]) -> (order: [Formula], uses: [Int32: Int]) {
    var uses: [Int32: Int] = [:]
    var order: [Formula] = []
    var path = claims.reversed().map { ($0, false) }
    while let (next, isReady) = path.popLast() {
      if isReady {
        order.append(next)
        continue
      }
      uses[next.number, default: 0] += 1
      guard uses[next.number] == 1 else { continue }
      path.append((next, true))
      for part in formulas[next].parts.reversed() { path.append((part, false)) }
    }
    return (order, uses)
  }

  func declaration(ofSymbol number: Int32) -> String {
    "(declare-const \(Self.name(ofSymbol: number)) \(sort(formulas.symbols[Int(number)].sort)))"
  }

  private func sort(_ sort: Sort) -> String {
    switch sort {
    case .truth: "Bool"
    case .integer: "Int"
    case .real: "Real"
    case .choice(let count): "(_ BitVec \(Self.width(count)))"
    }
  }

  private func body(_ formula: Formula, _ operand: (Formula) -> String) -> String {
    func call(_ function: String, _ parts: [Formula]) -> String {
      "(\(function) \(parts.map(operand).joined(separator: " ")))"
    }
    switch formulas[formula] {
    case .truth(let value): return value ? "true" : "false"
    case .symbol(let number): return Self.name(ofSymbol: number)
    case .integer(let value): return Self.text(value)
    case .real(let value): return Self.text(value)
    case .choice(let value, let count): return Self.bits(value, count)
    case .not(let inner): return call("not", [inner])
    case .and(let parts): return call("and", parts)
    case .or(let parts): return call("or", parts)
    case .equal(let left, let right): return call("=", [left, right])
    case .less(let left, let right): return call("<", [left, right])
    case .lessOrSame(let left, let right): return call("<=", [left, right])
    case .sum(let parts): return call("+", parts)
    case .difference(let left, let right): return call("-", [left, right])
    case .product(let left, let right): return call("*", [left, right])
    // `div` rounds down for a positive divisor and up for a negative one; ours goes towards zero.
    case .quotient(let left, let right): return towardsZero("div", operand(left), operand(right))
    case .remainder(let left, let right): return towardsZero("mod", operand(left), operand(right))
    case .toReal(let inner): return call("to_real", [inner])
    case .conditional(let condition, let then, let otherwise):
      return call("ite", [condition, then, otherwise])
    case .member(let subject, let set):
      guard case .choice(let count) = formulas.sort(of: subject) else { return "false" }
      let text = operand(subject)
      guard text.hasPrefix("(") else { return member(text, set, count) }
      return "(let ((m \(text))) \(member("m", set, count)))"
    }
  }

  private func towardsZero(_ function: String, _ left: String, _ right: String) -> String {
    "(let ((l \(left)) (r \(right))) "
      + "(ite (>= l 0) (\(function) l r) (- (\(function) (- l) r))))"
  }

  private func member(_ subject: String, _ set: NumberSet, _ count: UInt32) -> String {
    let parts = set.ranges.map { range in
      let low = Self.bits(range.lowerBound, count)
      if range.count == 1 { return "(= \(subject) \(low))" }
      return "(and (bvuge \(subject) \(low)) "
        + "(bvule \(subject) \(Self.bits(range.upperBound, count))))"
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
