import Diagnostics
import DocumentTree
import PolicyModel

/// A `mapping` document: how a workflow tool's steps become actions.
struct MappingSyntax: Sendable {
  let id: Spelling
  let tool: Spelling?
  let title: String?
  let steps: [StepMappingSyntax]
  let effectFree: [EffectFree]
  let requests: [StepCaseSyntax]
  let fields: [FieldNamesSyntax]
  let phrases: [(name: Spelling, phrases: [String])]
  let texts: [TextPatternSyntax]
  let range: SourceRange

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a mapping", required: ["mapping"],
        optional: [
          "tool", "title", "doc", "steps", "effect_free", "requests", "fields", "phrases", "texts",
        ], &diagnostics),
      let id = fields.text("mapping", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    self.id = id
    tool = fields.text("tool", &diagnostics)
    title = fields.prose("title", &diagnostics)?.text
    steps = fields.list("steps", &diagnostics).compactMap { StepMappingSyntax($0, &diagnostics) }
    effectFree = fields.list("effect_free", &diagnostics).flatMap {
      Self.effectFree($0, &diagnostics)
    }
    requests = fields.list("requests", &diagnostics).compactMap {
      StepCaseSyntax($0, "a request", mayDefer: false, &diagnostics)
    }
    self.fields = fields.list("fields", &diagnostics).compactMap {
      FieldNamesSyntax($0, &diagnostics)
    }
    phrases = fields.named("phrases", &diagnostics).compactMap { entry in
      guard let key = entry.key.scalar else { return nil }
      Name.check(Spelling(key), .identifier, &diagnostics)
      let nodes = entry.value.elements ?? [entry.value]
      let words = nodes.compactMap { Spelling(text: $0, as: "a phrase", &diagnostics)?.text }
      return (Spelling(key), words)
    }
    texts = fields.list("texts", &diagnostics).compactMap { TextPatternSyntax($0, &diagnostics) }
    range = node.headline
  }

  /// A name of a type, or `{type: [..], because: ..}`.
  private static func effectFree(
    _ node: Node, _ diagnostics: inout [Diagnostic]
  ) -> [EffectFree] {
    if let scalar = node.scalar {
      return scalar.isReported
        ? [] : [EffectFree(type: scalar.text, because: nil, range: scalar.range)]
    }
    guard
      let fields = Fields(
        node, "a type without effect", required: ["type"], optional: ["because"], &diagnostics)
    else { return [] }
    let because = fields.prose("because", &diagnostics)?.text
    return fields.texts("type", &diagnostics).map {
      EffectFree(type: $0.text, because: because, range: $0.range)
    }
  }
}

/// What steps of some types are, as written.
struct StepMappingSyntax: Sendable {
  let types: [Spelling]
  let from: Double?
  let below: Double?
  let defaults: [Node.Entry]
  let cases: [StepCaseSyntax]
  let range: SourceRange

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    let own = ["versions", "defaults", "cases", "doc"]
    guard
      let fields = Fields(
        node, "a step", required: ["type"], optional: own + StepCaseSyntax.keys, &diagnostics)
    else { return nil }
    types = fields.texts("type", &diagnostics)
    var bounds: (from: Double?, below: Double?) = (nil, nil)
    if let node = fields["versions"],
      let versions = Fields(
        node, "`versions`", required: [], optional: ["from", "below"], &diagnostics)
    {
      bounds = (versions.double("from", &diagnostics), versions.double("below", &diagnostics))
    }
    (from, below) = bounds
    defaults = fields.named("defaults", &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    if fields.has("cases") {
      for key in StepCaseSyntax.keys where fields.has(key) {
        diagnostics.append(
          Diagnostic(
            .wrongShape, "a step with `cases` has no `\(key)` of its own",
            at: fields[key]?.headline, help: "write it in each case"))
      }
      cases = fields.list("cases", &diagnostics).compactMap {
        StepCaseSyntax($0, "a case", mayDefer: true, &diagnostics)
      }
    } else {
      cases = [StepCaseSyntax(fields, mayDefer: true, &diagnostics)].compactMap(\.self)
    }
    range = node.headline
    if cases.isEmpty { return nil }
  }
}

/// One reading of a step, as written.
struct StepCaseSyntax: Sendable {
  let when: Spelling?
  /// Nil where the tables of requests tell.
  let action: Node?
  let reads: [(role: StepCase.Role, paths: [String])]
  let waits: Spelling?
  let guards: [Spelling]
  let isCode: Bool
  let range: SourceRange

  static let keys = ["when", "action", "request", "reads", "waits", "guards", "code"]

  init?(_ node: Node, _ noun: String, mayDefer: Bool, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, noun, required: [], optional: Self.keys + ["doc"], &diagnostics)
    else { return nil }
    _ = fields.prose("doc", &diagnostics)
    self.init(fields, mayDefer: mayDefer, &diagnostics)
  }

  fileprivate init?(_ fields: Fields, mayDefer: Bool, _ diagnostics: inout [Diagnostic]) {
    when = fields.text("when", &diagnostics)
    let isRequest = mayDefer && fields.flag("request", &diagnostics)
    action = isRequest ? nil : fields["action"]
    if action == nil, !isRequest {
      diagnostics.append(
        Diagnostic(
          .missingKey, "\(fields.noun) needs the key `action`", at: fields.node.headline,
          help: mayDefer
            ? "add `action: {kind: ...}`, or `request: true` for a call by HTTP"
            : "add `action: {kind: ...}`"))
      return nil
    }
    var reads: [(StepCase.Role, [String])] = []
    for entry in fields.named("reads", &diagnostics) {
      guard let role = StepCase.Role(rawValue: entry.name) else {
        let known = StepCase.Role.allCases.map(\.rawValue)
        diagnostics.append(
          Diagnostic(
            .unknownKey, "`reads` has no key `\(entry.name)`", at: entry.key.range,
            help: Suggestion.nearest(to: entry.name, in: known).map { "did you mean `\($0)`?" }
              ?? "its keys are \(known.map { "`\($0)`" }.joined(separator: ", "))"))
        continue
      }
      let nodes = entry.value.elements ?? [entry.value]
      reads.append(
        (
          role,
          nodes.compactMap { Spelling(text: $0, as: "a parameter", &diagnostics)?.text }
        ))
    }
    self.reads = reads
    waits = fields.text("waits", &diagnostics)
    guards = fields.texts("guards", &diagnostics)
    isCode = fields.flag("code", &diagnostics)
    range = fields.node.headline
  }
}

/// Names of fields with the category that they hold, as written.
struct FieldNamesSyntax: Sendable {
  let names: [String]
  let exceptions: [String]
  let data: Spelling

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a field", required: ["names", "data"], optional: ["except"], &diagnostics),
      let data = fields.text("data", &diagnostics)
    else { return nil }
    names = fields.texts("names", &diagnostics).map(\.text)
    exceptions = fields.texts("except", &diagnostics).map(\.text)
    self.data = data
  }
}

/// A pattern of text that should not stand in a workflow, as written.
struct TextPatternSyntax: Sendable {
  let name: String
  let pattern: Spelling
  let except: Spelling?
  let data: Spelling?

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a text", required: ["name", "pattern"], optional: ["except", "data"],
        &diagnostics),
      let name = fields.text("name", &diagnostics),
      let pattern = fields.text("pattern", &diagnostics)
    else { return nil }
    self.name = name.text
    self.pattern = pattern
    except = fields.text("except", &diagnostics)
    data = fields.text("data", &diagnostics)
  }
}

extension Fields {
  /// A number with or without a fraction.
  fileprivate func double(_ key: String, _ diagnostics: inout [Diagnostic]) -> Double? {
    guard let node = self[key], !node.isReported else { return nil }
    switch node.scalar?.resolved {
    case .int(let value): return Double(value)
    case .double(let value): return value
    case .null, .bool, .string, .outOfRange, nil:
      diagnostics.append(
        Diagnostic(.wrongShape, "`\(key)` is a number", at: node.headline))
      return nil
    }
  }
}
