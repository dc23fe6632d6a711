package import CEL
package import PolicyModel

extension CompiledLibrary {
  /// A dated change in words, without its day.
  package func words(of change: DatedChange) -> String {
    switch change.subject {
    case .rule(let number):
      let name = rules[number].name
      return change.begins ? "\(name) is in force" : "\(name) is no longer in force"
    case .exception(let rule, let id):
      let name = "\(rules[rule].name) by \(id)"
      return change.begins ? "the exception \(name) holds" : "the exception \(name) ends"
    case .row(let number, let place, let before):
      let table = tables[number]
      let row = table.rows[place]
      let term = vocabulary.termSets[table.key].terms[Int(row.term)].id
      guard change.begins else { return "\(table.name) has no row of its own for \(term)" }
      let old = before.map { ", was \(text(of: $0))" } ?? ""
      return "\(table.name) for \(term) is \(text(of: row.value))\(old)"
    case .waiver(let rule, let id):
      let name = "`\(id)` of \(rules[rule].name)"
      return change.begins ? "the waiver \(name) holds" : "the waiver \(name) has ended"
    case .part(let number, let part, let whole):
      let set = vocabulary.termSets[number]
      let (part, whole) = (set.terms[Int(part)].id, set.terms[Int(whole)].id)
      return change.begins ? "\(part) is part of \(whole)" : "\(part) is no longer part of \(whole)"
    }
  }

  /// A value that stands in the library itself, as an author would write it: a row's, a default.
  package func text(of value: Value) -> String {
    Redactor(vocabulary: vocabulary).text(of: value, isSensitive: false)
  }
}
