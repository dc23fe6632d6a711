/// The tags of a page, read as a browser reads them from a file in which everything is escaped.
struct PageScan {
  struct Tag {
    let name: String
    let isEnd: Bool
    let attributes: [String: String]
    /// The text up to the next tag, as it stands.
    let text: String
  }

  let tags: [Tag]
  /// Elements that are not closed, or closed out of order.
  let misnested: [String]

  private static let void: Set<String> = ["meta", "link", "input", "br", "img"]

  init(_ html: String) {
    var tags: [Tag] = []
    for piece in html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1) {
      guard let end = piece.firstIndex(of: ">") else { continue }
      let inside = piece[..<end]
      let text = String(piece[piece.index(after: end)...])
      guard !inside.hasPrefix("!") else { continue }
      let isEnd = inside.hasPrefix("/")
      let name = inside.drop { $0 == "/" }.prefix { !$0.isWhitespace }
      var attributes: [String: String] = [:]
      for match in inside.matches(of: #/\s([a-z-]+)="([^"]*)"/#) {
        attributes[String(match.output.1)] = Self.unescaped(String(match.output.2))
      }
      tags.append(Tag(name: String(name), isEnd: isEnd, attributes: attributes, text: text))
    }
    self.tags = tags
    var open: [String] = []
    var misnested: [String] = []
    for tag in tags where !Self.void.contains(tag.name) {
      if !tag.isEnd {
        open.append(tag.name)
      } else if open.popLast() != tag.name {
        misnested.append(tag.name)
      }
    }
    self.misnested = misnested + open
  }

  var starts: [Tag] { tags.filter { !$0.isEnd } }

  func starts(_ name: String) -> [Tag] { starts.filter { $0.name == name } }

  var ids: [String] { starts.compactMap { $0.attributes["id"] } }

  var links: [String] {
    starts.flatMap { tag in ["href", "src"].compactMap { tag.attributes[$0] } }
  }

  /// The levels of the headings in their order.
  var headings: [Int] {
    starts.compactMap { tag in
      tag.name.count == 2 && tag.name.hasPrefix("h") ? Int(tag.name.dropFirst()) : nil
    }
  }

  static func unescaped(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }
}
