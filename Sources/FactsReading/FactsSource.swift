import CEL

/// A request as its reader walks it: JSON's bytes or a tree's nodes.
///
/// `next` answers what stands here and steps over it; into an object or a list it only steps in, and
/// `nextKey` or `nextElement` are asked until they say no. After a failure all of them say so.
protocol FactsSource {
  mutating func next() -> FactsToken
  /// Whether the object has one more key; its text is then the source's.
  mutating func nextKey() -> Bool
  /// Whether the list has one more element, which `next` then reads.
  mutating func nextElement() -> Bool
  /// Reads what may stand behind the whole, which must be nothing.
  mutating func finish()

  /// The bytes of what was read last: a scalar, a key, a bracket that opens or closes.
  var place: Range<Int> { get }
  /// What the scalar that was read last is; keys are text.
  var scalar: FactsScalar { get }
  /// Whether the scalar may be taken as text: in YAML any may, in JSON strings alone.
  var isText: Bool { get }
  /// The text of the scalar or key that was read last.
  var string: String { get }
  /// The number of that text among the names of a scope, found without making a string of it.
  func number(in names: borrowing NameTable, scope: Int) -> Int?
  /// The instant that the text names in the form that machines write, found likewise.
  var utcTimestamp: Timestamp? { get }
}

/// What stands at a place of a request.
enum FactsToken: BitwiseCopyable {
  case object
  case list
  case null
  case scalar
  /// A mistake that has been reported stands here in place of a value.
  case reported
  /// The text cannot be read on.
  case failed
}

/// What a scalar is.
enum FactsScalar: BitwiseCopyable {
  case text
  case bool(Bool)
  case int(Int64)
  case double(Double)
  /// A number beyond what its type can hold, an infinity, or not a number.
  case outOfRange
}

extension FactsSource {
  /// Reads a value and forgets it; it is still checked as text.
  mutating func skip() { skipRest(of: next()) }

  /// Reads what is left of a value whose first token has been read.
  mutating func skipRest(of token: FactsToken) {
    switch token {
    case .object: while nextKey() { skip() }
    case .list: while nextElement() { skip() }
    case .null, .scalar, .reported, .failed: break
    }
  }
}
