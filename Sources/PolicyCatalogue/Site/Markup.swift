import Diagnostics

/// A piece of HTML in which every text is escaped and every element closed.
///
/// There is no way to put text in as it is, so no id and no text of a library can become markup.
struct Markup: ExpressibleByStringInterpolation {
  let html: String

  private init(html: String) { self.html = html }

  /// Text, escaped; what would steer a reader's display becomes `�`.
  init(_ text: String) { html = Self.escaped(text) }

  init(stringLiteral text: String) { self.init(text) }

  /// Pieces one after the other.
  init(_ pieces: [Markup]) { html = pieces.map(\.html).joined() }

  /// An element with what is in it; attributes are written in their order.
  init(
    _ name: StaticString, class style: String? = nil, id: String? = nil,
    _ attributes: KeyValuePairs<StaticString, String>, _ children: [Markup]
  ) {
    let inner = children.map(\.html).joined()
    html = Self.start(name, style, id, attributes) + inner + "</\(name)>"
  }

  /// An element without further attributes.
  init(_ name: StaticString, class style: String? = nil, id: String? = nil, _ children: [Markup]) {
    self.init(name, class: style, id: id, [:], children)
  }

  /// An element that has no content, such as `meta`.
  static func void(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>
  ) -> Markup {
    Markup(html: start(name, nil, nil, attributes))
  }

  /// Prose in which what stands between backquotes is code.
  init(prose text: String) {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count % 2 == 1 else {
      self.init(text)
      return
    }
    self.init(parts.enumerated().map { $0.isMultiple(of: 2) ? Markup($1) : .code($1) })
  }

  static let lineEnd = Markup(html: "\n")

  static func link(_ text: Markup, to address: String, class style: String? = nil) -> Markup {
    Markup("a", class: style, ["href": address], [text])
  }

  static func code(_ text: String) -> Markup { Markup("code", [Markup(text)]) }

  /// Pieces with a text between each two of them.
  static func joined(_ pieces: [Markup], by separator: Markup) -> Markup {
    Markup(html: pieces.map(\.html).joined(separator: separator.html))
  }

  private static func start(
    _ name: StaticString, _ style: String?, _ id: String?,
    _ attributes: KeyValuePairs<StaticString, String>
  ) -> String {
    var text = "<\(name)"
    if let id { text += " id=\"\(escaped(id))\"" }
    if let style { text += " class=\"\(escaped(style))\"" }
    for (key, value) in attributes { text += " \(key)=\"\(escaped(value))\"" }
    return text + ">"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.printable.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
