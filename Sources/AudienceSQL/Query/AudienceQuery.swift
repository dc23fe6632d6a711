package import AudienceEvaluation
import CEL
package import Diagnostics
import PolicyEngine
import PolicyModel

/// A campaign's residue as one SELECT over a table of recipients.
///
/// The result has a row a recipient: its key, `verdict`, `rules`, `residual`, `ungoverned`, `rejected`.
///
///     facts        the columns that rules read, by their facts' names; NULL where a value is unsound
///     conditions   a column for each expression of a policy that reads the recipient
///     outcomes     a column for each rule: TRUE broken, NULL undecided, FALSE neither
///     answers      the lists of rules, and whether anything governs the action
package struct AudienceQuery: Sendable {
  /// The SELECT, with a comment above that says what it is.
  package let text: String
  /// The table that it reads.
  package let table: RecipientTable
  /// The rules that are not wholly carried, with the reasons.
  package let residual: [(rule: String, reasons: [String])]

  /// Nil where the campaign's columns are mistaken, which is told.
  ///
  /// `key`: the column that tells rows apart; else that of `recipient.id`.
  package init?(
    _ residue: Residue, of campaign: Campaign, table name: TableName, key: String?,
    dialect: QueryDialect, _ diagnostics: inout [Diagnostic]
  ) {
    guard
      let table = RecipientTable(
        name: name, key: key, needed: residue.neededSlots, uses: campaign.columns,
        residue.gate.library.vocabulary, &diagnostics)
    else { return nil }
    self.table = table
    let translator = Translator(
      library: residue.gate.library, facts: residue.facts, openSlots: residue.openSlots,
      table: table, dialect: dialect.dialect)
    let forms = RuleForms(residue, translator)
    let writer = QueryWriter(residue, table, dialect.dialect, forms)
    residual = forms.rules.filter { !$0.openWhen.isEmpty }.map { rule in
      ("\(residue.gate.library.rules[rule.number].name)", rule.notes)
    }
    text = writer.query(campaign: campaign.name, residual: residual)
  }
}
