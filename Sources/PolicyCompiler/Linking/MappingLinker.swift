import CEL
import Diagnostics
import DocumentTree
import PolicyEngine
import PolicyModel

/// Links mappings: facts become slots, conditions programs.
///
/// Codes: `unknown-fact`, `unknown-phrases`, `duplicate-fact`, and those of the expression language.
struct MappingLinker {
  let vocabulary: Vocabulary
  let types: TypeNames
  let constants: ConstantReader
  private let environment: Environment
  private let phraseNames: [String]

  init(
    _ syntaxes: [MappingSyntax], vocabulary: Vocabulary, types: TypeNames,
    constants: ConstantReader
  ) {
    self.vocabulary = vocabulary
    self.types = types
    self.constants = constants
    var lists: [String: [String]] = [:]
    for (name, phrases) in syntaxes.flatMap(\.phrases) {
      lists[name.text, default: []] += phrases.map(Words.normalized)
    }
    phraseNames = lists.keys.sorted()
    environment = Self.environment(lists)
  }

  func link(_ syntax: MappingSyntax, _ diagnostics: inout [Diagnostic]) -> Mapping {
    Mapping(
      id: syntax.id.text, tool: syntax.tool?.text ?? (syntax.steps.isEmpty ? nil : syntax.id.text),
      title: syntax.title, steps: syntax.steps.map { step($0, &diagnostics) },
      effectFree: syntax.effectFree,
      requests: syntax.requests.compactMap { stepCase($0, &diagnostics) },
      fields: syntax.fields.compactMap { fields in
        category(fields.data, &diagnostics).map {
          FieldNames(
            names: fields.names.map(Words.normalized),
            exceptions: fields.exceptions.map(Words.normalized), data: $0)
        }
      },
      phrases: syntax.phrases.map {
        PhraseList(name: $0.name.text, phrases: $0.phrases.map(Words.normalized))
      },
      texts: syntax.texts.compactMap { text($0, &diagnostics) }, range: syntax.range)
  }

  private func step(_ syntax: StepMappingSyntax, _ diagnostics: inout [Diagnostic]) -> StepMapping {
    StepMapping(
      types: syntax.types.map(\.text), from: syntax.from, below: syntax.below,
      defaults: syntax.defaults.map { ($0.name, Self.plainValue($0.value)) },
      cases: syntax.cases.compactMap { stepCase($0, &diagnostics) }, range: syntax.range)
  }

  private func stepCase(_ syntax: StepCaseSyntax, _ diagnostics: inout [Diagnostic]) -> StepCase? {
    var facts: [Int: Value] = [:]
    if let action = syntax.action {
      guard let entries = action.entries else {
        diagnostics.append(
          Diagnostic(
            .wrongShape, "`action` holds facts with values", at: action.headline,
            help: "write `action: {kind: message.email}`"))
        return nil
      }
      for entry in entries { state(entry, below: "action.", &facts, &diagnostics) }
    }
    var kind: Symbol?
    if let slot = vocabulary.slot(of: "action.kind"), case .symbol(let symbol)? = facts[slot] {
      kind = symbol
    }
    if let action = syntax.action, kind == nil, action["kind"] == nil {
      diagnostics.append(
        Diagnostic(
          .missingKey, "`action` needs the key `kind`", at: action.headline,
          help: "add `kind:`, such as `message.email` or `flow`"))
      return nil
    }
    let waits = syntax.waits.map { $0.text == "true" ? nil : program($0, &diagnostics) } ?? nil
    return StepCase(
      when: syntax.when.flatMap { program($0, &diagnostics) },
      expression: syntax.when.map { ExpressionText($0).oneLine } ?? "", facts: facts, kind: kind,
      isRequest: syntax.action == nil,
      reads: Dictionary(syntax.reads.map { ($0.role, $0.paths) }, uniquingKeysWith: +),
      waits: waits, alwaysWaits: syntax.waits?.text == "true",
      guards: syntax.guards.compactMap { term($0, of: "action-kind", &diagnostics) },
      isCode: syntax.isCode, range: syntax.range)
  }

  /// A condition of a mapping; nil where a mistake is reported.
  private func program(_ spelling: Spelling, _ diagnostics: inout [Diagnostic]) -> Program? {
    let text = ExpressionText(spelling)
    var found: [Diagnostic] = []
    let checked = environment.compile(text.source, expecting: .bool, &found)
    if let checked { checkPhrases(checked.root, &found, text) }
    diagnostics += found.map { $0.relocated { text.place($0.bytes) } }
    guard let checked, found.isEmpty else { return nil }
    return Program(checked, options: environment.options)
  }

  private func checkPhrases(
    _ expression: Expression, _ diagnostics: inout [Diagnostic], _ text: ExpressionText
  ) {
    expression.walk { node in
      guard case .call("mentions", _, let arguments) = node.kind, let argument = arguments.first,
        case .literal(.string(let name)) = argument.kind, !phraseNames.contains(name)
      else { return }
      diagnostics.append(
        Diagnostic(
          .unknownPhrases, "no phrases are named `\(name)`",
          at: SourceRange(text.source, argument.range),
          help: Suggestion.nearest(to: name, in: phraseNames).map { "did you mean `\($0)`?" }
            ?? "they stand under `phrases` of a mapping"))
    }
  }

  private func state(
    _ entry: Node.Entry, below prefix: String, _ facts: inout [Int: Value],
    _ diagnostics: inout [Diagnostic]
  ) {
    let path = prefix + entry.name
    guard let slot = vocabulary.slot(of: path) else {
      diagnostics.append(
        Diagnostic(
          .unknownFact, "no fact is named `\(path)`", at: entry.key.range,
          help: Suggestion.nearest(to: path, in: vocabulary.facts.map(\.path)).map {
            "did you mean `\($0)`?"
          }))
      return
    }
    let fact = vocabulary.facts[slot]
    if let type = fact.type {
      if fact.isNullable, case .null? = entry.value.scalar?.resolved {
        facts[slot] = .null
      } else {
        facts[slot] = constants.value(
          entry.value, type, path, maximum: fact.maximum, &diagnostics)
      }
    } else if let entries = entry.value.entries {
      for inner in entries { state(inner, below: path + ".", &facts, &diagnostics) }
    } else {
      diagnostics.append(
        Diagnostic(
          .wrongType, "`\(path)` is a group of facts", at: entry.headline,
          help: "state its facts one by one, as in `\(path).name: ...`"))
    }
  }

  private func text(
    _ syntax: TextPatternSyntax, _ diagnostics: inout [Diagnostic]
  ) -> TextPattern? {
    guard let pattern = pattern(syntax.pattern, &diagnostics) else { return nil }
    return TextPattern(
      name: syntax.name, pattern: pattern,
      except: syntax.except.flatMap { self.pattern($0, &diagnostics) },
      data: syntax.data.flatMap { category($0, &diagnostics) })
  }

  private func pattern(_ spelling: Spelling, _ diagnostics: inout [Diagnostic]) -> Pattern? {
    do throws(EvaluationError) {
      return try Pattern(spelling.text)
    } catch {
      diagnostics.append(Diagnostic(.badPattern, error.message, at: spelling.range))
      return nil
    }
  }

  private func category(_ spelling: Spelling, _ diagnostics: inout [Diagnostic]) -> Symbol? {
    term(spelling, of: "data-category", &diagnostics)
  }

  private func term(
    _ spelling: Spelling, of set: String, _ diagnostics: inout [Diagnostic]
  ) -> Symbol? {
    types.set(named: set).flatMap { constants.symbol(spelling, of: $0, &diagnostics) }
  }

  /// A default as it would stand among the parameters.
  private static func plainValue(_ node: Node) -> Value {
    switch node.kind {
    case .sequence(let elements): return .array(elements.map(plainValue))
    case .mapping(let entries):
      return .map(
        MapValue(entries: entries.map { (key: .text($0.name), value: plainValue($0.value)) }))
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .int(let value): return .int(value)
      case .double(let value): return .double(value)
      case .string, .outOfRange: return .text(scalar.text)
      }
    }
  }

  /// What a condition of a mapping may speak of.
  private static func environment(_ lists: [String: [String]]) -> Environment {
    var environment = Environment(libraries: [.standard] + Library.extensions)
    for slot in Mapping.Slot.allCases {
      switch slot {
      case .param, .request:
        environment.declare(
          Variable(name: "\(slot)", type: .map(.string, .dyn), slot: slot.rawValue))
      case .version:
        environment.declare(Variable(name: "version", type: .double, slot: slot.rawValue))
      case .text: break
      }
    }
    environment.declare(
      Function(
        "mentions",
        [
          Overload(
            "mentions_list", [.string], .bool,
            .unary { name, context in
              guard case .string(let name) = name,
                case .string(let text) = context.slots[Mapping.Slot.text.rawValue],
                let phrases = lists[name.string]
              else { return .failure(.invalidArgument, "no phrases are named so") }
              return .bool(Words.hold(text.string, oneOf: phrases))
            })
        ]))
    return environment
  }
}

extension DiagnosticCode {
  static let unknownPhrases = DiagnosticCode("unknown-phrases")
  static let badPattern = DiagnosticCode("bad-pattern")
}
