import AudienceEvaluation
import CEL
import PolicyEngine
import PolicyModel

/// The verdict of each row, and the comment above the query.
extension QueryWriter {
  var final: String {
    let rejected = dialect.column(Self.rejected)
    let size = dialect.size(of: ElementRange(text: rejected, isMap: false, isJSON: false))
    let isRejected = size + " > 0"
    let governed = SQLText.all([
      dialect.column("some rule applies"), dialect.column("some law applies"),
    ])
    let none = dialect.list(of: [])
    let verdict = SQLText.cases(
      [
        (isRejected, dialect.string("rejected")),
        (dialect.column("denied"), dialect.string("deny")),
        (dialect.column("may be denied"), SQLText("NULL")),
        (
          .any([
            dialect.column("to review"),
            .all([governed.negated, dialect.column("may be reviewed").negated]),
          ]), dialect.string("require-review")
        ),
        (dialect.column("may be reviewed"), SQLText("NULL")),
      ], else: dialect.string("allow"))
    let reason = SQLText.cases(
      [
        (isRejected, SQLText("NULL")),
        (
          .all([dialect.column("may be reviewed"), governed.negated]),
          SQLText("NULL")
        ),
        (dialect.column("some rule applies").negated, dialect.string("no-rule-applies")),
        (dialect.column("some law applies").negated, dialect.string("no-law-for-place")),
      ], else: nil)
    func unlessRejected(_ name: String) -> SQLText {
      .cases([(isRejected, none)], else: dialect.column(name))
    }
    let items = [
      Item(text: dialect.column(Self.key), name: table.isKeyTheID ? "id" : table.key),
      Item(text: verdict, name: "verdict"),
      Item(text: unlessRejected("rules"), name: "rules"),
      Item(text: unlessRejected("residual"), name: "residual"),
      Item(text: reason, name: "ungoverned"),
      Item(text: rejected, name: "rejected"),
    ]
    var lines = ["SELECT"]
    for (place, item) in items.enumerated() {
      let alias = item.name.map { " AS " + dialect.identifier($0) } ?? ""
      lines.append(
        "  " + item.text.text(indent: 2) + alias + (place + 1 < items.count ? "," : ""))
    }
    return (lines + ["FROM answers;"]).joined(separator: "\n") + "\n"
  }

  func header(
    _ campaign: String, _ residual: [(rule: String, reasons: [String])]
  ) -> String {
    var lines = [
      "Whom the campaign \(campaign) of client \(gate.client) may reach, judged at "
        + "\(residue.facts.now.text).",
      "Written by scruple for \(dialect.title); library \(library.identity.digest).",
      "",
      "verdict     allow, deny, require-review; rejected where a value can be no fact; NULL where",
      "            rules that are left to `gate` could change it: send those rows through it",
      "rules       the rules that deny or ask for a review",
      "residual    the rules of this row that only `gate` can decide",
      "ungoverned  why nothing governs the action",
      "rejected    the columns whose values no fact may have",
      "",
    ]
    if residual.isEmpty {
      lines.append(
        "All \(forms.rules.count) rules that hang on the recipient or apply are carried whole.")
    } else {
      lines.append(
        "\(forms.rules.count - residual.count) rules are carried whole; of these, rows are left to `gate`:"
      )
      for (rule, reasons) in residual {
        lines.append("  \(rule)")
        lines += reasons.map { "    " + $0 }
      }
    }
    return lines.map { $0.isEmpty ? "--\n" : "-- " + $0.oneLine + "\n" }.joined()
  }
}

extension String {
  /// Fit for a comment that ends with its line.
  var oneLine: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map {
          $0.value < 0x20 || $0.value == 0x7F || $0 == "\u{2028}" || $0 == "\u{2029}"
            || $0 == "\u{85}" ? " " : $0
        }))
  }
}
