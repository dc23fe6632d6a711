import CEL
import Diagnostics
import DocumentTree
import PolicyCompiler
import PolicyModel
import PolicyTesting

/// What the pages are made of: the compiled library, and its documents for the prose that judging
/// does not need.
struct SiteSource {
  let library: CompiledLibrary
  /// The policies that have rules, by number, and the clients; what only tests need is left out.
  let policies: [Int]
  let clients: [Client]
  /// How many cases the tests of the library have.
  let caseCount: Int
  private let paths: SitePaths
  /// By policy's id.
  private let documents: [String: Node]
  private let vocabularies: [Node]
  /// By rule: the cases that demand something of it.
  private let tests: [RuleName: [RuleTest]]
  /// By fact's slot: the rules that ask it, by number.
  let rulesByFact: [Int: [Int]]

  /// A case and what it demands of a rule.
  struct RuleTest {
    /// The outcome; nil where the rule must be cited.
    let outcome: Outcome?
    let name: String
    let file: String
    let line: Int
  }

  /// A definition as it is written.
  struct WrittenDefinition {
    let name: String
    let parameters: [(name: String, type: String)]
    let text: String
    let doc: String?
  }

  init(
    _ library: CompiledLibrary, _ relinker: PolicyRelinker, _ suites: [TestSuite], roots: [String]
  ) {
    self.library = library
    policies = library.policies.indices.filter { number in
      let policy = library.policies[number]
      return !policy.rules.isEmpty && !policy.range.isOfTests
    }
    clients = library.clients.filter { !$0.range.isOfTests }
    caseCount = suites.reduce(0) { $0 + $1.cases.count }
    paths = SitePaths(roots: roots)
    documents = relinker.documents
    vocabularies = relinker.vocabularies
    tests = Self.tests(suites, paths)
    var asked: [Int: [Int]] = [:]
    for number in policies.flatMap({ library.policies[$0].rules }) {
      for slot in library.rules[number].facts(in: library) {
        asked[slot, default: []].append(number)
      }
    }
    rulesByFact = asked
  }

  /// The rules of these policies, by number.
  var rules: [Int] { policies.flatMap { library.policies[$0].rules } }

  /// A file of the library as pages name it.
  func path(of range: SourceRange) -> String { paths.shown(range.file.path) }

  private static func tests(
    _ suites: [TestSuite], _ paths: SitePaths
  ) -> [RuleName: [RuleTest]] {
    var tests: [RuleName: [RuleTest]] = [:]
    for testCase in suites.flatMap(\.cases) {
      func add(_ rule: RuleName, _ outcome: Outcome?) {
        tests[rule, default: []].append(
          RuleTest(
            outcome: outcome, name: testCase.name, file: paths.shown(testCase.range.file.path),
            line: testCase.range.start.line))
      }
      let demands = testCase.expectations
      for demand in demands.outcomes { add(demand.rule, demand.outcome) }
      let told = Set(demands.outcomes.map(\.rule))
      for rule in Set(demands.cites.map(\.rule)).subtracting(told).sorted() { add(rule, nil) }
    }
    return tests
  }

  func tests(of rule: RuleName) -> [RuleTest] { tests[rule] ?? [] }

  /// How many cases demand something of a policy's rules.
  func caseCount(of policy: Policy) -> Int {
    let places = policy.rules.flatMap { tests(of: library.rules[$0].name) }
    return Set(places.map { "\($0.file):\($0.line)" }).count
  }

  /// What its document says of a policy, in words.
  func doc(ofPolicy id: String) -> String? { documents[id]?["doc"]?.scalar?.text }

  func doc(ofTable name: String, in id: String) -> String? {
    documents[id]?["tables"]?[name]?["doc"]?.scalar?.text
  }

  /// The default of a setting as it is written.
  func defaultText(ofSetting name: String, in id: String) -> String {
    documents[id]?["settings"]?[name]?["default"].map(Self.text(of:)) ?? ""
  }

  /// An exception's own title; nil where it has none.
  func title(ofException id: String, of rule: RuleName) -> String? {
    let written = documents[rule.policy]?["rules"]?.elements?.first {
      $0["rule"]?.scalar?.text == rule.rule
    }
    return written?["unless"]?.elements?.first { $0["exception"]?.scalar?.text == id }?["title"]?
      .scalar?.text
  }

  /// The rows of a policy's tables as they are written.
  func tables(of id: String) -> [(name: String, rows: [TableRow])] {
    (documents[id]?["tables"]?.entries ?? []).map { entry in
      (entry.name, (entry.value["rows"]?.elements ?? []).map(TableRow.init))
    }
  }

  /// A row of a table as it is written.
  struct TableRow {
    let term: String
    let value: String
    let cite: String
    let from: String?
    let until: String?

    fileprivate init(_ node: Node) {
      term = node["is"]?.scalar?.text ?? ""
      value = node["value"].map(SiteSource.text(of:)) ?? ""
      let cites = node["cite"]?.elements ?? node["cite"].map { [$0] } ?? []
      cite = cites.compactMap { $0.scalar?.text }.joined(separator: ", ")
      from = (node["from"] ?? node["effective"]?["from"])?.scalar?.text
      until = (node["until"] ?? node["effective"]?["until"])?.scalar?.text
    }
  }

  func names(of id: String) -> PolicyNames {
    func keys(_ key: String) -> Set<String> { Set(documents[id]?[key]?.entries?.map(\.name) ?? []) }
    return PolicyNames(policy: id, definitions: keys("define"), tables: keys("tables"))
  }

  func definitions(of id: String) -> [WrittenDefinition] {
    documents[id].map(Self.definitions(in:)) ?? []
  }

  /// What all policies share, by name.
  var definitions: [WrittenDefinition] {
    vocabularies.flatMap(Self.definitions(in:)).sorted { $0.name < $1.name }
  }

  private static func definitions(in document: Node) -> [WrittenDefinition] {
    (document["define"]?.entries ?? []).map { entry in
      let body = entry.value["is"] ?? entry.value
      return WrittenDefinition(
        name: entry.name,
        parameters: (entry.value["given"]?.entries ?? []).map { ($0.name, text(of: $0.value)) },
        text: text(of: body), doc: entry.value["doc"]?.scalar?.text)
    }
  }

  /// What a term holds beside the terms that its id holds, with dates where membership has some.
  func held(by term: String, in set: String) -> [(id: String, from: String?, until: String?)] {
    let written = vocabularies.lazy.compactMap { $0["terms"]?[set]?[term]?["holds"]?.elements }
      .first
    return (written ?? []).map { element in
      (
        (element.scalar ?? element["is"]?.scalar)?.text ?? "", element["from"]?.scalar?.text,
        element["until"]?.scalar?.text
      )
    }
  }

  /// The bodies of definitions that the library's expressions use, by name and, for those of a
  /// policy, its id.
  func bodies() -> [DefinitionKey: CheckedExpression] {
    var bodies: [DefinitionKey: CheckedExpression] = [:]
    var seen: Set<ObjectIdentifier> = []
    for policy in library.policies {
      let own = names(of: policy.id).definitions
      var waiting = policy.rules.flatMap { library.rules[$0].atoms }.map {
        library.atoms[$0].checked
      }
      while let checked = waiting.popLast() {
        for case .definition(let definition)? in checked.references
        where seen.insert(ObjectIdentifier(definition)).inserted {
          let isOwn = own.contains(definition.name)
          bodies[DefinitionKey(policy: isOwn ? policy.id : nil, name: definition.name)] =
            definition.body
          waiting.append(definition.body)
        }
      }
    }
    return bodies
  }

  struct DefinitionKey: Hashable {
    /// Nil for the vocabulary's.
    let policy: String?
    let name: String
  }

  /// A value of a document on one line, as an author would write it.
  private static func text(of node: Node) -> String {
    switch node.kind {
    case .scalar(let scalar):
      scalar.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    case .sequence(let elements): "[" + elements.map(text(of:)).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.name): \(text(of: $0.value))" }.joined(separator: ", ") + "}"
    }
  }
}

extension SourceRange {
  /// Whether it stands in a file of tests: a client there is an example that the cases need.
  var isOfTests: Bool { file.path.hasSuffix(".tests.yaml") }
}
