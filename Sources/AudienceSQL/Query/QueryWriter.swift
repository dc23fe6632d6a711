import AudienceEvaluation
import CEL
import PolicyEngine
import PolicyModel

/// Writes the SELECT, stage by stage.
struct QueryWriter {
  let residue: Residue
  let table: RecipientTable
  let dialect: any SQLDialect
  let forms: RuleForms
  /// Whether some rule applies, and whether the law of the place does.
  private let governance: [Item]
  /// By rule: where it is open; nil where it never is.
  private var openConditions: [SQLText?] = []

  init(_ residue: Residue, _ table: RecipientTable, _ dialect: any SQLDialect, _ forms: RuleForms) {
    self.residue = residue
    self.table = table
    self.dialect = dialect
    self.forms = forms
    governance = Self.governance(of: forms, residue, table, dialect)
    openConditions = forms.rules.map { openCondition($0) }
  }

  var gate: Gate { residue.gate }
  var library: CompiledLibrary { gate.library }
  private var checks: ColumnChecks {
    ColumnChecks(dialect: dialect, vocabulary: library.vocabulary)
  }

  static let key = "row key"
  static let rejected = "row rejected"
  private static let indent = 4

  /// A column of a stage, with what is said above it.
  struct Item {
    var comments: [String] = []
    let text: SQLText
    let name: String?
  }

  func query(campaign: String, residual: [(rule: String, reasons: [String])]) -> String {
    let kept = [Self.key, Self.rejected].map { Item(text: dialect.column($0), name: nil) }
    let conditions = forms.conditions.map { condition in
      Item(
        comments: ["\(usersOf(condition.atom)):", library.atoms[condition.atom].expression],
        text: condition.truth.text, name: condition.name)
    }
    var rules = forms.rules.filter { !$0.isWaived }.map { rule in
      Item(comments: [name(rule)], text: rule.outcome.text, name: rule.column)
    }
    rules += governance + openness
    let hasJSON = table.columns.contains { dialect.isJSON($0.type) }
    let source = table.quotedName(dialect)
    var stages = hasJSON ? [stage("stated", statedItems, from: source, fenced: false)] : []
    stages += [
      stage("facts", factItems, from: hasJSON ? "stated" : source, fenced: true),
      stage(
        "conditions", [Item(text: SQLText("facts.*"), name: nil)] + conditions, from: "facts",
        fenced: true),
      stage("outcomes", kept + rules, from: "conditions", fenced: true),
      stage("answers", answerItems, from: "outcomes", fenced: true),
    ]
    return header(campaign, residual) + "WITH\n" + stages.joined(separator: ",\n") + "\n" + final
  }

  // MARK: Stages

  private func stage(
    _ name: String, _ items: [Item], from source: String, fenced: Bool
  ) -> String {
    var lines = ["\(name) AS (", "  SELECT"]
    for (place, item) in items.enumerated() {
      for comment in item.comments { lines.append("    -- " + comment.oneLine) }
      let text = item.text.text(indent: Self.indent)
      let alias = item.name.map { " AS " + dialect.identifier($0) } ?? ""
      lines.append("    " + text + alias + (place + 1 < items.count ? "," : ""))
    }
    lines.append("  FROM " + source)
    if fenced, let fence = dialect.fence { lines.append("  " + fence) }
    return lines.joined(separator: "\n") + "\n)"
  }

  /// The columns as they are, but for JSON's own null, which says no more than SQL's.
  private var statedItems: [Item] {
    let names = table.columns.map(\.name)
    let key = names.contains(table.key) ? [] : [Item(text: dialect.column(table.key), name: nil)]
    return key
      + table.columns.map { column in
        let raw = dialect.column(column.name)
        return dialect.isJSON(column.type)
          ? Item(text: .call("nullif", raw, SQLText("'null'::jsonb")), name: column.name)
          : Item(text: raw, name: nil)
      }
  }

  /// The columns, and what is wrong in them.
  private var factItems: [Item] {
    var items = [Item(text: dialect.column(table.key), name: Self.key)]
    var wrong: [SQLText] = []
    if let slot = library.vocabulary.slot(of: "recipient.id"),
      !table.columns.contains(where: { $0.slot == slot })
    {
      let fact = library.vocabulary.facts[slot]
      if let type = fact.type, case .string = type,
        let sound = checks.sound(dialect.column(table.key), type, fact.maximum, isJSON: false),
        table.isKeyTheID
      {
        wrong.append(unsound(dialect.column(table.key), sound, table.key))
      }
    }
    for column in table.columns {
      let raw = dialect.column(column.name)
      let isJSON = dialect.isJSON(column.type)
      let sound = checks.sound(raw, column.type, column.maximum, isJSON: isJSON)
      if let sound { wrong.append(unsound(raw, sound, column.path)) }
      var tests = sound.map { [$0] } ?? []
      if let inexact = dialect.isInexact(raw, column.type, library.vocabulary) {
        tests.append(inexact.negated)
        items.append(
          Item(text: .call("coalesce", inexact, .no), name: inexactName(column)))
      }
      var text = tests.isEmpty ? raw : .cases([(.all(tests), raw)], else: nil)
      if let value = filling(column) { text = .call("coalesce", text, value) }
      items.append(Item(text: text, name: column.path))
    }
    items.append(
      Item(
        comments: ["what no fact may be: `gate` would reject the row"],
        text: dialect.list(of: wrong), name: Self.rejected))
    return items
  }

  private func inexactName(_ column: RecipientTable.Column) -> String { "inexact \(column.path)" }

  private func unsound(_ raw: SQLText, _ sound: SQLText, _ name: String) -> SQLText {
    .cases(
      [
        (
          raw + " IS NOT NULL AND (" + sound + ") IS NOT TRUE",
          dialect.string(name)
        )
      ], else: nil)
  }

  /// What a NULL stands for, where that is a value.
  private func filling(_ column: RecipientTable.Column) -> SQLText? {
    if let value = column.defaultValue {
      if case .symbol(let symbol) = value {
        return dialect.string(library.vocabulary.text(of: symbol))
      }
      if case .list(let list) = value, list.elements.isEmpty {
        return dialect.emptyValue(column.type, library.vocabulary)
      }
      return dialect.literal(value)
    }
    guard column.nullIsNone else { return nil }
    switch column.type {
    case .list, .map: return dialect.emptyValue(column.type, library.vocabulary)
    case .bool, .int, .double, .string, .timestamp, .duration, .term, .record: return nil
    }
  }

  // MARK: What is left to the engine

  /// For rules that are left open in some rows only: in which.
  private var openness: [Item] {
    zip(forms.rules, openConditions).compactMap { rule, open in
      guard let text = open else { return nil }
      return Item(
        comments: ["\(name(rule)): left to `gate`"], text: text, name: "open " + rule.column)
    }
  }

  private func openCondition(_ rule: RuleForms.RuleForm) -> SQLText? {
    var tests: [SQLText] = []
    let columns = inexactColumns(of: rule)
    let conditions = rule.openWhen + columns
    if !rule.isWaived, rule.outcome.known == nil || rule.outcome.known == .unknown,
      !conditions.isEmpty
    {
      tests.append(isNull(rule.outcome.text, and: conditions))
    }
    let whenOpen = rule.when.openWhen + columns
    if rule.governs, rule.when.known == nil, !whenOpen.isEmpty {
      tests.append(
        .all([ungovernedHere, isNull(rule.when.text, and: whenOpen)]))
    }
    return tests.isEmpty ? nil : .any(tests)
  }

  private var ungovernedHere: SQLText {
    SQLText.all(governance.map(\.text)).negated
  }

  private func isNull(_ text: SQLText, and conditions: [SQLText]) -> SQLText {
    let isNull = text.parenthesised + " IS NULL"
    if conditions.contains(.yes) { return .all([isNull]) }
    return .all([isNull, .any(conditions)])
  }

  private func inexactColumns(of rule: RuleForms.RuleForm) -> [SQLText] {
    let facts = library.rules[rule.number]
    let atoms = [facts.when, facts.body].flatMap(\.atoms) + facts.exceptions.flatMap(\.when.atoms)
    let slots = Set(atoms.flatMap { library.atoms[$0].facts })
    return table.columns.filter { column in
      slots.contains(column.slot)
        && dialect.isInexact(SQLText(""), column.type, library.vocabulary) != nil
    }.map { dialect.column(inexactName($0)) }
  }

  // MARK: Answers

  private var answerItems: [Item] {
    var rules: [SQLText] = []
    var residual: [SQLText] = []
    var denials: [SQLText] = []
    var reviews: [SQLText] = []
    var openDenials: [SQLText] = []
    var openReviews: [SQLText] = []
    for (rule, openWhere) in zip(forms.rules, openConditions) {
      let open = openWhere.map { _ in dialect.column("open " + rule.column) }
      if let open {
        residual.append(.cases([(open, dialect.string(name(rule)))], else: nil))
        if rule.worst == .deny, !rule.isWaived {
          openDenials.append(open)
        } else {
          openReviews.append(open)
        }
      }
      if rule.isWaived || rule.outcome.known == .no { continue }
      let outcome = dialect.column(rule.column)
      // Undecided for certain: nothing that SQL lacks could decide it.
      var undecided: SQLText?
      if rule.unknown != .allow, !rule.openWhen.contains(.yes) {
        let isNull = outcome + " IS NULL"
        undecided = open.map { .all([isNull, $0.negated]) } ?? isNull
        if let undecided {
          if rule.unknown == .deny { denials.append(undecided) } else { reviews.append(undecided) }
        }
      }
      if rule.verdict == .deny { denials.append(outcome) } else { reviews.append(outcome) }
      rules.append(
        .cases(
          [(.any([outcome] + (undecided.map { [$0] } ?? [])), dialect.string(name(rule)))],
          else: nil))
    }
    return [
      Item(text: dialect.column(Self.key), name: nil),
      Item(text: dialect.column(Self.rejected), name: nil),
      Item(text: dialect.column("some rule applies"), name: nil),
      Item(text: dialect.column("some law applies"), name: nil),
      Item(text: dialect.list(of: rules), name: "rules"),
      Item(text: dialect.list(of: residual), name: "residual"),
      Item(text: isSome(denials), name: "denied"),
      Item(text: isSome(reviews), name: "to review"),
      Item(comments: ["`gate` may deny"], text: isSome(openDenials), name: "may be denied"),
      Item(
        comments: ["`gate` may ask for a review"], text: isSome(openReviews),
        name: "may be reviewed"),
    ]
  }

  private func isSome(_ conditions: [SQLText]) -> SQLText {
    conditions.isEmpty ? .no : .call("coalesce", .any(conditions), .no)
  }

  private func name(_ rule: RuleForms.RuleForm) -> String {
    "\(library.rules[rule.number].name)"
  }

  private func usersOf(_ atom: Int) -> String {
    forms.rules.filter { rule in
      let rule = library.rules[rule.number]
      return rule.when.atoms.contains(atom) || rule.body.atoms.contains(atom)
        || rule.exceptions.contains { $0.when.atoms.contains(atom) }
    }.map { name($0) }.joined(separator: ", ")
  }
}
