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
/// What costs time here is counting references, 5 ns each way; a node holds none, so only values
/// that are boxed are counted. On one core of a server (2.5 GHz), in ns: a slot with a number,
/// symbol or bool beside a constant 6, with an equal string 34, `has` 6, a call of two arguments
/// 25, a step of `all` or `exists` 17 to 27. Tried in vain: spans and borrowed parameters in
/// place of array elements, which save no count. A context made for each call cost 12 more.
final class Plan: Sendable {
  let nodes: [Node]
  let root: NodeID
  let children: [NodeID]
  let constants: [Value]
  let failures: [EvaluationError]
  let functions: [PlannedFunction]
  let patterns: [Pattern]
  let sets: [Set<ValueKey>]
  let definitionCalls: [DefinitionCall]
  let lists: [OptionalList]
  let maps: [MapPlan]
  let structures: [StructurePlan]
  let comprehensions: [ComprehensionPlan]
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
    nodes = parts.nodes
    self.root = root
    children = parts.children
    constants = parts.constants
    failures = parts.failures
    functions = parts.functions
    patterns = parts.patterns
    sets = parts.sets
    definitionCalls = parts.definitionCalls
    lists = parts.lists
    maps = parts.maps
    structures = parts.structures
    comprehensions = parts.comprehensions
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
  var sets: [Set<ValueKey>] = []
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
