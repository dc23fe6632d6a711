import PolicyModel

/// Where everything of the site stands, as paths from its folder.
///
/// Ids are made of letters, digits, `-` and `_`, and terms of these and `.`, so they are file names
/// and fragments as they are.
enum SiteLinks {
  static let home = "index.html"
  static let facts = "facts.html"
  static let terms = "terms.html"
  static let definitions = "definitions.html"
  static let clients = "clients.html"
  static let dates = "dates.html"
  static let style = "assets/site.css"
  static let script = "assets/site.js"
  static let searchIndex = "assets/search-index.js"

  static func policy(_ id: String) -> String { "policies/\(id).html" }
  static func rule(_ name: RuleName) -> String { "rules/\(name.policy)/\(name.rule).html" }
  static func client(_ id: String) -> String { "clients/\(id).html" }
  static func fact(_ path: String) -> String { "\(facts)#\(path)" }
  static func record(_ name: String) -> String { "\(facts)#type-\(name)" }
  static func termSet(_ name: String) -> String { "terms/\(name).html" }
  static func term(_ id: String, of set: String) -> String { "\(termSet(set))#\(id)" }
  static func definition(_ name: String) -> String { "\(definitions)#\(name)" }
  static func definition(_ name: String, ofPolicy id: String) -> String {
    "\(policy(id))#define-\(name)"
  }
  static func table(_ name: String, ofPolicy id: String) -> String {
    "\(policy(id))#table-\(name)"
  }
  static func setting(_ name: String, ofPolicy id: String) -> String {
    "\(policy(id))#setting-\(name)"
  }

  /// From a page to a path of the site; works from a file as from a server.
  static func relative(_ path: String, from page: String) -> String {
    let depth = page.utf8.count { $0 == UInt8(ascii: "/") }
    return String(repeating: "../", count: depth) + path
  }
}
