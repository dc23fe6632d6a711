/// Z3 as a program, spoken to in SMT-LIB 2 over its standard input and output.
///
/// One process answers all questions, each in a scope of its own. Questions are bounded by counted steps (`rlimit`), not by time, so the same
/// question has the same answer on every machine.
package final class Solver {
  let formulas: Formulas
  private let process: ChildProcess
  /// What Z3 calls itself, such as `4.8.12`.
  package let version: String
  private let text: FormulaText
  private var declared: Set<Int32> = []
  private var pending = ""
  private(set) var questionCount = 0

  /// Steps that one question may take: some seconds.
  static let mostSteps = 4_000_000

  enum Answer {
    case impossible
    case possible(Model)
    /// The steps ran out.
    case open
  }

  /// Why the solver cannot be asked.
  package enum Failure: Error {
    case notInstalled
    case failed(String)
  }

  init(_ formulas: Formulas, steps: Int = Solver.mostSteps) throws(Failure) {
    self.formulas = formulas
    text = FormulaText(formulas: formulas)
    version = try Self.installedVersion()
    guard let process = ChildProcess(["z3", "-in", "-smt2"]) else { throw .notInstalled }
    self.process = process
    pending = """
      (set-option :rlimit \(steps))
      (set-option :smt.random_seed 0)
      (set-option :sat.random_seed 0)
      (set-option :produce-models true)

      """
  }

  /// The version of the Z3 that is installed.
  package static func installedVersion() throws(Failure) -> String {
    guard let process = ChildProcess(["z3", "-version"]) else { throw .notInstalled }
    let line = process.readLine()
    guard process.end(), let line else { throw .notInstalled }
    let words = line.split(separator: " ")
    return words.count > 2 ? String(words[2]) : line
  }

  /// Whether some values make a formula true.
  func check(_ formula: Formula) throws(Failure) -> Answer {
    switch formulas[formula] {
    case .truth(false): return .impossible
    default: break
    }
    questionCount += 1
    let (cone, asserted) = constrainedCone(of: formula)
    for symbol in cone where declared.insert(symbol).inserted {
      pending += text.declaration(ofSymbol: symbol) + "\n"
    }
    pending += "(push)\n" + text.assertion(of: asserted) + "\n(check-sat)\n"
    let answer = try ask()
    switch answer {
    case "unsat":
      pending += "(pop)\n"
      return .impossible
    case "sat":
      let model = try model(of: cone)
      pending += "(pop)\n"
      return .possible(model)
    case "unknown":
      pending += "(pop)\n"
      return .open
    // A large formula can take all steps while it is read; whatever is answered then is of less than it.
    case _ where answer.hasPrefix("(error") && answer.contains("resource limit"):
      try skipAnswers()
      pending += "(pop)\n"
      return .open
    default: throw .failed(answer)
    }
  }

  /// Reads what is still to come of a question that went wrong.
  private func skipAnswers() throws(Failure) {
    let mark = "skipped"
    pending += "(echo \"\(mark)\")\n"
    var line = try ask()
    while line != mark {
      guard let next = process.readLine() else { throw .failed("Z3 ended") }
      line = next
    }
  }

  /// The formula with what always holds of its symbols, and all symbols that are in there.
  private func constrainedCone(of formula: Formula) -> (symbols: [Int32], asserted: [Formula]) {
    var cone = FormulaCone(formulas)
    var asserted = [formula]
    cone.add(formula)
    var next = 0
    while next < cone.symbols.count {
      for constraint in formulas.constraints[cone.symbols[next]] ?? [] {
        cone.add(constraint)
        asserted.append(constraint)
      }
      next += 1
    }
    return (cone.symbols, asserted)
  }

  private func ask() throws(Failure) -> String {
    let sent = process.write(pending)
    pending = ""
    guard sent, let line = process.readLine() else { throw .failed("Z3 ended") }
    return line
  }

  private func model(of symbols: [Int32]) throws(Failure) -> Model {
    guard !symbols.isEmpty else { return Model(values: [:]) }
    let names = symbols.map(FormulaText.name(ofSymbol:)).joined(separator: " ")
    pending += "(get-value (\(names)))\n"
    var answer = try ask()
    var depth = ModelText.depth(of: answer)
    while depth > 0 {
      guard let line = process.readLine() else { throw .failed("Z3 ended") }
      depth += ModelText.depth(of: line)
      answer += " " + line
    }
    guard let values = ModelText.values(in: answer) else { throw .failed(answer) }
    return Model(values: values)
  }
}

/// The symbols that formulas hang on, in the order in which they are met.
struct FormulaCone {
  private let formulas: Formulas
  private var seen: Set<Int32> = []
  private(set) var symbols: [Int32] = []

  init(_ formulas: Formulas) { self.formulas = formulas }

  mutating func add(_ formula: Formula) {
    var path = [formula]
    while let next = path.popLast() {
      guard seen.insert(next.number).inserted else { continue }
      if case .symbol(let number) = formulas[next] { symbols.append(number) }
      path += formulas[next].parts.reversed()
    }
  }
}

extension FormulaNode {
  var parts: [Formula] {
    switch self {
    case .truth, .symbol, .integer, .real, .choice: []
    case .not(let inner), .toReal(let inner), .member(let inner, _): [inner]
    case .and(let parts), .or(let parts), .sum(let parts): parts
    case .equal(let left, let right), .less(let left, let right), .lessOrSame(let left, let right),
      .difference(let left, let right), .product(let left, let right),
      .quotient(let left, let right), .remainder(let left, let right):
      [left, right]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    }
  }
}
