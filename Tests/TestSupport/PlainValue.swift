/// A value of the plain evaluator: slow, without slots, without numbers for terms.
package indirect enum PlainValue {
  case null
  case bool(Bool)
  case int(Int)
  case text(String)
  case term(set: String, String)
  /// As text, all of one form, so that they compare as text.
  case instant(String)
  case list([PlainValue])
  case map(set: String, [(key: String, value: PlainValue)])
  case record([String: PlainValue])
  case unknown
  case error
}

/// Three values and failure; written down once more, apart from the engine's.
package enum PlainTruth: Equatable {
  case yes, no, unknown, error

  package init(_ value: PlainValue) {
    switch value {
    case .bool(let value): self = value ? .yes : .no
    case .unknown: self = .unknown
    default: self = .error
    }
  }

  package var value: PlainValue {
    switch self {
    case .yes: .bool(true)
    case .no: .bool(false)
    case .unknown: .unknown
    case .error: .error
    }
  }

  package var negated: PlainTruth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown, .error: self
    }
  }

  /// True where all are; one that is false decides.
  package static func all(_ truths: [PlainTruth]) -> PlainTruth {
    if truths.contains(.no) { return .no }
    if truths.contains(.unknown) { return .unknown }
    return truths.contains(.error) ? .error : .yes
  }

  /// True where one is; otherwise false only where all are.
  package static func any(_ truths: [PlainTruth]) -> PlainTruth {
    all(truths.map(\.negated)).negated
  }
}
