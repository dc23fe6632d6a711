import Diagnostics
import PolicyCompiler
import PolicyModel
import Testing

/// A change of one client's file: what is checked again, and what is not.
struct ClientRelinkTests {
  private static let policies = SourceFile(
    path: "policies/house/values.yaml",
    text: """
      policy: values
      title: Values
      authority: house
      settings: {most: {type: int, default: 5, tighter: lower}}
      rules:
        - {rule: cap, cite: C, because: B., forbid: person.messages > settings.most, waivable: true}
      """)

  private static func client(_ id: String, _ rest: String) -> SourceFile {
    SourceFile(
      path: "policies/clients/\(id).yaml", text: "client: \(id)\ntitle: T\n\(rest)\n")
  }

  private static func rule(_ id: String, _ body: String = "action.automated") -> String {
    "  - {rule: \(id), cite: C, because: B., forbid: '\(body)'}\n"
  }

  private static let files =
    [Core.file, policies]
    + [
      client("agency", "adopts: [house/*]\nrules:\n" + rule("line")),
      client("acme", "under: agency\nsettings: {values.most: 4}\nrules:\n" + rule("of-acme")),
      client("acme-east", "under: acme\nrules:\n" + rule("of-east")),
      client("bolt", "under: agency\nrules:\n" + rule("of-bolt") + rule("also-bolt")),
      client("zoo", "adopts: [values]"),
    ]

  private static func compile(_ changed: SourceFile? = nil) -> Compilation {
    LibraryCompiler.compile(
      files.map { file in changed.flatMap { $0.path == file.path ? $0 : nil } ?? file },
      roots: ["policies"])
  }

  @Test(arguments: [
    (
      client("acme", "under: agency\nsettings: {values.most: 3}\nrules:\n" + rule("of-acme")),
      ["acme", "acme-east"]
    ),
    (
      client("acme", "under: agency\nrules:\n" + rule("a") + rule("b", "person.age < 3")),
      ["acme", "acme-east"]
    ),
    (client("acme", "under: agency"), ["acme", "acme-east"]),
    (client("bolt", "under: agency\nreviewers: {legal: kim}"), ["bolt"]),
    (
      client(
        "zoo",
        "adopts: [values]\nwaivers:\n"
          + "  - {waiver: w, rule: values/cap, until: 2026-12-01, by: kim, reason: R}"), ["zoo"]
    ),
    (
      client("agency", "adopts: [values]\nsettings: {values.most: 4}"),
      ["agency", "acme", "acme-east", "bolt"]
    ),
  ])
  func `a changed file costs its clients and those under them`(
    changed: SourceFile, checked: [String]
  ) throws {
    let before = try #require(Self.compile().clients)
    var relinker = before
    let replaced = relinker.replace(changed)
    let change = try #require(replaced)
    #expect(change.diagnostics.map(\.message) == [])
    #expect(change.checked == checked)
    let library = try #require(change.library)

    // Everything else is not only equal, it is the very same.
    let ids = change.checked.filter { changed.path.contains("/\($0).") }
    for rule in before.library.rules where !ids.contains(rule.name.policy) {
      let number = try #require(library.rule(named: rule.name))
      #expect(library.rules[number] === rule, "\(rule.name)")
    }
    // And the whole is what compiling the changed files gives.
    let compiled = Self.compile(changed).library
    let whole = try #require(compiled)
    #expect(library.identity == whole.identity)
    #expect(Self.told(library) == Self.told(whole))
    #expect(relinker.library === library)
  }

  @Test func `one change after the other`() throws {
    var relinker = try #require(Self.compile().clients)
    for count in [3, 0, 2] {
      let rules = (0..<count).map { Self.rule("r\($0)", "person.messages > \($0)") }.joined()
      let file = Self.client("acme", "under: agency" + (count > 0 ? "\nrules:\n" + rules : ""))
      let replaced = relinker.replace(file)
      let change = try #require(replaced)
      let library = try #require(change.library)
      let compiled = Self.compile(file).library
      #expect(Self.told(library) == Self.told(try #require(compiled)))
    }
  }

  @Test(arguments: [
    (client("acme", "under: agency\nsettings: {values.most: 9}"), "looser-setting"),
    (client("acme", "under: agency\nrules:\n" + rule("line")), "shadowing-rule"),
    (client("acme", "under: agency\nrules:\n" + rule("x", "nothing")), "unknown-fact"),
    (client("acme", "under: agency\nsettings: {values.most: 2}\ncolour: red"), "unknown-key"),
    (
      client("agency", "adopts: [values]\nrules:\n" + rule("of-east")), "shadowing-rule"
    ),
    (client("agency", "adopts: [values]\nsettings: {values.most: 3}"), "looser-setting"),
  ])
  func `a mistake changes nothing, and is told`(changed: SourceFile, code: String) throws {
    var relinker = try #require(Self.compile().clients)
    let before = relinker.library
    let replaced = relinker.replace(changed)
    let change = try #require(replaced)
    #expect(change.library == nil)
    #expect(change.diagnostics.map(\.code.rawValue) == [code])
    #expect(relinker.library === before)
    let codes = Set(Self.compile(changed).diagnostics.map(\.code.rawValue))
    #expect(codes == [code])
  }

  @Test(arguments: [
    client("acme", "adopts: [values]"), client("acme", "under: bolt"),
    SourceFile(path: "policies/clients/acme.yaml", text: "client: acne\ntitle: T\nadopts: []"),
    SourceFile(
      path: "policies/clients/acme.yaml",
      text: "client: acme\ntitle: T\nunder: agency\n---\nclient: more\ntitle: T\nadopts: []"),
    client("nobody", "adopts: []"),
    SourceFile(path: "policies/house/values.yaml", text: policies.text(0..<policies.bytes.count)),
  ])
  func `what changes more than clients is compiled whole`(changed: SourceFile) throws {
    var relinker = try #require(Self.compile().clients)
    #expect(relinker.replace(changed) == nil)
  }

  /// What decisions rest on, in words.
  private static func told(_ library: CompiledLibrary) -> [String] {
    let rules = library.rules.map { rule in
      "\(rule.name) \(rule.policy) "
        + rule.body.atoms.map { library.atoms[$0].expression }.joined(separator: ",")
    }
    let policies = library.policies.map { "\($0.id) \($0.rules)" }
    let clients = library.clients.map { client in
      let settings = client.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let facts = client.facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let reviewers = client.reviewers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let waivers = client.waivers.map { "\($0.id) \($0.rule) \($0.until.text)" }
      return "\(client.id) \(client.parent ?? "") \(client.policies) \(settings) \(facts) "
        + "\(reviewers) \(waivers)"
    }
    return rules + policies + clients
  }
}
