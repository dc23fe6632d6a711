import SharedStorage

/// What an expression does, as one flat array of nodes and the tables that they point into.
///
/// A definition has a plan of its own, which all calls of it share.
///
///     recipient.age >= 16 && consented(action.purpose)
///
///     nodes      0 slotComparison(>=, slot 7, constant 0)   1 slot(3)   2 definition(0)
///                3 conjunction(children 1..<3)  (root)
///     children   1 | 0 2
///     constants  16
///
/// What costs time here is counting references: 5 ns each way, and 50 to 100 where two threads
/// count on one word. So a node holds none, the tables of the hot ways are frozen, callees and sets
/// are reached unmanaged, and strings that are constants are compared as bytes of `bytes`; what is
/// counted still belongs to the facts at hand. On one core of a server (2.5 GHz), in ns: a slot
/// with a number, symbol or bool beside a constant 6, `has` 6, a step of `all` or `exists` 17 to
/// 27. Tried in vain: spans and borrowed parameters in place of array elements, which save no
/// count. A context made for each call cost 12 more.
///
/// Benchmark: `cel-benchmarks`; of policies `benchmarks 1000 verdict` and `threads`.
final class Plan: Sendable {
  let nodes: FrozenArray<Node>
  let root: NodeID
  let children: FrozenArray<NodeID>
  let constants: FrozenArray<Value>
  /// By constant, where its bytes stand in `bytes`, if it is a string; empty where none is.
  let texts: FrozenArray<TextPlace>
  let bytes: FrozenArray<UInt8>
  let failures: [EvaluationError]
  let functions: FrozenArray<PlannedFunction>
  let patterns: FrozenArray<Pattern>
  /// Keeps what `sets` refers to.
  private let keptSets: [ConstantSet]
  let sets: FrozenArray<Unowned<ConstantSet>>
  let symbolTests: FrozenArray<SymbolTest>
  /// The rows of all symbol tests, one after the other.
  let symbolTruths: FrozenArray<Truth>
  /// From which number on a later row holds, for all symbol tests.
  let rowStarts: FrozenArray<Int64>
  /// Keeps what `callees` refers to.
  let definitionCalls: [DefinitionCall]
  let callees: FrozenArray<Callee>
  let lists: [OptionalList]
  let maps: [MapPlan]
  let structures: [StructurePlan]
  let comprehensions: FrozenArray<ComprehensionPlan>
  /// The declarations of records, for fields by name.
  let records: [RecordDeclaration]
  /// How many locals the frame takes, those of called definitions with it.
  let frameSize: Int
  /// How deep the evaluation nests, called definitions with it.
  let depth: Int
  /// The slots that are read, called definitions' with them; ascending.
  let slots: [Int]
  /// How many slots an evaluation must have.
  let slotCount: Int

  init(_ parts: PlanParts, root: NodeID, depth: Int, records: [RecordDeclaration]) {
    nodes = FrozenArray(parts.nodes)
    self.root = root
    children = FrozenArray(parts.children)
    constants = FrozenArray(parts.constants)
    var bytes: [UInt8] = []
    texts = FrozenArray(TextPlace.places(of: parts.constants, in: &bytes))
    self.bytes = FrozenArray(bytes)
    failures = parts.failures
    functions = FrozenArray(parts.functions)
    patterns = FrozenArray(parts.patterns)
    keptSets = parts.sets
    sets = FrozenArray(parts.sets.map { Unowned($0) })
    symbolTests = FrozenArray(parts.symbolTests)
    symbolTruths = FrozenArray(parts.symbolTruths)
    rowStarts = FrozenArray(parts.rowStarts)
    definitionCalls = parts.definitionCalls
    callees = FrozenArray(parts.definitionCalls.map { Callee($0) })
    lists = parts.lists
    maps = parts.maps
    structures = parts.structures
    comprehensions = FrozenArray(parts.comprehensions)
    frameSize = parts.frameSize
    slots = parts.slots.sorted()
    slotCount = slots.last.map { $0 + 1 } ?? 0
    self.depth = depth
    self.records = records
  }
}

/// A plan in the making.
struct PlanParts {
  var nodes: [Node] = []
  var children: [NodeID] = []
  var constants: [Value] = []
  var failures: [EvaluationError] = []
  var functions: [PlannedFunction] = []
  var patterns: [Pattern] = []
  var sets: [ConstantSet] = []
  var symbolTests: [SymbolTest] = []
  var symbolTruths: [Truth] = []
  var rowStarts: [Int64] = []
  var definitionCalls: [DefinitionCall] = []
  var lists: [OptionalList] = []
  var maps: [MapPlan] = []
  var structures: [StructurePlan] = []
  var comprehensions: [ComprehensionPlan] = []
  var frameSize = 0
  var slots: Set<Int> = []
}

/// A function as an expression calls it: with the overloads that the checker left open.
struct PlannedFunction: Sendable {
  let name: String
  /// The only overload's body, which need not be chosen at run time.
  let body: Overload.Implementation?
  let cost: Overload.Cost
  let overloads: [Overload]
}

/// A call of a definition, whose arguments are the first locals of the callee's frame.
struct DefinitionCall: Sendable {
  let plan: Plan
  let arguments: Children
  /// Where the callee's frame starts in the caller's.
  let frame: Int
}

/// The same without a reference that is counted.
///
/// INVARIANT: the plan that has it keeps the call, and so the callee.
struct Callee: Sendable {
  let plan: Unowned<Plan>
  let arguments: Children
  let frame: Int

  init(_ call: DefinitionCall) {
    plan = Unowned(call.plan)
    arguments = call.arguments
    frame = call.frame
  }
}

/// Where a string that is a constant stands among a plan's bytes; `count` is -1 for other values.
struct TextPlace: Sendable, BitwiseCopyable {
  let start: Int32
  let count: Int32

  /// The places of all strings among constants, whose bytes are added; none where none is one.
  static func places(of constants: [Value], in bytes: inout [UInt8]) -> [TextPlace] {
    var places: [TextPlace] = []
    for constant in constants {
      guard case .string(let text) = constant else {
        places.append(TextPlace(start: 0, count: -1))
        continue
      }
      places.append(
        TextPlace(start: Int32(bytes.count), count: Int32(text.string.utf8.count)))
      bytes += text.string.utf8
    }
    return bytes.isEmpty && !places.contains { $0.count == 0 } ? [] : places
  }
}

/// A list some of whose elements may be left out.
struct OptionalList: Sendable {
  /// Each element, and whether it is an optional that may hold none.
  let elements: [(node: NodeID, isOptional: Bool)]
}

/// A map literal.
struct MapPlan: Sendable {
  let entries: [(key: NodeID, value: NodeID, isOptional: Bool)]
}

/// A record or a well-known message, written out.
struct StructurePlan: Sendable {
  let kind: Kind
  let fields: [(name: String, value: NodeID, isOptional: Bool)]

  enum Kind: Sendable {
    /// The declaration's fields give the order.
    case record(RecordDeclaration)
    case wellKnown(WellKnownMessage)
  }
}

/// `all`, `exists`, `map` and their like.
struct ComprehensionPlan: Sendable {
  let kind: Expression.Comprehension.Kind
  let range: NodeID
  /// The first of the locals for the variables.
  let local: Int
  let hasTwoVariables: Bool
  let predicate: NodeID?
  let transform: NodeID?
}
