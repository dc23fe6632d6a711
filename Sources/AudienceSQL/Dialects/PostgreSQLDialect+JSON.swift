import PolicyModel

/// Whether JSON is what the vocabulary says that it is, to the letter of `gate`'s own reader.
extension PostgreSQLDialect {
  /// RFC 3339 with days that the calendar has, and at most nine digits of a second's fraction.
  static let instant =
    "("
    + "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    + "|02-(0[1-9]|1[0-9]|2[0-8]))"
    + "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
    + ")T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
  /// Perhaps below the year 1, or beyond 9999, once the offset is counted.
  static let outside = "0000-.*|0001-01-01T.*\\+.*|9999-12-31T.*-[0-9]{2}:[0-9]{2}"

  func soundJSON(
    _ text: SQLText, _ type: FactType, _ maximum: Int, _ checks: ColumnChecks, _ depth: Int
  ) -> SQLText? {
    func isOfType(_ name: String) -> SQLText { "jsonb_typeof(" + text + ") = '\(name)'" }
    let content = SQLText("(") + text + " #>> '{}')"
    switch type {
    case .bool: return isOfType("boolean")
    case .int:
      // 18 digits are within 64 bits; longer ones are compared as numbers.
      return .cases(
        [
          (
            isOfType("number"),
            .all([
              matches(content, pattern: "-?[0-9]{1,19}"),
              "(" + text + ")::numeric BETWEEN -9223372036854775808 AND 9223372036854775807",
            ])
          )
        ], else: .no)
    case .double:
      return .cases(
        [
          (
            isOfType("number"),
            "abs((" + text + ")::numeric) <= 1.7976931348623157e308::numeric"
          )
        ], else: .no)
    case .string:
      return .all([isOfType("string"), byteCount(of: content) + " <= \(maximum)"])
    case .term(let set):
      return .all([isOfType("string"), checks.isTerm(content, set)])
    case .timestamp:
      return .all([
        isOfType("string"), matches(content, pattern: Self.instant),
        matches(content, pattern: Self.outside).negated,
      ])
    case .duration: return nil
    case .list(let element):
      let range = ElementRange(text: text, isMap: false, isJSON: true)
      let variable = "x\(depth)"
      let inner =
        soundJSON(
          names(variable, of: range).element, element, element.usualMaximum, checks, depth + 1)
        ?? .yes
      return .cases(
        [
          (
            isOfType("array"),
            .all([
              size(of: range) + " <= \(maximum)",
              quantified(range, isAll: true, variable: variable, predicate: inner),
            ])
          )
        ], else: .no)
    case .map(let key, let value):
      let range = ElementRange(text: text, isMap: true, isJSON: true)
      let variable = "x\(depth)"
      let (name, entry) = names(variable, of: range)
      var inner: [SQLText] = []
      if let key = checks.sound(name, key, key.usualMaximum, isJSON: false) { inner.append(key) }
      if let value = soundJSON(entry, value, value.usualMaximum, checks, depth + 1) {
        inner.append(value)
      }
      return .cases(
        [
          (
            isOfType("object"),
            .all([
              size(of: range) + " <= \(maximum)",
              quantified(
                range, isAll: true, variable: variable,
                predicate: inner.isEmpty ? .yes : .all(inner)),
            ])
          )
        ], else: .no)
    case .record(let number):
      let fields = checks.vocabulary.records[number].fields
      let names = fields.map { string($0.name) as String }.joined(separator: ", ")
      var inner: [SQLText] = [text + " - ARRAY[\(names)] = '{}'::jsonb"]
      for field in fields {
        let member = SQLText("(") + text + " -> " + string(field.name) + ")"
        guard let sound = soundJSON(member, field.type, field.maximum, checks, depth + 1) else {
          continue
        }
        inner.append(
          .any([.call("coalesce", member, SQLText("'null'::jsonb")) + " = 'null'::jsonb", sound]))
      }
      return .cases([(isOfType("object"), .all(inner))], else: .no)
    }
  }

  /// Instants finer than a microsecond, which `timestamptz` would round, and offsets beyond those that
  /// it reads.
  func isInexact(_ column: SQLText, _ type: FactType, _ vocabulary: Vocabulary) -> SQLText? {
    guard isJSON(type), type.holdsTimestamps(vocabulary) else { return nil }
    return column + "::text ~ "
      + string(#":[0-9]{2}(\.[0-9]{6}[0-9]{0,2}[1-9]|(\.[0-9]+)?[+-](1[6-9]|2[0-3]):[0-9]{2}")"#)
  }
}

extension FactType {
  fileprivate func holdsTimestamps(_ vocabulary: Vocabulary) -> Bool {
    switch self {
    case .timestamp: true
    case .bool, .int, .double, .string, .duration, .term: false
    case .list(let element): element.holdsTimestamps(vocabulary)
    case .map(let key, let value):
      key.holdsTimestamps(vocabulary) || value.holdsTimestamps(vocabulary)
    case .record(let number):
      vocabulary.records[number].fields.contains { $0.type.holdsTimestamps(vocabulary) }
    }
  }
}
