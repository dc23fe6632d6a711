import CEL
import PolicyEngine
import PolicyModel

@testable import PolicyVerification

/// One set of facts as a formula: every symbol has the value that the facts give it.
struct StatedFacts {
  let formulas: Formulas
  let view: LibraryView
  let facts: PreparedFacts
  private(set) var parts: [Formula] = []

  init(_ formulas: Formulas, _ view: LibraryView, _ facts: PreparedFacts) {
    self.formulas = formulas
    self.view = view
    self.facts = facts
    for (slot, fact) in view.library.vocabulary.facts.enumerated() {
      state(fact.path, facts.slots[slot], facts.origins[slot], fact.type)
    }
  }

  var formula: Formula { formulas.all(parts) }

  private mutating func state(
    _ path: String, _ value: Value, _ origin: Facts.Origin, _ type: FactType?
  ) {
    let isStated = origin == .stated
    switch value {
    case .null:
      say(path + "?stated", false)
      // A fact of a group that is stated to be none says nothing itself.
      say(path + "?none", isStated)
    case .unknown, .error:
      say(path + "?stated", false)
      say(path + "?none", false)
    default:
      say(path + "?stated", isStated)
      say(path + "?none", false)
      if let type { hold(path, value, type) }
    }
  }

  private mutating func hold(_ path: String, _ value: Value, _ type: FactType) {
    switch (value, type) {
    case (.bool(let value), _): say(path, value)
    case (.int(let value), _), (.duration(let value), _):
      equate(path, .integer, formulas.integer(value))
    case (.timestamp(let value), _):
      equate(path, .integer, formulas.integer(FactEncoding.nanoseconds(value)))
    case (.double(let value), _): equate(path, .real, formulas.make(.real(value)))
    case (.string(let value), _): equate(path, .integer, formulas.text(value.string))
    case (.symbol(let symbol), .term(let own)):
      let count = view.terms.count(own)
      equate(
        path, .choice(count), formulas.choice(view.terms.number(of: symbol), of: count))
    case (.list(let list), .list(.term(let own))):
      let set = view.library.vocabulary.termSets[own]
      for (id, term) in set.terms.enumerated() {
        let isThere = list.elements.contains {
          if case .symbol(let symbol) = $0 { symbol.id == UInt32(id) } else { false }
        }
        say("\(path)[\(term.id)]?present", isThere)
      }
      equate(path + "?size", .integer, formulas.integer(list.elements.count))
    case (.map(let map), .map(.term(let own), let type)):
      let set = view.library.vocabulary.termSets[own]
      for (id, term) in set.terms.enumerated() {
        let symbol = Symbol(set: UInt32(own), id: UInt32(id))
        say("\(path)[\(term.id)]?present", map[.symbol(symbol)] != nil)
        if let value = map[.symbol(symbol)] { hold("\(path)[\(term.id)]", value, type) }
      }
      equate(path + "?size", .integer, formulas.integer(map.count))
    case (.record(let record), .record(let number)):
      for (value, field) in zip(record.fields, view.library.vocabulary.records[number].fields) {
        let place = path + "." + field.name
        switch value {
        case .null, .unknown: say(place + "?stated", false)
        default:
          say(place + "?stated", true)
          hold(place, value, field.type)
        }
      }
    default: break
    }
  }

  private mutating func say(_ name: String, _ value: Bool) {
    guard formulas.isDeclared(name) else { return }
    let symbol = formulas.symbol(name, .truth)
    parts.append(value ? symbol : formulas.not(symbol))
  }

  private mutating func equate(_ name: String, _ sort: Sort, _ value: Formula) {
    guard formulas.isDeclared(name) else { return }
    parts.append(formulas.equal(formulas.symbol(name, sort), value))
  }
}
