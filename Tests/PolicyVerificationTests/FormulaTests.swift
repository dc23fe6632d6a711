import Testing

@testable import PolicyVerification

/// Formulas simplify, and say in SMT-LIB what they mean.
struct FormulaTests {
  @Test func `what is decided folds`() {
    let formulas = Formulas()
    let a = formulas.symbol("a", .truth)
    let b = formulas.symbol("b", .truth)
    #expect(formulas.and(a, formulas.not(a)) == formulas.no)
    #expect(formulas.or(a, formulas.not(a)) == formulas.yes)
    #expect(formulas.and(a, b, a) == formulas.and(b, a))
    #expect(formulas.implies(a, a) == formulas.yes)
    let seven = formulas.integer(7)
    #expect(formulas.less(seven, formulas.integer(8)) == formulas.yes)
    #expect(formulas.quotient(formulas.integer(-7), formulas.integer(2)) == formulas.integer(-3))
  }

  @Test func `choices of one symbol are one set`() {
    let formulas = Formulas()
    let term = formulas.symbol("term", .choice(10))
    let low = formulas.member(term, NumberSet([0, 1, 2]))
    let high = formulas.member(term, NumberSet([2, 3]))
    #expect(formulas.and(low, high) == formulas.member(term, NumberSet([2])))
    #expect(formulas.and(low, formulas.member(term, NumberSet([7]))) == formulas.no)
    #expect(formulas.or(low, formulas.not(low)) == formulas.yes)
  }

  /// Steps can run out while a formula is read: nothing may be taken from what is answered then.
  @Test(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words))
  func `a formula that is too large is left open, and the next one is answered`() throws {
    let formulas = Formulas()
    let solver = try Solver(formulas, steps: 2_000)
    let numbers = (0..<3_000).map { formulas.symbol("n\($0)", .integer) }
    let large = formulas.all(
      numbers.indices.dropLast().map { formulas.less(numbers[$0], numbers[$0 + 1]) }
        + [formulas.less(numbers[2_999], numbers[0])])
    for _ in 0..<2 {
      guard case .open = try solver.check(large) else {
        Issue.record("the steps did not run out")
        return
      }
      guard case .possible = try solver.check(formulas.symbol("a", .truth)) else {
        Issue.record("a symbol may hold")
        return
      }
    }
  }

  @Test(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words))
  func `the solver agrees with the machine's arithmetic`() throws {
    let formulas = Formulas()
    let solver = try Solver(formulas)
    for (left, right) in [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 3), (Int.min / 2, 3)] {
      let a = formulas.symbol("a\(left),\(right)", .integer)
      let b = formulas.symbol("b\(left),\(right)", .integer)
      let isSo = formulas.and(
        formulas.equal(a, formulas.integer(left)), formulas.equal(b, formulas.integer(right)))
      for (result, wanted) in [
        (formulas.quotient(a, b), left / right), (formulas.remainder(a, b), left % right),
      ] {
        let differs = formulas.not(formulas.equal(result, formulas.integer(wanted)))
        guard case .impossible = try solver.check(formulas.and(isSo, differs)) else {
          Issue.record("\(left) and \(right)")
          return
        }
      }
    }
  }

  @Test(
    .enabled(if: SolverAtHand.isInstalled, SolverAtHand.words),
    arguments: [
      0.1, -0.1, 0.8, 1e-9, 1e-30, 1.5e300, 3.0, -2.25,
    ])
  func `a double reaches the solver exactly and comes back`(value: Double) throws {
    let formulas = Formulas()
    let solver = try Solver(formulas)
    let symbol = formulas.symbol("x", .real)
    let constant = formulas.make(.real(value))
    guard case .possible(let model) = try solver.check(formulas.equal(symbol, constant)) else {
      Issue.record("no value equals \(value)")
      return
    }
    if case .real(let found)? = model.values[0] {
      #expect(abs(found - value) <= value.magnitude * 1e-12)
    }
    let next = formulas.make(.real(value.nextUp))
    guard case .possible = try solver.check(formulas.less(constant, next)) else {
      Issue.record("\(value) is not below what comes next")
      return
    }
  }
}
