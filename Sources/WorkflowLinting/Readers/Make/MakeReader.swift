import Diagnostics
package import DocumentTree

/// Reads blueprints of Make.com: modules in the order in which they run.
///
/// Source: make.com's help, "Blueprints"; `{{12.email}}` is the field of the module numbered 12.
package enum MakeReader: WorkflowReader {
  package static let tool = "make"
  package static let signs = "Make (a blueprint: JSON with `flow`)"

  package static func recognises(_ root: Node) -> Bool { blueprint(in: root) != nil }

  package static func read(_ root: Node) -> [Workflow] {
    blueprint(in: root).map { [MakeScenario($0, name: root["name"]?.scalar).workflow()] } ?? []
  }

  private static func blueprint(in root: Node) -> Node? {
    for node in [root, root["blueprint"], root["response"]?["blueprint"]].compactMap(\.self) {
      let modules = node["flow"]?.elements ?? []
      if let first = modules.first, first["module"] != nil { return node }
    }
    return nil
  }

  package static func references(in text: String) -> [Reference] {
    var found: [Reference] = []
    for code in Braces.inside(text) {
      var scanner = PathScanner(code)
      while !scanner.isAtEnd {
        let start = scanner.index
        let before = start == 0 ? 0x20 : scanner.bytes[start - 1]
        guard (0x30...0x39).contains(scanner.bytes[start]), !PathScanner.isName(before),
          before != UInt8(ascii: ".")
        else {
          scanner.index += 1
          continue
        }
        let number = scanner.name()
        guard scanner.starts(with: ".") else { continue }
        found.append(Reference(.step(number), fields(&scanner)))
      }
    }
    return found
  }

  /// `.a.b[].c` and names in backticks.
  private static func fields(_ scanner: inout PathScanner) -> String {
    var names: [String] = []
    while scanner.starts(with: ".") {
      scanner.index += 1
      let name = scanner.quoted() ?? scanner.name()
      if name.isEmpty { break }
      names.append(name)
      while scanner.starts(with: "[") {
        while !scanner.isAtEnd, !scanner.starts(with: "]") { scanner.index += 1 }
        scanner.index += 1
      }
    }
    return names.joined(separator: ".")
  }

  package static func literal(_ text: String) -> String? { Braces.isWhole(text) ? nil : text }
}

/// Texts with code between `{{` and `}}`.
enum Braces {
  static func inside(_ text: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let open = rest.firstRange(ofASCII: "{{") {
      let inside = rest[open.upperBound...]
      guard let close = inside.firstRange(ofASCII: "}}") else { break }
      found.append(String(inside[..<close.lowerBound]))
      rest = inside[close.upperBound...]
    }
    return found
  }

  /// Whether a text is one pair of braces and nothing else.
  static func isWhole(_ text: String) -> Bool {
    let text = text.trimmingBlanks
    guard text.hasPrefix("{{"), text.hasSuffix("}}") else { return false }
    return text.dropFirst(2).firstRange(ofASCII: "}}")?.upperBound == text.endIndex
  }
}

/// One blueprint on its way to a graph.
private struct MakeScenario {
  let node: Node
  let name: Scalar?
  private var steps: [Step] = []
  private var edges: [Edge] = []
  private var problems: [Diagnostic] = []

  /// The ends of what was read last: from where the next module is reached.
  private typealias Ends = [(step: Int, output: Int)]

  init(_ node: Node, name: Scalar?) {
    self.node = node
    self.name = node["name"]?.scalar ?? name
  }

  func workflow() -> Workflow {
    var copy = self
    _ = copy.read(node["flow"]?.elements ?? [], after: [], isTop: true)
    let start = node.range.bytes.lowerBound
    return Workflow(
      tool: MakeReader.tool, name: name?.text ?? "", isActive: nil, steps: copy.steps,
      edges: copy.edges, remarks: [node["description"]?.scalar].compactMap { $0.map(Remark.init) },
      problems: copy.problems,
      range: name?.range ?? SourceRange(node.range.file, start..<start + 1))
  }

  /// Reads a row of modules; what is left at its end.
  private mutating func read(_ modules: [Node], after ends: Ends, isTop: Bool) -> Ends {
    var ends = ends
    for (place, module) in modules.enumerated() {
      guard let type = module["module"]?.scalar else {
        problems.append(.broken("this module has no `module`", at: module.firstByte))
        continue
      }
      let step = steps.count
      steps.append(self.step(module, type, isFirst: isTop && place == 0))
      for end in ends { edges.append(Edge(from: end.step, output: end.output, to: step)) }
      if let handler = module["onerror"]?.elements, !handler.isEmpty {
        let first = steps.count
        _ = read(handler, after: [], isTop: false)
        if steps.count > first {
          edges.append(Edge(from: step, output: 1, to: first, kind: .error))
        }
      }
      ends = branches(of: module, step)
    }
    return ends
  }

  /// Reads the ways that leave a router; without any the module itself is the end.
  private mutating func branches(of module: Node, _ step: Int) -> Ends {
    let routes = module["routes"]?.elements ?? module["branches"]?.elements ?? []
    if routes.isEmpty { return [(step, 0)] }
    var ends: Ends = []
    for (output, route) in routes.enumerated() {
      let left = read(route["flow"]?.elements ?? [], after: [(step, output)], isTop: false)
      // Routes end for themselves; branches that say so are joined again.
      if module["branches"] == nil || route["merge"]?.scalar?.text == "true" { ends += left }
    }
    return module["routes"] != nil ? [] : ends
  }

  private func step(_ module: Node, _ type: Scalar, isFirst: Bool) -> Step {
    let own = module["parameters"]?.entries ?? []
    let fields = module["mapper"]?.entries ?? []
    let designer = module["metadata"]?["designer"]?["name"]?.scalar
    let id = module.text("id") ?? "module \(steps.count + 1)"
    let branches = (module["branches"]?.elements ?? []).enumerated().map {
      Branch(output: $0, tests: Self.tests($1["conditions"]))
    }
    let filter = Self.tests(module["filter"]?["conditions"])
    return Step(
      id: id, name: designer.map(\.text) ?? "\(type.text) \(id)", type: type.text,
      version: module.text("version").flatMap { Double($0) },
      parameters: Node(.mapping(fields + own), at: module.range), role: isFirst ? .trigger : .step,
      branches: branches, entry: filter.isEmpty ? nil : Branch(output: 0, tests: filter),
      remarks: [module["metadata"]?["designer"]?["notes"]?.scalar].compactMap {
        $0.map(Remark.init)
      },
      range: type.range)
  }

  /// The outer list is "or", the inner one "and".
  private static func tests(_ node: Node?) -> [[Test]] {
    (node?.elements ?? []).compactMap { group in
      let tests = (group.elements ?? [group]).compactMap { test -> Test? in
        guard let subject = test.text("a") else { return nil }
        return Test(subject, operation(test.text("o") ?? ""), test.text("b") ?? "")
      }
      return tests.isEmpty ? nil : tests
    }
  }

  private static func operation(_ name: String) -> Test.Operation {
    switch name.split(separator: ":").last.map(String.init) ?? name {
    case "equal", "equals": .equals
    case "notequal", "notequals": .differs
    case "contain", "contains": .contains
    case "notcontain", "notcontains": .lacks
    case "exist": .present
    case "notexist": .absent
    default: .other
    }
  }
}
