import CEL
import PolicyModel

/// What an expression is in SQL.
enum Translated {
  /// The campaign alone decides it; unknown and errors are values too.
  case constant(Value, mayFail: Bool)
  case truth(SQLTruth)
  case value(SQLValue)
}

/// A truth: SQL's boolean, NULL where it is not decided.
struct SQLTruth {
  var text: SQLText
  /// The truth, where all rows have the same.
  var known: Truth?
  /// Where an error or the use of a `null` may stand in it.
  var failures: Failures
  /// Rows for which SQL's NULL may be decided by the engine: conditions that are never NULL.
  var openWhen: [SQLText]
  /// By term: the ids for which this is certainly false.
  var excludes: [TermInput: Set<UInt32>] = [:]

  init(
    _ text: SQLText, failures: Failures, openWhen: [SQLText] = [],
    excludes: [TermInput: Set<UInt32>] = [:]
  ) {
    self.text = text
    self.failures = failures
    self.openWhen = openWhen
    self.excludes = excludes
  }

  init(_ truth: Truth) {
    known = truth
    switch truth {
    case .yes: text = .yes
    case .no: text = .no
    case .unknown, .error: text = .null
    }
    failures = Failures(truth == .error)
    openWhen = []
  }

  /// What SQL cannot carry.
  static var notCarried: SQLTruth {
    var truth = SQLTruth(.unknown)
    truth.known = nil
    truth.failures = true
    truth.openWhen = [.yes]
    return truth
  }

  static func all(_ terms: [SQLTruth]) -> SQLTruth { joined(terms, deciding: .no) }
  static func any(_ terms: [SQLTruth]) -> SQLTruth { joined(terms, deciding: .yes) }

  private static func joined(_ terms: [SQLTruth], deciding: Truth) -> SQLTruth {
    if let term = terms.first(where: { $0.known == deciding }) {
      // What else may fail there is only asked where the rule may turn out undecided.
      var result = term
      result.failures = terms.map(\.failures).joined
      return result
    }
    let left = terms.filter { $0.known != !deciding }
    var open: [SQLText] = []
    for condition in left.flatMap(\.openWhen) where !open.contains(condition) {
      open.append(condition)
    }
    var result: SQLTruth
    if left.isEmpty {
      result = SQLTruth(!deciding)
    } else if left.allSatisfy({ $0.known != nil }) {
      result = SQLTruth(.unknown)
    } else {
      let texts = left.map(\.text)
      result = SQLTruth(
        deciding == .no ? .all(texts) : .any(texts), failures: false, openWhen: open)
      if left.count == 1 { result.known = left[0].known }
    }
    result.failures = terms.map(\.failures).joined
    if deciding == .no {
      for term in left { result.excludes.merge(term.excludes) { $0.union($1) } }
    } else if let first = left.first, left.count > 0 {
      result.excludes = first.excludes
      for term in left.dropFirst() {
        result.excludes = result.excludes.reduce(into: [:]) { both, entry in
          if let other = term.excludes[entry.key] {
            both[entry.key] = entry.value.intersection(other)
          }
        }
      }
    }
    return result
  }

  var negated: SQLTruth {
    if let known {
      var result = SQLTruth(!known)
      result.failures = failures
      return result
    }
    return SQLTruth(text.negated, failures: failures, openWhen: openWhen)
  }
}

/// A term that differs from row to row, and so may be asked about more than once.
enum TermInput: Hashable {
  case slot(Int)
  case element(Int)
}

/// A value that differs from row to row: NULL where it is not known, failed, or is none.
struct SQLValue {
  var text: SQLText
  var type: FactType
  /// Whether it is JSON, whose parts must be taken out.
  var isJSON: Bool
  var failures: Failures
  /// Where it is a term that is known again elsewhere.
  var input: TermInput?
  /// Where it is a key of a map: that map, and the value that the key has there.
  var entry: Entry?
  /// Whether it stands in a column of its own, outside of any list.
  var isColumn = false
  /// Whether NULL may say "there is none".
  var mayBeNone = false
  /// Whether it is never NULL: a map's key, an element of a list.
  var isKnown = false

  /// A value of a map, whose key is being gone through.
  struct Entry {
    let map: SQLText
    let text: SQLText
    let type: FactType
    let isJSON: Bool
  }
}

extension Value {
  var truth: Truth {
    switch self {
    case .bool(let value): value ? .yes : .no
    case .unknown: .unknown
    case .error, .null, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list,
      .map, .record, .optional, .type, .opaque:
      .error
    }
  }
}
