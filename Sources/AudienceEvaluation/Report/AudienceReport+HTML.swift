import Diagnostics
import FactsReading
import PolicyModel

/// The report as one page that needs nothing else: styles inside, charts as SVG, no script.
///
/// A table stands behind each chart, so that nothing is told by colour or shape alone.
extension AudienceReport {
  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(campaign.html): who may be reached</title>
    <style>\(ReportStyle.css)</style>
    </head>
    <body>
    <main>
    <header>
    <p class="kicker">Audience gate · client \(client.html) · \(now.prefix(10).description.html)</p>
    <h1>\(campaign.html)</h1>
    <p class="lead">Of \(judged.grouped) recipients <strong>\(allowed.grouped)</strong> may be reached, \
    \(denied.grouped) may not, and \(toReview.grouped) need a person to look.</p>
    </header>
    \(tiles)
    \(funnel)
    \(bars("Denied by", "Recipients whom a rule denies; one recipient may be denied by several.",
      rules.filter { $0.count.denies > 0 }.map { Bar($0, $0.count.denies, .deny) }))
    \(bars("To review by", "Recipients for whom a rule asks for a person.",
      rules.filter { $0.count.reviews > 0 }.map { Bar($0, $0.count.reviews, .review) }))
    \(bars("What we do not know", "Facts that are missing of recipients to review. State them, and gate again.",
      missing.map { Bar([.code($0.fact)], $0.rows) }))
    \(bars("Not governed", "No adopted law or rule certainly applies, so nothing may read as permission.",
      ungoverned.map { Bar([.words($0.reason.words)], $0.rows) }))
    \(bars("Why, each recipient once", "All that stands in a recipient's way, taken together: these add up to the denied and those to review.",
      reasons.map { Bar($0) }))
    \(bars("Waivers used", "Recipients for whom a rule would stand in the way, were it not waived.",
      waivers.map { Bar([.code($0.waiver), .words("of \($0.rule)")], $0.rows, .review) }))
    \(columns.map { segment($0) }.joined())
    \(examples)
    \(remarks)
    <footer>
    <p>\(form.rawValue.uppercased().html), \(total.grouped) rows, \(rejected.grouped) rejected · library \
    <code>\(library.digest.prefix(19).description.html)…</code> · engine \(library.engine.html) · time zones \
    \(library.timeZones.html)</p>
    <p>Scruple checks an action against rules that people wrote. This is no legal advice.</p>
    </footer>
    </main>
    </body>
    </html>

    """
  }

  /// A line of a chart: what it counts, how many, and of how many it is the only reason.
  private struct Bar {
    enum Part {
      case code(String)
      case words(String)
    }

    enum Colour: String {
      case deny
      case review
      case unknown
    }

    let parts: [Part]
    let count: Int
    let colour: Colour
    var title: String?
    var alone: Int?

    init(_ parts: [Part], _ count: Int, _ colour: Colour = .unknown) {
      self.parts = parts
      self.count = count
      self.colour = colour
    }

    init(_ rule: RuleLine, _ count: Int, _ colour: Colour) {
      self.init([.code(rule.name.description)], count, colour)
      title = rule.title
      alone = rule.count.alone
    }

    init(_ reason: ReasonLine) {
      let rules = reason.rules.map { Part.code($0.description) }
      let isDenied = reason.verdict == .deny
      self.init(
        rules + (reason.ungoverned.map { [.words($0.words)] } ?? []), reason.rows,
        isDenied ? .deny : .review)
      title = isDenied ? "denied" : "to review"
    }

    var html: String {
      let names = parts.map { part in
        switch part {
        case .code(let text): "<code>\(text.html)</code>"
        case .words(let text): text.html
        }
      }
      return names.joined(separator: "<br>") + (title.map { "<span>\($0.html)</span>" } ?? "")
    }
  }

  private var tiles: String {
    func tile(_ kind: String, _ mark: String, _ label: String, _ rows: Int) -> String {
      """
      <div class="tile \(kind)"><p class="label"><span aria-hidden="true">\(mark)</span> \(label)</p>\
      <p class="figure">\(rows.grouped)</p><p class="share">\(percent(rows))</p></div>
      """
    }
    var tiles = [
      tile("allow", "✓", "Allowed", allowed), tile("deny", "✗", "Denied", denied),
      tile("review", "?", "To review", toReview),
    ]
    if rejected > 0 {
      tiles.append(
        """
        <div class="tile"><p class="label"><span aria-hidden="true">!</span> Rejected</p>\
        <p class="figure">\(rejected.grouped)</p><p class="share">could not be read</p></div>
        """)
    }
    return "<section class=\"tiles\" aria-label=\"The partition\">\(tiles.joined())</section>"
  }

  /// From the file's rows to those who may be reached: each step with what it takes away.
  private var funnel: String {
    let steps: [(label: String, rows: Int, kind: String, lost: String)] = [
      ("Rows in the file", total, "all", ""),
      ("Could be judged", judged, "all", rejected > 0 ? "−\(rejected.grouped) rejected" : ""),
      ("Not denied", judged - denied, "review", "−\(denied.grouped) denied"),
      ("Allowed", allowed, "allow", "−\(toReview.grouped) to review"),
    ]
    let width = 860.0
    let full = 520.0
    let height = 56
    var shapes = ""
    for (number, step) in steps.enumerated() {
      let top = number * height
      let size = total == 0 ? 0 : full * Double(step.rows) / Double(total)
      let next =
        number + 1 < steps.count && total > 0
        ? full * Double(steps[number + 1].rows) / Double(total) : size
      let middle = 170 + full / 2
      let bar = max(size, step.rows > 0 ? 2 : 0)
      shapes += """
        <rect class="\(step.kind)" x="\((middle - bar / 2).short)" y="\(top + 4)" width="\(bar.short)" height="32" rx="4"/>
        <text x="156" y="\(top + 25)" text-anchor="end">\(step.label)</text>
        <text x="\((170 + full + 16).short)" y="\(top + 25)" class="count">\(step.rows.grouped)</text>
        """
      if number + 1 < steps.count {
        shapes += """
          <path class="flow" d="M\((middle - bar / 2).short) \(top + 36)H\((middle + bar / 2).short)L\
          \((middle + next / 2).short) \(top + height + 4)H\((middle - next / 2).short)Z"/>
          """
      }
      if !step.lost.isEmpty {
        shapes += """
          <text x="\((170 + full + 16).short)" y="\(top + 42)" class="lost">\(step.lost)</text>
          """
      }
    }
    return """
      <section><h2>From audience to allowed</h2>
      <div class="scroll"><svg class="chart" viewBox="0 0 \(width.short) \(steps.count * height)" role="img" \
      aria-label="Funnel: \(total.grouped) rows, \(judged.grouped) judged, \((judged - denied).grouped) not denied, \
      \(allowed.grouped) allowed">\(shapes)</svg></div></section>
      """
  }

  private func bars(_ title: String, _ note: String, _ bars: [Bar]) -> String {
    guard let most = bars.map(\.count).max(), most > 0 else { return "" }
    let hasAlone = bars.contains { $0.alone != nil }
    var rows = ""
    for bar in bars.prefix(40) {
      let share = Double(bar.count) / Double(most) * 100
      let alone = Double(bar.alone ?? 0) / Double(most) * 100
      rows += """
        <tr><th scope="row">\(bar.html)</th>
        <td class="plot"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="\(bar.colour.rawValue) pale" width="\(share.short)" height="10"/>\
        <rect class="\(bar.colour.rawValue)" width="\((hasAlone ? alone : share).short)" height="10"/></svg></td>
        <td class="number">\(bar.count.grouped)</td><td class="number">\(percent(bar.count))</td>
        """
      if hasAlone { rows += "<td class=\"number\">\(bar.alone.map(\.grouped) ?? "")</td>" }
      rows += "</tr>"
    }
    let rest =
      bars.count > 40 ? "<p class=\"note\">and \(bars.count - 40) more, in report.json</p>" : ""
    return """
      <section><h2>\(title)</h2><p class="note">\(note)\(hasAlone ? " The full colour: it is the only reason." : "")</p>
      <div class="scroll"><table class="bars"><thead><tr><th scope="col"><span class="hidden">What</span></th>\
      <th scope="col"><span class="hidden">Chart</span></th><th scope="col" class="number">Recipients</th>\
      <th scope="col" class="number">Share</th>\(hasAlone ? "<th scope=\"col\" class=\"number\">Only reason</th>" : "")\
      </tr></thead><tbody>\(rows)</tbody></table></div>\(rest)</section>
      """
  }

  /// The verdicts by a column's values, each value as one stacked bar of its own shares.
  private func segment(_ column: Column) -> String {
    guard !column.values.isEmpty else { return "" }
    var values = column.values.prefix(25).map { ($0.name, $0.verdicts) }
    var others = column.other
    for value in column.values.dropFirst(25) { others.add(value.verdicts) }
    if others.all > 0 { values.append(("others", others)) }
    let rows = values.map { name, verdicts in
      let all = Double(max(verdicts.all, 1))
      let allowed = Double(verdicts.allowed) / all * 100
      let review = Double(verdicts.toReview) / all * 100
      let denied = Double(verdicts.denied) / all * 100
      return """
        <tr><th scope="row">\(name.html)</th>
        <td class="plot"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="allow" width="\(allowed.short)" height="10"/>\
        <rect class="review" x="\(allowed.short)" width="\(review.short)" height="10"/>\
        <rect class="deny" x="\((allowed + review).short)" width="\(denied.short)" height="10"/></svg></td>
        <td class="number">\(verdicts.all.grouped)</td><td class="number">\(verdicts.allowed.grouped)</td>\
        <td class="number">\(verdicts.toReview.grouped)</td><td class="number">\(verdicts.denied.grouped)</td></tr>
        """
    }
    return """
      <section><h2>By <code>\(column.fact.html)</code></h2>
      <p class="legend"><span class="allow">allowed</span><span class="review">to review</span>\
      <span class="deny">denied</span></p>
      <div class="scroll"><table class="bars"><thead><tr><th scope="col"><span class="hidden">Value</span></th>\
      <th scope="col"><span class="hidden">Chart</span></th><th scope="col" class="number">Recipients</th>\
      <th scope="col" class="number">Allowed</th><th scope="col" class="number">To review</th>\
      <th scope="col" class="number">Denied</th></tr></thead><tbody>\(rows.joined())</tbody></table></div></section>
      """
  }

  private var examples: String {
    let shown = rules.filter { !$0.examples.isEmpty }
    guard !shown.isEmpty else { return "" }
    let parts = shown.prefix(40).map { rule in
      let rows = rule.examples.map { example in
        let facts = example.facts.map { "<code>\($0.fact.html)</code> \($0.value.html)" }
        return """
          <li><p><strong>\((example.id ?? "line \(example.line)").html)</strong> \(example.because.html)</p>\
          <p class="note">\(facts.joined(separator: " · "))</p></li>
          """
      }
      return """
        <details><summary><code>\(rule.name.description.html)</code> \((rule.title ?? "").html) \
        <span class="note">\(rule.cite.joined(separator: ", ").html)</span></summary>
        <ul>\(rows.joined())</ul><p class="note">\(rule.file.html):\(rule.line)</p></details>
        """
    }
    return """
      <section><h2>Examples</h2><p class="note">The first recipients for whom a rule stood in the way; sensitive \
      values are withheld.</p>\(parts.joined())</section>
      """
  }

  private var remarks: String {
    var notes = warnings
    if let duplicates, duplicates.count > 0 {
      notes.append("\(duplicates.count.grouped) ids stand in more than one row")
    }
    if rejected > 0 {
      notes.append(
        "\(rejected.grouped) rows could not be read and are not allowed; rejected.ndjson says why")
    }
    guard !notes.isEmpty else { return "" }
    return "<section><h2>To look at</h2><ul>"
      + notes.map { "<li>\($0.html)</li>" }.joined() + "</ul></section>"
  }
}

extension String {
  /// The text as HTML, with nothing in it that HTML, or the reader's eye, would take for something else.
  fileprivate var html: String { printable.markupEscaped }
}

extension Double {
  /// With two places at most.
  fileprivate var short: String {
    let rounded = (self * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}
