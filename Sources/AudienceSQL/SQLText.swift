/// A piece of SQL, laid out to a width when it is printed.
///
/// Pieces that fit stand on one line; else each item of the outermost group gets a line of its own.
struct SQLText: Sendable, Hashable {
  private let node: Node
  /// What it takes on one line.
  private let width: Int

  private indirect enum Node: Sendable, Hashable {
    case text(String)
    case sequence([SQLText])
    case group(open: String, items: [SQLText], between: Separator, close: String)
  }

  /// What stands between the items of a group.
  enum Separator: Sendable, Hashable {
    /// Behind an item.
    case comma
    /// In front of the next one: `AND`.
    case word(String)
    case nothing
    /// Behind an item, with as many items on a line as fit.
    case filled

    fileprivate var width: Int {
      switch self {
      case .comma, .filled: 2
      case .word(let word): word.count + 2
      case .nothing: 1
      }
    }
  }

  static let lineWidth = 100

  init(_ text: String) {
    node = .text(text)
    width = text.unicodeScalars.count
  }

  private init(_ parts: [SQLText]) {
    node = .sequence(parts)
    width = parts.reduce(0) { $0 + $1.width }
  }

  /// Items between an opening and a closing word: `CASE`, `END`; `(`, `)`.
  init(_ open: String, _ items: [SQLText], _ between: Separator, _ close: String) {
    node = .group(open: open, items: items, between: between, close: close)
    let inner = items.reduce(0) { $0 + $1.width } + max(0, items.count - 1) * between.width
    width = open.count + close.count + inner + (between == .nothing ? 2 : 0)
  }

  static func + (left: SQLText, right: SQLText) -> SQLText { SQLText([left, right]) }
  static func + (left: SQLText, right: String) -> SQLText { SQLText([left, SQLText(right)]) }
  static func + (left: String, right: SQLText) -> SQLText { SQLText([SQLText(left), right]) }

  // MARK: Forms

  /// A call: `name(a, b)`.
  static func call(_ name: String, _ arguments: SQLText...) -> SQLText {
    SQLText(name + "(", arguments, .comma, ")")
  }

  /// The form `CASE WHEN a THEN b … ELSE c END`.
  static func cases(_ cases: [(when: SQLText, then: SQLText)], else other: SQLText?) -> SQLText {
    let items = cases.map { "WHEN " + $0.when + " THEN " + $0.then }
    return SQLText("CASE", items + (other.map { ["ELSE " + $0] } ?? []), .nothing, "END")
  }

  /// `(a AND b)`; the one itself where it is alone.
  static func all(_ terms: [SQLText]) -> SQLText {
    terms.count == 1 ? terms[0] : SQLText("(", terms, .word("AND"), ")")
  }

  static func any(_ terms: [SQLText]) -> SQLText {
    terms.count == 1 ? terms[0] : SQLText("(", terms, .word("OR"), ")")
  }

  var negated: SQLText { "NOT (" + self + ")" }
  var parenthesised: SQLText { "(" + self + ")" }

  /// The test `x IN (a, b)`.
  func isIn(_ literals: [SQLText]) -> SQLText {
    if literals.count == 1 { return self + " = " + literals[0] }
    return self + " IN " + SQLText("(", literals, .filled, ")")
  }

  func isNotIn(_ literals: [SQLText]) -> SQLText {
    if literals.count == 1 { return self + " <> " + literals[0] }
    return self + " NOT IN " + SQLText("(", literals, .filled, ")")
  }

  static let null = SQLText("CAST(NULL AS BOOLEAN)")
  static let yes = SQLText("TRUE")
  static let no = SQLText("FALSE")

  // MARK: Layout

  /// The text, where its first line starts at a column.
  func text(indent: Int) -> String {
    var printer = Printer(column: indent)
    printer.print(self, indent)
    return printer.text
  }

  private struct Printer {
    var text = ""
    var column: Int

    mutating func add(_ piece: String) {
      text += piece
      column += piece.unicodeScalars.count
    }

    mutating func breakLine(_ indent: Int) {
      text += "\n" + String(repeating: " ", count: indent)
      column = indent
    }

    mutating func print(_ piece: SQLText, _ indent: Int) {
      switch piece.node {
      case .text(let text): add(text)
      case .sequence(let parts): for part in parts { print(part, indent) }
      case .group(let open, let items, let between, let close):
        if column + piece.width <= SQLText.lineWidth {
          printFlat(open, items, between, close, indent)
        } else if between == .filled {
          fill(open, items, close, indent)
        } else {
          printLines(open, items, between, close, indent)
        }
      }
    }

    private mutating func printFlat(
      _ open: String, _ items: [SQLText], _ between: Separator, _ close: String, _ indent: Int
    ) {
      add(open)
      if between == .nothing { add(" ") }
      for (place, item) in items.enumerated() {
        if place > 0 {
          switch between {
          case .comma, .filled: add(", ")
          case .word(let word): add(" \(word) ")
          case .nothing: add(" ")
          }
        }
        print(item, indent)
      }
      if between == .nothing { add(" ") }
      add(close)
    }

    private mutating func printLines(
      _ open: String, _ items: [SQLText], _ between: Separator, _ close: String, _ indent: Int
    ) {
      add(open)
      for (place, item) in items.enumerated() {
        breakLine(indent + 2)
        if place > 0, case .word(let word) = between { add(word + " ") }
        print(item, indent + 2)
        if place + 1 < items.count, between == .comma { add(",") }
      }
      breakLine(indent)
      add(close)
    }

    private mutating func fill(
      _ open: String, _ items: [SQLText], _ close: String, _ indent: Int
    ) {
      add(open)
      breakLine(indent + 2)
      for (place, item) in items.enumerated() {
        let isLast = place + 1 == items.count
        if place > 0, column + item.width + 2 > SQLText.lineWidth {
          breakLine(indent + 2)
        } else if place > 0 {
          add(" ")
        }
        print(item, indent + 2)
        if !isLast { add(",") }
      }
      breakLine(indent)
      add(close)
    }
  }
}
