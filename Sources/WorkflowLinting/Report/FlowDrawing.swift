import Diagnostics
import PolicyModel

/// Draws a workflow as SVG: steps in columns by their distance from the start, findings marked.
///
/// The layout is that of layered drawings (Sugiyama 1981) in its simplest form: columns by breadth-first
/// distance, within a column the order of the mean of what leads there.
struct FlowDrawing {
  private let report: WorkflowReport
  /// By step: its column and row; parts and notes have none.
  private var cells: [Int: (column: Int, row: Int)] = [:]
  private var columns: [[Int]] = []

  private static let width = 176
  private static let height = 46
  private static let gapX = 56
  private static let gapY = 22
  private static let margin = 16
  /// More cannot be taken in by anybody.
  static let most = 600

  init?(_ report: WorkflowReport) {
    let flowing = report.steps.indices.filter {
      report.steps[$0].role != .note && report.steps[$0].role != .part
    }
    guard !flowing.isEmpty, flowing.count <= Self.most else { return nil }
    self.report = report
    arrange(flowing)
  }

  private var edges: [Edge] {
    report.workflow.edges.filter { cells[$0.from] != nil && cells[$0.to] != nil }
  }

  private mutating func arrange(_ steps: [Int]) {
    let known = Set(steps)
    let edges = report.workflow.edges.filter { known.contains($0.from) && known.contains($0.to) }
    var next: [Int: [Int]] = [:]
    var fed: Set<Int> = []
    for edge in edges where edge.from != edge.to {
      next[edge.from, default: []].append(edge.to)
      fed.insert(edge.to)
    }
    var column: [Int: Int] = [:]
    var waiting = steps.filter { !fed.contains($0) || report.steps[$0].role == .trigger }
    for start in waiting { column[start] = 0 }
    for step in steps where column[step] == nil || !waiting.isEmpty {
      // What no start leads to begins a drawing of its own.
      if waiting.isEmpty {
        column[step] = 0
        waiting = [step]
      }
      var place = 0
      while place < waiting.count {
        let current = waiting[place]
        place += 1
        for follower in next[current] ?? [] where column[follower] == nil {
          column[follower] = (column[current] ?? 0) + 1
          waiting.append(follower)
        }
      }
      waiting = []
    }
    columns = [[Int]](repeating: [], count: (column.values.max() ?? 0) + 1)
    for step in steps { columns[column[step] ?? 0].append(step) }
    for index in columns.indices {
      let order = columns[index].map { step -> (key: Double, step: Int) in
        let rows = edges.filter { $0.to == step }.compactMap { cells[$0.from]?.row }
        let mean =
          rows.isEmpty ? Double(step) / 1e6 : Double(rows.reduce(0, +)) / Double(rows.count)
        return (mean, step)
      }.sorted { ($0.key, $0.step) < ($1.key, $1.step) }
      for (row, entry) in order.enumerated() { cells[entry.step] = (index, row) }
    }
  }

  /// The drawing; `marks` are the numbers of findings by step.
  func svg(marks: [Int: [(number: Int, level: String)]]) -> String {
    let rows = columns.map(\.count).max() ?? 1
    let width = columns.count * (Self.width + Self.gapX) - Self.gapX + 2 * Self.margin
    let height = rows * (Self.height + Self.gapY) - Self.gapY + 2 * Self.margin
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
      + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"The workflow as a graph\">\n"
    for edge in edges { svg += line(edge) }
    for step in cells.keys.sorted() { svg += box(step, marks[step] ?? []) }
    return svg + "</svg>\n"
  }

  private func corner(_ step: Int) -> (x: Int, y: Int) {
    let cell = cells[step] ?? (0, 0)
    return (
      Self.margin + cell.column * (Self.width + Self.gapX),
      Self.margin + cell.row * (Self.height + Self.gapY)
    )
  }

  private func line(_ edge: Edge) -> String {
    let from = corner(edge.from)
    let to = corner(edge.to)
    let (x1, y1) = (from.x + Self.width, from.y + Self.height / 2)
    let (x2, y2) = (to.x, to.y + Self.height / 2)
    let bend = x2 > x1 ? max(24, (x2 - x1) / 2) : 60
    let kind = edge.kind == .error ? " error" : edge.kind == .tool ? " tool" : ""
    return
      "<path class=\"edge\(kind)\" d=\"M\(x1) \(y1) C\(x1 + bend) \(y1) \(x2 - bend) \(y2) \(x2) \(y2)\"/>"
      + "<path class=\"tip\(kind)\" d=\"M\(x2) \(y2) l-7 -4 l0 8 z\"/>\n"
  }

  private func box(_ step: Int, _ marks: [(number: Int, level: String)]) -> String {
    let summary = report.steps[step]
    let (x, y) = corner(step)
    let worst =
      marks.contains { $0.level == "deny" }
      ? "deny" : marks.contains { $0.level == "review" } ? "review" : marks.isEmpty ? "" : "open"
    let kind = summary.kind ?? "not mapped"
    let name = Self.cut(summary.name, 24).markupEscaped
    let off = summary.isDisabled ? " off" : ""
    var svg =
      "<g class=\"step \(worst)\(off)\"><title>\((summary.name + " · " + summary.type + " · " + kind).markupEscaped)</title>"
    svg +=
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.width)\" height=\"\(Self.height)\" rx=\"6\"/>"
    // A drawing within the drawing cuts off what is wider than the box, whatever the font is.
    svg +=
      "<svg x=\"\(x + 10)\" y=\"\(y)\" width=\"\(Self.width - 16)\" height=\"\(Self.height)\">"
      + "<text x=\"0\" y=\"19\" class=\"name\">\(name)</text>"
      + "<text x=\"0\" y=\"36\" class=\"kind\">\(Self.cut(kind, 28).markupEscaped)</text></svg>"
    for (place, mark) in marks.prefix(6).enumerated() {
      let left = x + Self.width - 12 - place * 20
      svg +=
        "<a href=\"#f\(mark.number)\"><circle class=\"mark \(mark.level)\" cx=\"\(left)\" cy=\"\(y)\" r=\"10\"/>"
        + "<text class=\"number\" x=\"\(left)\" y=\"\(y + 4)\">\(mark.number)</text></a>"
    }
    return svg + "</g>\n"
  }

  private static func cut(_ text: String, _ length: Int) -> String {
    text.count > length ? text.prefix(length - 1) + "…" : text
  }
}
