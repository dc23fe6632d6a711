import Diagnostics
import PolicyModel

extension LintReport {
  /// One page that needs nothing else: each workflow drawn, its findings below.
  package var html: String {
    var page = Self.head
    page += "<header><h1>Workflows, before they are switched on</h1>"
    page += "<p>\(summary.markupEscaped)</p></header>\n<main>\n"
    var number = 0
    for workflow in workflows { page += section(workflow, &number) }
    for diagnostic in refused {
      let place =
        diagnostic.range.map { "\($0.file.path):\($0.start.line):\($0.start.column)" } ?? ""
      page +=
        "<section><h2>Refused</h2><p class=\"file\">\(place.markupEscaped)</p>"
        + "<p>\(diagnostic.message.markupEscaped)</p></section>\n"
    }
    page += "</main>\n<footer>Library \(library.digest.prefix(18).description.markupEscaped)… · "
    return page
      + "engine \(library.engine.markupEscaped) · no legal advice</footer>\n</body></html>\n"
  }

  private func section(_ workflow: WorkflowReport, _ number: inout Int) -> String {
    let name = workflow.workflow.name.isEmpty ? "(no name)" : workflow.workflow.name
    var html = "<section><h2>\(name.markupEscaped)</h2>"
    html +=
      "<p class=\"file\">\(workflow.workflow.tool.markupEscaped) · \(workflow.file.markupEscaped)</p>\n"
    let findings = workflow.findings.filter { !$0.isKnown }
    var marks: [Int: [(number: Int, level: String)]] = [:]
    var places: [String: Int] = [:]
    for (place, step) in workflow.workflow.steps.enumerated() where places[step.id] == nil {
      places[step.id] = place
    }
    var list = ""
    for finding in findings {
      number += 1
      let level = Self.style(finding)
      for step in [finding.step].compactMap(\.self) + finding.others {
        if let place = places[step.id] { marks[place, default: []].append((number, level)) }
      }
      list += item(finding, number, level)
    }
    if let drawing = FlowDrawing(workflow) {
      html += "<div class=\"drawing\">\(drawing.svg(marks: marks))</div>\n"
    } else {
      html += "<p>\(workflow.steps.count.counted("step")): too many to draw.</p>\n"
    }
    html += findings.isEmpty ? "<p class=\"none\">No finding.</p>\n" : "<ol>\n\(list)</ol>\n"
    return html + asides(workflow) + "</section>\n"
  }

  private static func style(_ finding: Finding) -> String {
    finding.outcome == .undecided ? "open" : finding.verdict == .deny ? "deny" : "review"
  }

  private func item(_ finding: Finding, _ number: Int, _ level: String) -> String {
    let start = finding.range.start
    var html = "<li id=\"f\(number)\" class=\"\(level)\" value=\"\(number)\"><p class=\"rule\">"
    html += "<b>\(finding.level)</b> \(finding.name.markupEscaped)"
    if let step = finding.stepText { html += " · \(step.markupEscaped)" }
    html += " <span>line \(start.line), column \(start.column)</span></p>"
    html += "<p>\(finding.message.markupEscaped)</p>"
    if finding.path.count > 1 {
      html += "<p class=\"path\">\(finding.path.joined(separator: " → ").markupEscaped)</p>"
    }
    if let mend = finding.mend { html += "<p class=\"mend\">\(mend.markupEscaped)</p>" }
    let cites = Set(finding.rules.flatMap(\.cite)).sorted().joined(separator: ", ")
    if !cites.isEmpty { html += "<p class=\"cite\">\(cites.markupEscaped)</p>" }
    if !finding.others.isEmpty {
      let others = finding.others.map { "\($0.name) (line \($0.line))" }.joined(separator: ", ")
      html += "<p class=\"cite\">also: \(others.markupEscaped)</p>"
    }
    return html + "</li>\n"
  }

  /// What was declared, ignored, left to `gate`.
  private func asides(_ workflow: WorkflowReport) -> String {
    var lines: [String] = []
    for declared in workflow.annotations.upstream {
      lines.append("Declared upstream: \(declared.reason)")
    }
    for finding in workflow.suppressed {
      lines.append("Ignored: \(finding.name): \(finding.suppression?.reason ?? "")")
    }
    for problem in workflow.problems { lines.append("Warning: \(problem.message)") }
    if !workflow.leftToGate.isEmpty {
      lines.append(
        "\(workflow.leftToGate.count.counted("rule")) hang on the recipient and are left to `gate`."
      )
    }
    return lines.map { "<p class=\"aside\">\($0.markupEscaped)</p>\n" }.joined()
  }

  private static let head = """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>scruple lint</title>
    <style>
    :root { --ink: #1d2129; --soft: #667085; --line: #d0d5dd; --paper: #fff; --ground: #f5f6f8;
      --deny: #b42318; --review: #b54708; --open: #475467; --denyback: #fef3f2;
      --reviewback: #fffaeb; --openback: #f2f4f7; --edge: #98a2b3; --good: #067647;
      color-scheme: light dark; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e4e7ec; --soft: #98a2b3; --line: #344054;
      --paper: #182230; --ground: #0c111d; --deny: #f97066; --review: #fdb022; --open: #98a2b3;
      --denyback: #3b1512; --reviewback: #33230b; --openback: #1f2937; --edge: #667085;
      --good: #47cd89; } }
    * { box-sizing: border-box }
    body { margin: 0; background: var(--ground); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
    header, main, footer { max-width: 1200px; margin: 0 auto; padding: 0 24px; }
    header { padding-top: 32px } h1 { font-size: 24px; margin: 0 0 4px }
    header p, footer, .file, .aside, .cite, .rule span { color: var(--soft) }
    footer { padding: 16px 24px 40px; font-size: 13px }
    section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px;
      padding: 20px 24px; margin: 20px 0; }
    h2 { font-size: 18px; margin: 0 } .file { margin: 2px 0 12px; font-size: 13px;
      overflow-wrap: anywhere }
    .drawing { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px;
      background: var(--paper); margin-bottom: 16px; }
    svg { display: block } .edge { fill: none; stroke: var(--edge); stroke-width: 1.5 }
    .tip { fill: var(--edge) } .edge.error { stroke: var(--deny); stroke-dasharray: 5 4 }
    .tip.error { fill: var(--deny) } .edge.tool { stroke-dasharray: 2 4 }
    .step rect { fill: var(--paper); stroke: var(--edge) } .step.deny rect { fill: var(--denyback);
      stroke: var(--deny); stroke-width: 2 } .step.review rect { fill: var(--reviewback);
      stroke: var(--review); stroke-width: 2 } .step.open rect { fill: var(--openback);
      stroke: var(--open); stroke-width: 2 } .step.off { opacity: .45 }
    svg text { font: 12px system-ui, sans-serif; fill: var(--ink) } .name { font-weight: 600 }
    svg .kind { font-size: 11px; fill: var(--soft) } .mark.deny { fill: var(--deny) }
    .mark.review { fill: var(--review) } .mark.open { fill: var(--open) }
    svg .number { fill: var(--paper); font-size: 11px; font-weight: 600; text-anchor: middle }
    ol { list-style-position: inside; padding: 0; margin: 0 }
    li { border-left: 4px solid; padding: 8px 14px; margin: 10px 0; border-radius: 4px }
    li p { margin: 2px 0 } li:target { outline: 2px solid #528bff }
    li.deny { border-color: var(--deny); background: var(--denyback) }
    li.review { border-color: var(--review); background: var(--reviewback) }
    li.open { border-color: var(--open); background: var(--openback) }
    .rule { display: inline; font-size: 14px } .rule b { text-transform: uppercase;
      font-size: 12px } .path { font-size: 13px } .mend::before { content: "Mend: ";
      font-weight: 600 } .cite, .aside { font-size: 13px; margin: 4px 0 }
    .none { color: var(--good) }
    </style></head><body>

    """
}
