import CEL
import PolicyModel

/// Whether a column's values are such as the vocabulary allows: what `gate` would reject, a query
/// must not judge.
struct ColumnChecks {
  let dialect: any SQLDialect
  let vocabulary: Vocabulary

  /// True where a value is sound, of values that are not NULL; nil where every one is.
  func sound(_ text: SQLText, _ type: FactType, _ maximum: Int, isJSON: Bool, depth: Int = 0)
    -> SQLText?
  {
    if isJSON { return dialect.soundJSON(text, type, maximum, self, depth) }
    switch type {
    case .bool, .int, .duration: return nil
    case .double:
      guard let most = dialect.literal(.double(.greatestFiniteMagnitude)),
        let least = dialect.literal(.double(-.greatestFiniteMagnitude))
      else { return nil }
      return text + " BETWEEN " + least + " AND " + most
    case .string: return dialect.byteCount(of: text) + " <= \(maximum)"
    case .term(let set): return isTerm(text, set)
    case .timestamp:
      return text + " BETWEEN " + dialect.timestamp("0001-01-01T00:00:00Z") + " AND "
        + dialect.timestamp("9999-12-31T23:59:59.999999Z")
    case .list(let element):
      let range = ElementRange(text: text, isMap: false, isJSON: false)
      let variable = "x\(depth)"
      let item = dialect.names(variable, of: range).element
      let inner = sound(item, element, element.usualMaximum, isJSON: false, depth: depth + 1)
      let test = SQLText.all([item + " IS NOT NULL"] + (inner.map { [$0] } ?? []))
      return .all([
        dialect.size(of: range) + " <= \(maximum)",
        dialect.quantified(range, isAll: true, variable: variable, predicate: test),
      ])
    case .map(let key, let value):
      let range = ElementRange(text: text, isMap: true, isJSON: false)
      let variable = "x\(depth)"
      let (name, entry) = dialect.names(variable, of: range)
      var tests = [entry + " IS NOT NULL"]
      if let key = sound(name, key, key.usualMaximum, isJSON: false) { tests.append(key) }
      let inner = sound(entry, value, value.usualMaximum, isJSON: false, depth: depth + 1)
      if let inner { tests.append(inner) }
      return .all([
        dialect.size(of: range) + " <= \(maximum)",
        dialect.quantified(range, isAll: true, variable: variable, predicate: .all(tests)),
      ])
    case .record(let number):
      var tests: [SQLText] = []
      for field in vocabulary.records[number].fields {
        let member = dialect.field(field.name, of: text, isJSON: false)
        let test = sound(member, field.type, field.maximum, isJSON: false, depth: depth + 1)
        if let test { tests.append(.any([member + " IS NULL", test])) }
      }
      return tests.isEmpty ? nil : .all(tests)
    }
  }

  /// Whether a text is a term of a set.
  func isTerm(_ text: SQLText, _ set: Int) -> SQLText {
    text.isIn(vocabulary.termSets[set].terms.map { dialect.string($0.id) })
  }
}
