package import CEL
package import Diagnostics

/// How one workflow tool's steps become actions: a `mapping` document, linked.
///
/// Several documents may speak of one tool; what a team adds of its own is asked before what the
/// tool's own mapping says.
package struct Mapping: Sendable {
  package let id: String
  /// The tool whose steps it maps; nil where it helps every tool.
  package let tool: String?
  package let title: String?
  /// In the order of the file: the first that fits counts.
  package let steps: [StepMapping]
  /// Types that have no effect of their own.
  package let effectFree: [EffectFree]
  /// What calls of an interface by HTTP do, for every tool.
  package let requests: [StepCase]
  package let fields: [FieldNames]
  package let phrases: [PhraseList]
  package let texts: [TextPattern]
  package let range: SourceRange

  package init(
    id: String, tool: String?, title: String?, steps: [StepMapping], effectFree: [EffectFree],
    requests: [StepCase], fields: [FieldNames], phrases: [PhraseList], texts: [TextPattern],
    range: SourceRange
  ) {
    self.id = id
    self.tool = tool
    self.title = title
    self.steps = steps
    self.effectFree = effectFree
    self.requests = requests
    self.fields = fields
    self.phrases = phrases
    self.texts = texts
    self.range = range
  }

  /// The names by which expressions of mappings read a step, by slot.
  package enum Slot: Int, CaseIterable, Sendable {
    /// The parameters, defaults filled in: `map(string, dyn)`.
    case param
    /// The step's version in its tool, a double.
    case version
    /// What is read of a call by HTTP: `request.host`, `request.path`, `request.method`, `request.body`.
    case request
    /// All texts of the step as words, for `mentions`.
    case text
  }
}

/// Types that control the flow or change its items and do nothing else.
package struct EffectFree: Sendable {
  package let type: String
  /// Why, where somebody would think otherwise.
  package let because: String?
  package let range: SourceRange

  package init(type: String, because: String?, range: SourceRange) {
    self.type = type
    self.because = because
    self.range = range
  }
}

/// What steps of some types are.
package struct StepMapping: Sendable {
  /// Names of types; `*` stands for any characters.
  package let types: [String]
  /// The versions that it speaks of: from the first, below the second.
  package let from: Double?
  package let below: Double?
  /// Parameters that the tool leaves out of an export where they are so.
  package let defaults: [(name: String, value: Value)]
  /// Asked in this order; the first that holds counts.
  package let cases: [StepCase]
  package let range: SourceRange

  package init(
    types: [String], from: Double?, below: Double?, defaults: [(name: String, value: Value)],
    cases: [StepCase], range: SourceRange
  ) {
    self.types = types
    self.from = from
    self.below = below
    self.defaults = defaults
    self.cases = cases
    self.range = range
  }
}

/// One reading of a step: what it does where the condition holds.
package struct StepCase: Sendable {
  /// Nil where it always holds.
  package let when: Program?
  /// As written; empty where it always holds.
  package let expression: String
  /// The facts of the action, by slot of the vocabulary.
  package let facts: [Int: Value]
  /// The action's kind; nil where `isRequest`.
  package let kind: Symbol?
  /// What it is comes from the tables of requests.
  package let isRequest: Bool
  /// Where the parts of what it does stand among the parameters.
  package let reads: [Role: [String]]
  /// Whether it waits so long that something may change meanwhile; nil where it does not wait.
  package let waits: Program?
  package let alwaysWaits: Bool
  /// Safeguards that the tool itself applies in this step.
  package let guards: [Symbol]
  /// What it does is written in code.
  package let isCode: Bool
  package let range: SourceRange

  package init(
    when: Program?, expression: String, facts: [Int: Value], kind: Symbol?, isRequest: Bool,
    reads: [Role: [String]], waits: Program?, alwaysWaits: Bool, guards: [Symbol],
    isCode: Bool, range: SourceRange
  ) {
    self.when = when
    self.expression = expression
    self.facts = facts
    self.kind = kind
    self.isRequest = isRequest
    self.reads = reads
    self.waits = waits
    self.alwaysWaits = alwaysWaits
    self.guards = guards
    self.isCode = isCode
    self.range = range
  }

  /// What a parameter is for.
  package enum Role: String, CaseIterable, Sendable {
    case to
    case from
    case subject
    case body
    /// What a model is asked.
    case prompt
    /// What is written, sent or looked up beside a message.
    case data
    case url
    case method
    /// Which records are taken: a check where it asks for consent.
    case filter
    case code
    /// The step whose answer it reads or to which it replies.
    case thread
  }
}

/// Names of fields that hold a category of data.
package struct FieldNames: Sendable {
  /// In lower case, words apart by blanks: `first name` is in `contact.firstName`.
  package let names: [String]
  /// Names that hold one of those and yet hold no such data: `email subject`.
  package let exceptions: [String]
  package let data: Symbol

  package init(names: [String], exceptions: [String], data: Symbol) {
    self.names = names
    self.exceptions = exceptions
    self.data = data
  }
}

/// Words that tell something wherever they stand, by the name of what they tell.
package struct PhraseList: Sendable {
  package let name: String
  /// In lower case, words apart by blanks.
  package let phrases: [String]

  package init(name: String, phrases: [String]) {
    self.name = name
    self.phrases = phrases
  }
}

/// A pattern of text that should not stand in a workflow: a key, somebody's address.
package struct TextPattern: Sendable {
  package let name: String
  package let pattern: Pattern
  /// Matches that are nobody's: placeholders.
  package let except: Pattern?
  /// The category of data; nil for a secret.
  package let data: Symbol?

  package init(name: String, pattern: Pattern, except: Pattern?, data: Symbol?) {
    self.name = name
    self.pattern = pattern
    self.except = except
    self.data = data
  }
}
