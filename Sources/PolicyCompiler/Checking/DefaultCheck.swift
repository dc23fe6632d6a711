import CEL
import Diagnostics
import PolicyModel

/// Finds defaults that would let something forgotten read as permission: that make a `when` false, an
/// exception true, satisfy a `require` or silence a `forbid`.
///
/// A condition is taken apart at `&&`, `||` and `!`; each part that reads a fact with a default is
/// evaluated with that fact alone known, in every era of the terms and tables. A part that hangs on
/// other facts or on settings as well is refused too, as some values of theirs may make the default
/// decide.
///
/// Code: `deciding-default`.
struct DefaultCheck {
  private let library: CompiledLibrary
  private let options: Environment.Options
  /// The slots that have a default.
  private let slots: Set<Int>
  /// An evaluation's slots where nothing is known but the day, which is the last.
  private let nothing: [Value]
  /// A day of each era: terms and tables say the same all through it.
  private let days: [Day]

  /// Nil where no fact has a default.
  init?(_ library: CompiledLibrary, _ options: Environment.Options) {
    let facts = library.vocabulary.facts
    slots = Set(facts.indices.filter { facts[$0].defaultValue != nil })
    if slots.isEmpty { return nil }
    self.library = library
    self.options = options
    nothing =
      facts.map { .unknown(UnknownSet($0.path)) }
      + library.settings.map { .unknown(UnknownSet($0.name)) } + [.int(0)]
    var days: Set<Day> = [.distantPast]
    for set in library.vocabulary.termSets { days.formUnion(set.eraStarts) }
    for row in library.tables.flatMap(\.rows) {
      days.formUnion([row.period.from, row.period.until?.next].compactMap(\.self))
    }
    self.days = days.sorted()
  }

  /// A part of a rule, and the truth that would let something pass.
  private enum Role {
    case when
    case exception
    case require
    case forbid

    var harmful: Truth {
      switch self {
      case .when, .forbid: .no
      case .exception, .require: .yes
      }
    }

    var word: String {
      switch self {
      case .when: "makes this `when` false"
      case .exception: "makes this exception true"
      case .require: "satisfies this `require`"
      case .forbid: "silences this `forbid`"
      }
    }
  }

  func check(_ linked: RuleLinker.Linked, _ diagnostics: inout [Diagnostic]) {
    check(linked.when, .when, &diagnostics)
    check(linked.body, linked.rule.isForbid ? .forbid : .require, &diagnostics)
    for exception in linked.exceptions { check(exception, .exception, &diagnostics) }
  }

  private func check(
    _ condition: LinkedCondition, _ role: Role, _ diagnostics: inout [Diagnostic]
  ) {
    for use in condition.uses {
      let atom = library.atoms[use.atom]
      guard !slots.isDisjoint(with: atom.facts) else { continue }
      let harmful = use.isNegated ? !role.harmful : role.harmful
      var known: [DefinitionUse: Set<Int>] = [:]
      let found = deciding(atom.checked, atom.checked.root, harmful, &known)
      for slot in found.sorted() {
        let fact = library.vocabulary.facts[slot]
        diagnostics.append(
          Diagnostic(
            .decidingDefault, "the default of `\(fact.path)` \(role.word)", at: use.text.place,
            help: "what nobody states must not read as permission: take the default away, or "
              + "turn it round"))
      }
    }
  }

  /// A definition, and the truth of it that is harmful.
  private struct DefinitionUse: Hashable {
    let definition: ObjectIdentifier
    let harmful: Truth
  }

  /// The facts whose defaults can give a condition the harmful truth.
  private func deciding(
    _ checked: CheckedExpression, _ node: Expression, _ harmful: Truth,
    _ known: inout [DefinitionUse: Set<Int>]
  ) -> Set<Int> {
    switch node.kind {
    case .call("!_", nil, let operands) where operands.count == 1:
      return deciding(checked, operands[0], !harmful, &known)
    case .call("_&&_", nil, let operands), .call("_||_", nil, let operands):
      return operands.reduce(into: []) {
        $0.formUnion(deciding(checked, $1, harmful, &known))
      }
    case .literal, .identifier, .select, .presence, .call, .list, .map, .structure,
      .comprehension, .bind:
      break
    }
    if case .definition(let definition)? = checked.reference(node) {
      let use = DefinitionUse(definition: ObjectIdentifier(definition), harmful: harmful)
      let inner =
        known[use] ?? deciding(definition.body, definition.body.root, harmful, &known)
      known[use] = inner
      return inner.union(arguments(checked, node))
    }
    let program = Program(checked.part(node), options: options)
    let read = slots.intersection(program.slots)
    guard !read.isEmpty else { return [] }
    if hasFreeLocals(checked, node) { return read }
    return read.filter { slot in
      var values = nothing
      values[slot] = library.vocabulary.facts[slot].defaultValue ?? values[slot]
      return days.contains { day in
        values[values.count - 1] = .int(Int64(day.number))
        var evaluation = Evaluation(slots: values, timeZones: library.timeZones)
        let truth = program.truth(&evaluation)
        return truth == harmful || truth == .unknown
      }
    }
  }

  /// Facts with defaults among a call's arguments: what the definition makes of them is not followed.
  private func arguments(_ checked: CheckedExpression, _ node: Expression) -> Set<Int> {
    var found: Set<Int> = []
    for part in node.parts {
      part.walk { inner in
        if let variable = checked.variable(inner), slots.contains(variable.slot) {
          found.insert(variable.slot)
        }
      }
    }
    return found
  }

  /// Whether a node speaks of names that something around it declares, such as a parameter.
  private func hasFreeLocals(_ checked: CheckedExpression, _ node: Expression) -> Bool {
    let names = node.freeNames
    var isFound = false
    node.walk { inner in
      if case .local(let name)? = checked.reference(inner), names.contains(name) { isFound = true }
    }
    return isFound
  }
}

extension DiagnosticCode {
  static let decidingDefault = DiagnosticCode("deciding-default")
}
