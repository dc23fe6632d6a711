import CEL
import Diagnostics
import PolicyModel

/// Links the rules of one policy, or of one client.
///
/// Codes: `duplicate-id`, `law-allows-unknown`, `law-waivable`, `never-in-force`, `no-witness`.
struct RuleLinker {
  /// The policy's number and id.
  let policy: Int
  let id: String
  let authority: Authority
  let period: Period
  let scope: Scope
  let applies: LinkedCondition?

  /// A rule with the places where its atoms are written, for the checks that follow.
  struct Linked {
    let rule: Rule
    let when: LinkedCondition
    let body: LinkedCondition
    let exceptions: [LinkedCondition]
  }

  func link(
    _ syntaxes: [RuleSyntax], _ atoms: inout AtomTable, _ diagnostics: inout [Diagnostic]
  ) -> [Linked] {
    UniqueIDs.check(syntaxes.map(\.id), "rule", &diagnostics)
    return syntaxes.compactMap { link($0, &atoms, &diagnostics) }
  }

  /// Nil where a mistake is reported.
  private func link(
    _ syntax: RuleSyntax, _ atoms: inout AtomTable, _ diagnostics: inout [Diagnostic]
  ) -> Linked? {
    let start = diagnostics.count
    checkLaw(syntax, &diagnostics)
    let period = syntax.period.intersection(self.period)
    if period.isEmpty { checkPeriod(syntax, &diagnostics) }
    let when = syntax.when.flatMap {
      atoms.link($0, in: scope, splitting: true, &diagnostics)
    }
    let body = syntax.body.flatMap {
      atoms.link($0, in: scope, splitting: false, &diagnostics)
    }
    let exceptions = syntax.exceptions.map { exception in
      exception.when.flatMap {
        atoms.link($0, in: scope, splitting: false, &diagnostics)
      } ?? .always
    }
    UniqueIDs.check(syntax.exceptions.map(\.id), "exception", &diagnostics)
    let duties = duties(syntax, &atoms, &diagnostics)
    let because = syntax.because.flatMap { atoms.template($0, in: scope, &diagnostics) }
    let remedy = syntax.remedy.flatMap { atoms.template($0, in: scope, &diagnostics) }
    guard let body, let because,
      !diagnostics[start...].contains(where: { $0.severity == .error })
    else { return nil }
    checkWitness(because, syntax.because, body, atoms, &diagnostics)
    checkWitness(remedy, syntax.remedy, body, atoms, &diagnostics)
    let whole = LinkedCondition.both(applies, when)
    let read = ReadByRule(
      conditions: [whole, body] + exceptions, duties: duties, scope: scope, &atoms)
    let rule = Rule(
      name: RuleName(policy: id, rule: syntax.id.text), policy: policy, title: syntax.title,
      cite: syntax.cite, confidence: syntax.confidence, period: period, when: whole.condition,
      body: body.condition, isForbid: syntax.isForbid,
      exceptions: zip(syntax.exceptions, exceptions).map { exception, linked in
        Exception(
          id: exception.id.text, cite: exception.cite, when: linked.condition,
          period: exception.period)
      },
      verdict: syntax.verdict, unknown: syntax.unknown, review: syntax.review, duties: duties,
      because: because, remedy: remedy, tables: read.tables, neededRoots: read.roots,
      waivable: syntax.waivable, reviewDates: syntax.reviewDates, range: syntax.range)
    return Linked(rule: rule, when: whole, body: body, exceptions: exceptions)
  }

  private func duties(
    _ syntax: RuleSyntax, _ atoms: inout AtomTable, _ diagnostics: inout [Diagnostic]
  ) -> [Duty] {
    UniqueIDs.check(syntax.duties.map(\.id), "duty", &diagnostics)
    var duties: [Duty] = []
    for duty in syntax.duties {
      let text = duty.text.flatMap { atoms.template($0, in: scope, &diagnostics) }
      let value = duty.value.flatMap {
        atoms.hole(ExpressionText($0), in: scope, keepsTree: true, &diagnostics)
      }
      if let text { duties.append(Duty(id: duty.id.text, text: text, value: value)) }
    }
    return duties
  }

  /// What the law asks is neither forgotten nor waived.
  private func checkLaw(_ syntax: RuleSyntax, _ diagnostics: inout [Diagnostic]) {
    guard authority == .law else { return }
    if syntax.unknown == .allow {
      diagnostics.append(
        Diagnostic(
          .lawAllowsUnknown, "a rule of law cannot allow what it cannot decide",
          at: syntax.unknownRange, help: "leave `unknown` out, or write `require-review`"))
    }
    if syntax.waivable != nil {
      diagnostics.append(
        Diagnostic(
          .lawWaivable, "a rule of law cannot be waived", at: syntax.waivableRange,
          help: "take `waivable` out"))
    }
  }

  /// Only an `all` or `exists` of the rule's body has elements that decide it.
  private func checkWitness(
    _ template: Template?, _ spelling: Spelling?, _ body: LinkedCondition, _ atoms: AtomTable,
    _ diagnostics: inout [Diagnostic]
  ) {
    let asks = template?.parts.contains { if case .witness = $0 { true } else { false } } ?? false
    guard asks, let spelling else { return }
    for atom in body.condition.atoms where atoms.atoms[atom].hasQuantifier { return }
    diagnostics.append(
      Diagnostic(
        .noWitness, "`{witness}` stands for nothing here", at: spelling.range,
        help: "it shows the elements that decide an `all` or `exists`, of which this rule has none")
    )
  }

  private func checkPeriod(_ syntax: RuleSyntax, _ diagnostics: inout [Diagnostic]) {
    guard !syntax.period.isEmpty, !period.isEmpty else { return }
    diagnostics.append(
      Diagnostic(
        .neverInForce, "`\(syntax.id.text)` is never in force", at: syntax.id.range,
        help: "its `effective` and its policy's have no day in common"))
  }
}

/// What a rule reads beside its atoms' truths: tables, and roots that must be stated.
private struct ReadByRule {
  var tables: [TableUse] = []
  var roots: [Int] = []

  init(
    conditions: [LinkedCondition], duties: [Duty], scope: Scope, _ table: inout AtomTable
  ) {
    var uses = TableUses(in: scope)
    var roots: Set<Int> = []
    for condition in conditions {
      for use in condition.uses {
        let atom = table.atoms[use.atom]
        for slot in atom.facts { if let root = table.neededRoots[slot] { roots.insert(root) } }
        if !scope.tables.isEmpty { uses.add(atom.checked) }
      }
    }
    for duty in duties {
      for slot in duty.value?.facts ?? [] {
        if let root = table.neededRoots[slot] { roots.insert(root) }
      }
    }
    self.roots = roots.sorted()
    tables = uses.found.map { use in
      TableUse(table: use.table, argument: table.hole(use.argument, in: scope))
    }
  }
}

/// Finds ids that occur twice.
enum UniqueIDs {
  static func check(_ ids: [Spelling], _ noun: String, _ diagnostics: inout [Diagnostic]) {
    var first: [String: Spelling] = [:]
    for id in ids {
      if let other = first[id.text] {
        diagnostics.append(
          Diagnostic(
            .duplicateID, "two of these are named `\(id.text)`: each \(noun) needs its own id",
            at: id.range, help: "rename one of them",
            notes: [.init("the first is here", at: other.range)]))
      } else {
        first[id.text] = id
      }
    }
  }
}

extension DiagnosticCode {
  static let duplicateID = DiagnosticCode("duplicate-id")
  static let lawAllowsUnknown = DiagnosticCode("law-allows-unknown")
  static let lawWaivable = DiagnosticCode("law-waivable")
  static let neverInForce = DiagnosticCode("never-in-force")
  static let noWitness = DiagnosticCode("no-witness")
}
