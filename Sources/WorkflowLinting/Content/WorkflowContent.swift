import CEL
import DocumentTree
import PolicyModel

/// A workflow with what each step was found to be: what its texts say and where their values come
/// from.
struct WorkflowContent {
  let workflow: Workflow
  let mapper: Mapper
  let terms: KnownTerms
  var mapped: [MappedStep]
  /// By a step's name and id.
  private let places: [String: Int]
  /// Whoever published it took all parameters out.
  let isEmptied: Bool
  private var knownFields: [String: Set<Symbol>] = [:]
  /// By the name of a field: what steps that only change items set it to, where that is worked out.
  private let assigned: [String: [String]]

  init(_ workflow: Workflow, _ mapper: Mapper) {
    self.workflow = workflow
    self.mapper = mapper
    terms = KnownTerms(mapper.vocabulary)
    mapped = workflow.steps.map(mapper.map)
    var places: [String: Int] = [:]
    for (place, step) in workflow.steps.enumerated() {
      if places[step.name] == nil { places[step.name] = place }
      if places[step.id] == nil { places[step.id] = place }
    }
    self.places = places
    let working = workflow.steps.filter {
      $0.role == .step || $0.role == .trigger || $0.role == .tool
    }
    assigned = Self.assignments(zip(workflow.steps, mapped))
    isEmptied =
      working.count > 2 && working.allSatisfy { $0.parameters.entries?.isEmpty ?? true }
  }

  func place(of name: String) -> Int? { places[name] }

  func references(_ scalars: [Scalar]) -> [Reference] {
    scalars.flatMap { mapper.reader.references(in: $0.text) }
  }

  /// The texts as words, in one line.
  func words(_ scalars: [Scalar]) -> String {
    scalars.map { Words.normalized($0.text) }.joined(separator: " ")
  }

  func tells(_ list: String, _ words: String) -> Bool { mapper.table.tells(list, words) }

  /// How many phrases of a list some words hold.
  func count(_ list: String, _ words: String) -> Int { mapper.table.count(list, words) }

  /// The categories of data that fields of such names hold, by their names or by what a step before
  /// puts into them.
  mutating func categories(_ references: [Reference]) -> Set<Symbol> {
    var found: Set<Symbol> = []
    for reference in references where !reference.field.isEmpty {
      if let known = knownFields[reference.field] {
        found.formUnion(known)
        continue
      }
      let name = reference.field.split(separator: ".").first.map(String.init) ?? reference.field
      let parts = (assigned[name] ?? []).flatMap(mapper.reader.references)
      // A draft of a mail is often kept in a field named `email`.
      let isDraft =
        !parts.isEmpty && parts.allSatisfy { tells("written_text", Words.normalized($0.field)) }
      // Nothing is known of a field that is set by way of itself.
      var categories = isDraft ? [] : Set(mapper.table.categories(ofField: reference.field))
      knownFields[reference.field] = categories
      categories.formUnion(self.categories(parts))
      knownFields[reference.field] = categories
      found.formUnion(categories)
    }
    return found
  }

  /// What steps that only change items put into fields, where one is made of others.
  private static func assignments(
    _ steps: Zip2Sequence<[Step], [MappedStep]>
  ) -> [String: [String]] {
    var assigned: [String: [String]] = [:]
    for (step, mapped) in steps where mapped.state == .effectFree && !step.isDisabled {
      walk(step.parameters) { node in
        guard let name = node.text("name"), let value = node["value"]?.scalar?.text else { return }
        if value.firstRange(ofASCII: "{{") != nil { assigned[name, default: []].append(value) }
      }
    }
    return assigned
  }

  /// The text that a reference stands for, where a step of the workflow sets it to a fixed one.
  func constant(_ reference: Reference) -> String? {
    guard case .step(let name) = reference.source, let place = place(of: name),
      let wanted = reference.field.split(separator: ".").last
    else { return nil }
    var found: String?
    Self.walk(workflow.steps[place].parameters) { node in
      if let scalar = node.entry(String(wanted))?.value.scalar { found = found ?? scalar.text }
      if node.text("name") == String(wanted), let scalar = node["value"]?.scalar {
        found = found ?? scalar.text
      }
    }
    return found.flatMap { mapper.reader.references(in: $0).isEmpty ? $0 : nil }
  }

  private static func walk(_ node: Node, _ visit: (Node) -> Void) {
    switch node.kind {
    case .scalar: break
    case .sequence(let elements): for element in elements { walk(element, visit) }
    case .mapping(let entries):
      visit(node)
      for entry in entries { walk(entry.value, visit) }
    }
  }
}
