/// The values that programs are evaluated on, and their scratch: one evaluation after another.
public struct Evaluation: Sendable {
  /// The variables' values; `.unknown` with its path where one is not known.
  public var slots: [Value] {
    didSet { if !functionsSeeFirstSlots { host = Host(slots: slots, timeZones: timeZones) } }
  }
  /// Whether functions keep seeing the slots as they were, so that setting one slot copies nothing.
  ///
  /// For hosts whose functions look at no slot that changes.
  package var functionsSeeFirstSlots = false
  /// The zones that time functions look up.
  public var timeZones: TimeZoneDatabase { host.context.timeZones }

  /// What one evaluation may cost, in the units of cel-go's cost model, before it is an error.
  public var costLimit: UInt64 = 1_000_000
  /// What the last evaluation cost.
  public internal(set) var cost: UInt64 = 0

  /// Whether an unknown result names all facts that matter to it, or only some.
  public var collectsUnknowns = false
  /// Whether every operand and element is evaluated, so that absorbed errors are counted too.
  public var isExhaustive = false
  /// How many errors arose, absorbed ones too, since the last `forgetErrors()`.
  public var errorCount = 0
  /// The first errors, at most 8; kept where `isExhaustive` or `collectsUnknowns`.
  public var firstErrors: [EvaluationError] = []

  /// Whether the elements that decide an `all` or `exists` are noted.
  public var recordsWitnesses = false
  /// The elements that decided the outermost `all` and `exists` of the last evaluation.
  ///
  /// Those for which an `all` fails or an `exists` holds; a map's element is its key.
  public internal(set) var witnesses: [Value] = []

  /// What functions see of this, boxed so that a call counts one reference and makes nothing.
  private(set) var host: Host
  /// Locals of all frames; a frame starts at `base`.
  var locals: [Value] = []
  var base = 0
  /// How many comprehensions are under way.
  var comprehensionDepth = 0
  /// The last patterns that were no constants, by their texts.
  private(set) var patterns: [String: Pattern] = [:]

  private static let keptErrors = 8
  private static let keptPatterns = 8
  private static let smallestStack = 32

  /// Starts with inputs that were put together before: nothing is made.
  public init(_ inputs: Inputs) {
    slots = inputs.host.context.slots
    host = inputs.host
  }

  /// Starts with values for slots 0, 1, and so on; a slot for which there is none is an error.
  public init(slots: [Value], timeZones: TimeZoneDatabase = .system) {
    self.slots = slots
    host = Host(slots: slots, timeZones: timeZones)
  }

  /// Sets one slot in its place.
  package mutating func setSlot(_ slot: Int, to value: Value) { slots[slot] = value }

  /// Sets the count of errors to 0 and drops the kept ones.
  public mutating func forgetErrors() {
    errorCount = 0
    firstErrors.removeAll(keepingCapacity: true)
  }

  /// Readies the scratch for an evaluation that reads so many slots.
  mutating func begin(frameSize: Int, slotCount: Int) {
    if slots.count < slotCount { fillSlots(upTo: slotCount) }
    cost = 0
    base = 0
    comprehensionDepth = 0
    if locals.count < frameSize {
      let size = max(frameSize, Evaluation.smallestStack)
      locals.append(contentsOf: repeatElement(.null, count: size - locals.count))
    }
    if recordsWitnesses { witnesses.removeAll(keepingCapacity: true) }
  }

  private mutating func fillSlots(upTo count: Int) {
    slots += (slots.count..<count).map { slot in
      .failure(.noSuchVariable, "slot \(slot) was given no value")
    }
  }

  /// Keeps a pattern, and so many others at most.
  mutating func keep(_ pattern: Pattern) {
    if patterns.count >= Evaluation.keptPatterns { patterns.removeAll(keepingCapacity: true) }
    patterns[pattern.text] = pattern
  }

  /// Whether the cost is over its limit; then nothing absorbs it, and loops end.
  var isOverLimit: Bool { cost > costLimit }

  /// Counts an error where it arises.
  mutating func note(_ error: EvaluationError) {
    errorCount += 1
    guard isExhaustive || collectsUnknowns, firstErrors.count < Evaluation.keptErrors else {
      return
    }
    firstErrors.append(error)
  }

  /// Counts an error and gives it as a value.
  mutating func fail(_ error: EvaluationError) -> Value {
    note(error)
    return .error(error)
  }

  /// Makes an error, counts it and gives it as a value.
  mutating func fail(_ code: EvaluationError.Code, _ message: String) -> Value {
    fail(EvaluationError(code, message))
  }
}

// INVARIANT: both of its parts are Sendable and never change.
extension Overload.Context: @unchecked Sendable {}

extension Evaluation {
  /// What evaluations start with, put together once for any number of them.
  public struct Inputs: Sendable {
    fileprivate let host: Host

    /// Takes values for slots 0, 1, and so on, and the zones that time functions look up.
    public init(slots: [Value], timeZones: TimeZoneDatabase = .system) {
      host = Host(slots: slots, timeZones: timeZones)
    }

    /// The variables' values.
    public var slots: [Value] { host.context.slots }
    /// The zones that time functions look up.
    public var timeZones: TimeZoneDatabase { host.context.timeZones }
  }
}

/// The context that every call of one evaluation gets.
final class Host: Sendable {
  let context: Overload.Context

  init(slots: [Value], timeZones: TimeZoneDatabase) {
    context = Overload.Context(slots: slots, timeZones: timeZones)
  }
}
