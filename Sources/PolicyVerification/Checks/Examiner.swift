import CEL
import Diagnostics
import PolicyModel

/// Finds out whether something can happen: asks the solver, lets the engine confirm what it finds, and
/// tries facts by chance where that leaves it open.
struct Examiner {
  let solver: Solver
  /// How many requests are tried by chance where nothing is proved.
  var trials = 400

  /// How often conditions are still encoded in full where their quick encoding leaves a question open:
  /// that takes the solver seconds each time.
  let fullPasses = Allowance(12)

  private var formulas: Formulas { solver.formulas }
  /// How many of the solver's models are held against the engine.
  private static let mostModels = 4

  /// What may be asked of facts to make a formula true.
  struct Question {
    let formula: Formula
    /// What holds of facts as `scruple gate` judges them without `--at`.
    let usual: Formula
    /// What holds of examples that are easy to read.
    let likely: Formula
  }

  /// Whether facts make a formula true.
  ///
  /// `isCut`: nothing is proved, since lists have more conditions than elements stand for them, or
  /// since facts are declared otherwise on both sides.
  /// `small`: the same with few keys of maps, which the solver answers quickly.
  func examine(
    _ asked: Question, isCut: Bool, small: () -> Question? = { nil },
    confirm: (Model) -> Counterexample?, trial: (Int) -> Counterexample?
  ) throws(Solver.Failure) -> Proof {
    var why = "the solver's steps ran out"
    switch try solver.check(asked.formula) {
    case .impossible:
      if !isCut { return .proved }
      why = "there is more in its lists or types than the solver is given"
    case .possible, .open: break
    }
    let liked = formulas.all([asked.formula, asked.usual, asked.likely])
    if case .possible(let model) = try solver.check(liked), let found = confirm(model) {
      return .counterexample(found)
    }
    if let small = small() {
      for likely in [small.likely, formulas.yes] {
        let question = formulas.all([small.formula, small.usual, likely])
        guard case .possible(let model) = try solver.check(question) else { continue }
        if let found = confirm(model) { return .counterexample(found) }
      }
    }
    var question = formulas.and(asked.formula, asked.usual)
    models: for _ in 0..<Self.mostModels {
      switch try solver.check(question) {
      case .impossible:
        if !isCut { why = reason(of: asked.formula) }
        break models
      case .open: break models
      case .possible(let model):
        if let found = confirm(model) { return .counterexample(found) }
        why = reason(of: asked.formula)
        let others = differs(from: model, in: asked.formula)
        if others == formulas.no { break models }
        question = formulas.and(question, others)
      }
    }
    for number in 0..<trials {
      if let found = trial(number) { return .counterexample(found) }
    }
    return .tried(trials, because: why)
  }

  /// The same of a formula in full, which takes the solver seconds, where `examine` left it open: one
  /// question, as long as any such are left.
  func settle(
    _ open: Proof, _ question: () -> (formula: Formula, isCut: Bool),
    confirm: (Model) -> Counterexample?
  ) throws(Solver.Failure) -> Proof {
    guard case .tried = open, fullPasses.take() else { return open }
    let (formula, isCut) = question()
    switch try solver.check(formula) {
    case .impossible: return isCut ? open : .proved
    case .possible(let model): return confirm(model).map(Proof.counterexample) ?? open
    case .open: return open
    }
  }

  func isImpossible(_ formula: Formula) throws(Solver.Failure) -> Bool {
    if case .impossible = try solver.check(formula) { true } else { false }
  }

  /// What keeps a formula from being the whole truth.
  func reason(of formula: Formula) -> String {
    let words = opaque(in: formula).compactMap { formulas.opaque[$0] }
    var distinct: [String] = []
    for word in words where !distinct.contains(word) { distinct.append(word) }
    guard !distinct.isEmpty else {
      return "the engine judges the facts that the solver found otherwise"
    }
    let shown = distinct.prefix(2).map { "`\(Self.short($0))`" }.joined(separator: " and ")
    let more = distinct.count > 2 ? " and \(distinct.count - 2) more" : ""
    return "the solver takes \(shown)\(more) for anything"
  }

  private static func short(_ text: String) -> String {
    text.count > 70 ? text.prefix(67) + "..." : text
  }

  private func opaque(in formula: Formula) -> [Int32] {
    var cone = FormulaCone(formulas)
    cone.add(formula)
    return cone.symbols.filter { formulas.opaque[$0] != nil }
  }

  /// That what is not encoded has other values than in a model.
  func differs(from model: Model, in formula: Formula) -> Formula {
    formulas.any(
      opaque(in: formula).compactMap { number in
        guard let value = model.values[number] else { return nil }
        let symbol = formulas.make(.symbol(number))
        switch value {
        case .truth(let truth): return truth ? formulas.not(symbol) : symbol
        case .integer(let integer):
          return formulas.not(formulas.equal(symbol, formulas.integer(integer)))
        case .real, .choice: return nil
        }
      })
  }
}

/// So many times, counted: the same on every machine, as a limit of time would not be.
final class Allowance {
  private var left: Int

  init(_ count: Int) { left = count }

  func take() -> Bool {
    left -= 1
    return left >= 0
  }
}

extension Encoder {
  /// A day that readers know.
  var isRecent: Formula {
    guard let now = Timestamp(Witness.usualNow) else { return formulas.yes }
    return formulas.equal(relations.now, formulas.integer(FactEncoding.nanoseconds(now)))
  }

  /// The instant judged is that of the action where one is stated, as `scruple gate` has it without
  /// `--at`.
  var judgesAsStated: Formula {
    guard let slot = view.library.vocabulary.slot(of: "action.at"),
      case .integer(let instant, let state)? = value(ofSlot: slot)
    else { return formulas.yes }
    return formulas.implies(
      formulas.isKnown(state), formulas.equal(instant, relations.now))
  }
}
