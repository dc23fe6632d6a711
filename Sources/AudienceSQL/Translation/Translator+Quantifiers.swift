import CEL
import PolicyModel

/// `all` and `exists`: over the campaign's lists written out, over a row's lists element by element.
extension Translator {
  /// So many elements of a campaign's list are written out.
  private static let mostElements = 100

  func quantified(_ comprehension: Expression.Comprehension, _ scope: Scope) -> Translated? {
    guard let (isAll, variable, predicate) = comprehension.quantified,
      let range = translate(comprehension.range, scope)
    else { return nil }
    switch range {
    case .truth: return nil
    case .constant(let value, let mayFail):
      return writtenOut(value, mayFail, isAll, variable, predicate, scope)
    case .value(let list):
      return quantified(list, isAll: isAll) { element in
        var inner = scope
        inner.locals.append((variable, .value(element)))
        return .truth(self.truth(predicate, inner))
      }
    }
  }

  private func writtenOut(
    _ range: Value, _ mayFail: Bool, _ isAll: Bool, _ variable: String, _ predicate: Expression,
    _ scope: Scope
  ) -> Translated? {
    let elements: [Value]
    switch range {
    case .list(let list): elements = list.elements
    case .map(let map): elements = map.entries.map(\.key)
    case .unknown, .error: return .constant(range, mayFail: mayFail)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .record, .optional, .type, .opaque:
      return nil
    }
    guard elements.count <= Self.mostElements else { return nil }
    let terms = elements.map { element in
      var inner = scope
      inner.locals.append((variable, .constant(element, mayFail: false)))
      return truth(predicate, inner)
    }
    return .truth(isAll ? .all(terms) : .any(terms))
  }

  /// A quantifier over a row's list or map.
  func quantified(
    _ list: SQLValue, isAll: Bool, _ predicate: (SQLValue) -> Translated?
  ) -> Translated? {
    let number = newElement()
    let variable = "e\(number)"
    let elementType: FactType
    var valueType: FactType?
    switch list.type {
    case .list(let type): elementType = type
    case .map(let key, let value):
      elementType = key
      valueType = value
    case .bool, .int, .double, .string, .timestamp, .duration, .term, .record: return nil
    }
    let range = ElementRange(text: list.text, isMap: valueType != nil, isJSON: list.isJSON)
    let names = dialect.names(variable, of: range)
    // Keys of JSON objects are texts of their own.
    let isJSON = list.isJSON && valueType == nil
    var element = SQLValue(
      text: dialect.element(names.element, elementType, isJSON: isJSON), type: elementType,
      isJSON: isJSON, failures: false, isKnown: true)
    if case .term = elementType { element.input = .element(number) }
    if let valueType {
      element.entry = SQLValue.Entry(
        map: list.text, text: dialect.element(names.value, valueType, isJSON: list.isJSON),
        type: valueType, isJSON: list.isJSON)
    }
    let truth: SQLTruth
    switch predicate(element) {
    case .truth(let found): truth = found
    case .constant(let value, let mayFail):
      truth = SQLTruth(value.truth)
      return fixed(truth, Failures(mayFail), range, isAll, list)
    case .value(let value) where value.type == .bool:
      truth = SQLTruth(value.text, failures: value.failures)
    case .value, nil: return nil
    }
    if truth.known != nil { return fixed(truth, truth.failures, range, isAll, list) }
    // Outside of the list nobody can name its elements.
    return .truth(
      SQLTruth(
        dialect.quantified(range, isAll: isAll, variable: variable, predicate: truth.text),
        failures: list.failures || within(list, truth.failures),
        openWhen: truth.openWhen.isEmpty ? [] : [.yes]))
  }

  /// The same truth for every element: only whether there are any matters.
  private func fixed(
    _ truth: SQLTruth, _ failures: Failures, _ range: ElementRange, _ isAll: Bool, _ list: SQLValue
  ) -> Translated {
    let text: SQLText
    switch (truth.known ?? .unknown, isAll) {
    case (.yes, true): text = .cases([(list.text + " IS NOT NULL", .yes)], else: nil)
    case (.no, false): text = .cases([(list.text + " IS NOT NULL", .no)], else: nil)
    case (.no, true): text = dialect.size(of: range) + " = 0"
    case (.yes, false): text = dialect.size(of: range) + " > 0"
    case (.unknown, true), (.error, true):
      text = .cases([(dialect.size(of: range) + " = 0", .yes)], else: nil)
    case (.unknown, false), (.error, false):
      text = .cases([(dialect.size(of: range) + " = 0", .no)], else: nil)
    }
    return .truth(SQLTruth(text, failures: list.failures || within(list, failures)))
  }

  /// What may fail for an element may do so only where there is a list.
  private func within(_ list: SQLValue, _ failures: Failures) -> Failures {
    guard failures.isPossible else { return false }
    return list.isColumn ? .when(list.text + " IS NOT NULL") : true
  }
}
