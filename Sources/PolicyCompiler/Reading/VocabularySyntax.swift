import Diagnostics
import DocumentTree

/// A `vocabulary` document: facts, record types, term sets and definitions.
struct VocabularySyntax: Sendable {
  let id: Spelling
  let facts: [FactSyntax]
  let records: [RecordSyntax]
  let termSets: [TermSetSyntax]
  let definitions: [DefinitionSyntax]

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a vocabulary", required: ["vocabulary"],
        optional: ["doc", "facts", "types", "terms", "define"], &diagnostics),
      let id = fields.text("vocabulary", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    self.id = id
    facts = fields.named("facts", &diagnostics).compactMap {
      FactSyntax($0, isField: false, &diagnostics)
    }
    records = fields.named("types", &diagnostics).compactMap { RecordSyntax($0, &diagnostics) }
    termSets = fields.named("terms", &diagnostics).compactMap { TermSetSyntax($0, &diagnostics) }
    definitions = fields.named("define", &diagnostics).compactMap {
      DefinitionSyntax($0, &diagnostics)
    }
  }
}

/// A fact, a group of facts, or a field of a record type.
struct FactSyntax: Sendable {
  let name: Spelling
  /// The type as written; nil for a group, and where a mistake is reported.
  let type: Spelling?
  /// The facts of a group; nil for a leaf.
  let members: [FactSyntax]?
  let doc: String?
  let unit: String?
  let isNullable: Bool
  let isSensitive: Bool
  let isChangeable: Bool
  let isStanding: Bool
  let defaultValue: Node?
  let maximum: Int?

  /// The largest bound that may be stated.
  private static let largest = 1_000_000

  init?(_ entry: Node.Entry, isField: Bool, _ diagnostics: inout [Diagnostic]) {
    let isGroup = entry.value["fields"] != nil
    var optional = ["doc", "nullable", "sensitive"]
    if !isField { optional += ["changeable", "standing"] }
    if !isGroup { optional += ["unit", "max"] + (isField ? [] : ["default"]) }
    guard
      let fields = Fields(
        entry.value, isField ? "a field" : isGroup ? "a group of facts" : "a fact",
        required: isGroup ? ["fields"] : ["type"], optional: optional, &diagnostics),
      let key = entry.key.scalar
    else { return nil }
    name = Spelling(key)
    Name.check(name, .identifier, &diagnostics)
    type = isGroup ? nil : fields.text("type", &diagnostics)
    doc = fields.prose("doc", &diagnostics)?.text
    unit = isGroup ? nil : fields.text("unit", &diagnostics)?.text
    isNullable = fields.flag("nullable", &diagnostics)
    isSensitive = fields.flag("sensitive", &diagnostics)
    isChangeable = isField ? false : fields.flag("changeable", &diagnostics)
    isStanding = isField ? false : fields.flag("standing", &diagnostics)
    defaultValue = isGroup || isField ? nil : fields["default"]
    maximum = isGroup ? nil : fields.number("max", in: 1...Self.largest, &diagnostics)
    guard isGroup else {
      members = nil
      return
    }
    if isField {
      diagnostics.append(
        Diagnostic(
          .wrongShape, "a field of a type cannot hold fields itself", at: name.range,
          help: "give the inner fields a type of their own under `types`"))
      return nil
    }
    var members: [FactSyntax] = []
    for member in fields.named("fields", &diagnostics) {
      if let fact = FactSyntax(member, isField: false, &diagnostics) { members.append(fact) }
    }
    self.members = members
  }
}

/// A record type under `types`.
struct RecordSyntax: Sendable {
  let name: Spelling
  let fields: [FactSyntax]

  init?(_ entry: Node.Entry, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        entry.value, "a type", required: ["fields"], optional: ["doc"], &diagnostics),
      let key = entry.key.scalar
    else { return nil }
    name = Spelling(key)
    Name.check(name, .identifier, &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    self.fields = fields.named("fields", &diagnostics).compactMap {
      FactSyntax($0, isField: true, &diagnostics)
    }
  }
}

/// A named expression, with parameters or without.
struct DefinitionSyntax: Sendable {
  let name: Spelling
  let parameters: [Parameter]
  /// Nil where a mistake is reported.
  let body: Spelling?

  struct Parameter: Sendable {
    let name: Spelling
    let type: Spelling
  }

  init?(_ entry: Node.Entry, _ diagnostics: inout [Diagnostic]) {
    guard let key = entry.key.scalar else { return nil }
    name = Spelling(key)
    Name.check(name, .identifier, &diagnostics)
    if let scalar = entry.value.scalar {
      parameters = []
      body = scalar.isReported ? nil : Spelling(scalar)
      return
    }
    guard
      let fields = Fields(
        entry.value, "a definition", required: ["is"], optional: ["given", "doc"], &diagnostics)
    else { return nil }
    _ = fields.prose("doc", &diagnostics)
    var parameters: [Parameter] = []
    for parameter in fields.named("given", &diagnostics) {
      guard let key = parameter.key.scalar,
        let type = Spelling(text: parameter.value, as: "a parameter's type", &diagnostics)
      else { continue }
      Name.check(Spelling(key), .identifier, &diagnostics)
      parameters.append(Parameter(name: Spelling(key), type: type))
    }
    self.parameters = parameters
    body = fields.text("is", &diagnostics)
  }
}
