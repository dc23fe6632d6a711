package import CEL
package import DocumentTree
package import PolicyModel

/// What a step turned out to be.
package struct MappedStep: Sendable {
  package enum State: Sendable, Hashable {
    case mapped
    case effectFree
    case unmapped
  }

  package let state: State
  /// What it was found to be; nil where it is no action, or nothing is known of it.
  package let reading: StepCase?
  package var kind: Symbol?
  /// The action's facts, by slot.
  package var facts: [Int: Value]
  /// By role: the texts that are read there.
  package let texts: [StepCase.Role: [Scalar]]
  /// Why it cannot be told for certain what the step does; nil where it can.
  package var doubt: String?
  /// Something is waited for so long that it may change.
  package let waits: Bool

  package func texts(_ role: StepCase.Role) -> [Scalar] { texts[role] ?? [] }
}

/// Finds out by the mappings of a tool what its steps do.
package struct Mapper: Sendable {
  package let vocabulary: Vocabulary
  package let table: MappingTable
  let reader: any WorkflowReader.Type
  private let timeZones: TimeZoneDatabase
  private let kindSlot: Int?
  private let flow: Symbol?

  package init(library: CompiledLibrary, tool: String) {
    self.init(library: library, reader: Readers.reader(of: tool) ?? N8nReader.self)
  }

  init(library: CompiledLibrary, reader: any WorkflowReader.Type) {
    vocabulary = library.vocabulary
    table = MappingTable(tool: reader.tool, mappings: library.mappings)
    self.reader = reader
    timeZones = library.timeZones
    kindSlot = vocabulary.slot(of: "action.kind")
    flow = vocabulary.termSet(named: "action-kind")?.symbol(for: "flow")
  }

  package func map(_ step: Step) -> MappedStep {
    let parameters = Parameters(node: step.parameters, reader: reader)
    let types = [step.type] + step.standIns
    if step.role == .note || types.contains(where: table.isEffectFree) {
      return plain(.effectFree)
    }
    var evaluation = Evaluation(slots: [], timeZones: timeZones)
    var doubt: (reading: StepCase, request: StepCase?)?
    for mapping in types.flatMap({ table.mappings(of: $0, version: step.version) }) {
      evaluation.slots = slots(step, parameters, mapping)
      for reading in mapping.cases {
        switch truth(of: reading, &evaluation) {
        case .no, .error: continue
        case .unknown:
          if doubt == nil { doubt = (reading, nil) }
        case .yes:
          guard reading.isRequest else {
            return doubt.map { mapped($0.reading, nil, parameters, &evaluation, isCertain: false) }
              ?? mapped(reading, nil, parameters, &evaluation)
          }
          let (request, isCertain) = request(reading, parameters, &evaluation)
          guard let request else {
            return plain(.unmapped, doubt: "where the call goes is worked out when it runs")
          }
          return mapped(reading, request, parameters, &evaluation, isCertain: isCertain)
        }
      }
    }
    if let doubt { return mapped(doubt.reading, nil, parameters, &evaluation, isCertain: false) }
    return plain(step.role == .part ? .effectFree : .unmapped)
  }

  private func plain(_ state: MappedStep.State, doubt: String? = nil) -> MappedStep {
    MappedStep(
      state: state, reading: nil, kind: state == .effectFree ? flow : nil, facts: [:], texts: [:],
      doubt: doubt, waits: false)
  }

  private func truth(of reading: StepCase, _ evaluation: inout Evaluation) -> Truth {
    reading.when.map { $0.truth(&evaluation) } ?? .yes
  }

  private func slots(
    _ step: Step, _ parameters: Parameters, _ mapping: StepMapping
  ) -> [Value] {
    let isConditional = mapping.cases.contains { $0.when != nil || $0.waits != nil || $0.isRequest }
    guard isConditional else { return [.null, .null, .null, .null] }
    let text = parameters.allTexts.map(\.text).joined(separator: " ")
    return Mapping.Slot.allCases.map { slot in
      switch slot {
      case .param: parameters.value(defaults: mapping.defaults)
      case .version: .double(step.version ?? 1)
      case .request: .map(MapValue(entries: []))
      case .text: .text(Words.normalized(step.name + " " + text))
      }
    }
  }

  /// What a call by HTTP does; whether that is certain.
  ///
  /// A host that is worked out fits nothing by name: what such a call does is told by its method, or
  /// is not known.
  private func request(
    _ reading: StepCase, _ parameters: Parameters, _ evaluation: inout Evaluation
  ) -> (StepCase?, Bool) {
    evaluation.slots[Mapping.Slot.request.rawValue] = requestValue(reading, parameters, evaluation)
    var isCertain = true
    for request in table.requests {
      switch truth(of: request, &evaluation) {
      case .no, .error: continue
      case .unknown: isCertain = false
      case .yes: return (request, isCertain)
      }
    }
    return (nil, false)
  }

  private func requestValue(
    _ reading: StepCase, _ parameters: Parameters, _ evaluation: Evaluation
  ) -> Value {
    func parameter(_ role: StepCase.Role) -> Value? {
      let paths = reading.reads[role] ?? []
      if let scalar = parameters.texts(at: paths).first {
        return reader.literal(scalar.text).map(Value.text) ?? .unknown(UnknownSet("param"))
      }
      guard case .map(let map) = evaluation.slots[Mapping.Slot.param.rawValue] else { return nil }
      return paths.lazy.compactMap { map[$0] }.first
    }
    var entries: [MapValue.Entry] = []
    func set(_ name: String, _ value: Value) { entries.append((key: .text(name), value: value)) }
    let unknown = Value.unknown(UnknownSet("request"))
    if case .string(let text)? = parameter(.method) {
      set("method", .text(text.string.uppercased()))
    } else {
      set("method", parameter(.method) ?? .text("GET"))
    }
    let address = parameter(.url).map { url in
      if case .string(let text) = url { Address(text.string) } else { Address("{{") }
    }
    set("host", address?.host.map(Value.text) ?? unknown)
    set("path", .text(address?.path ?? ""))
    return .map(MapValue(entries: entries))
  }

  private func mapped(
    _ reading: StepCase, _ request: StepCase?, _ parameters: Parameters,
    _ evaluation: inout Evaluation, isCertain: Bool = true
  ) -> MappedStep {
    let action = request ?? reading
    let roles = reading.reads.merging(action.reads) { $0 + $1 }
    var facts = action.facts
    if let kindSlot { facts[kindSlot] = nil }
    let waits =
      reading.alwaysWaits
      || (reading.waits.map { $0.truth(&evaluation) != .no && $0.truth(&evaluation) != .error }
        ?? false)
    return MappedStep(
      state: .mapped, reading: action, kind: action.kind, facts: facts,
      texts: roles.mapValues { parameters.texts(at: $0) },
      doubt: isCertain ? nil : "what it does hangs on a value that is worked out when it runs",
      waits: waits)
  }
}

/// A web address as far as it is written out.
struct Address {
  /// Nil where it is worked out when the step runs.
  let host: String?
  let path: String

  init(_ url: String) {
    var rest = url.trimmingBlanks[...]
    while rest.hasPrefix("\"") || rest.hasPrefix("`") { rest = rest.dropFirst() }
    if let scheme = rest.firstRange(ofASCII: "://") { rest = rest[scheme.upperBound...] }
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let host = rest[..<end].lowercased()
    path = String(rest[end...])
    let isPlain =
      !host.isEmpty && host.contains(".")
      && host.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil
          || "-.:_".unicodeScalars.contains($0)
      }
    self.host = isPlain || host.hasPrefix("localhost") ? String(host) : nil
  }
}
