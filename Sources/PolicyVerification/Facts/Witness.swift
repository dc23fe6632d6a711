import CEL
import Diagnostics
import PolicyModel

/// Facts as a solver found them, as a request: what it left open is not stated.
struct Witness {
  let formulas: Formulas
  let model: Model
  let view: LibraryView
  private var vocabulary: Vocabulary { view.library.vocabulary }

  /// The instant that is stated where the model names none.
  static let usualNow = "2026-11-23T10:00:00Z"

  /// The request as an object; with the client's id where one is given.
  func request(client: String?) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = []
    if let client { entries.append(("client", .string(client))) }
    entries.append(("now", .string(now)))
    if case .group(_, let members) = vocabulary.root {
      for member in members where member.name != "now" {
        if member.name == "client", client != nil { continue }
        if let value = value(of: member.tree) { entries.append((member.name, value)) }
      }
    }
    return .object(entries)
  }

  private var now: String {
    guard case .integer(let number)? = value(named: "now"), let instant = Self.instant(number)
    else { return Self.usualNow }
    return instant.text
  }

  private func value(of tree: FactTree) -> JSONValue? {
    switch tree {
    case .leaf(let slot):
      let fact = vocabulary.facts[slot]
      if view.standing[slot] != nil { return nil }
      if truth(fact.path + "?none") { return fact.isNullable ? .null : nil }
      guard truth(fact.path + "?stated"), let type = fact.type else { return nil }
      return value(at: fact.path, type)
    case .group(let slot, let members):
      guard let slot else { return nil }
      let path = vocabulary.facts[slot].path
      if truth(path + "?none") { return .null }
      let inner = members.compactMap { member in
        value(of: member.tree).map { (key: member.name, value: $0) }
      }
      return inner.isEmpty && !truth(path + "?stated") ? nil : .object(inner)
    }
  }

  // MARK: Values

  private func value(at path: String, _ type: FactType) -> JSONValue {
    switch type {
    case .bool: return .bool(truth(path))
    case .int: return .int(Int64(clamping: number(path)))
    case .duration: return .string(Durations.text(Int64(clamping: number(path))))
    case .timestamp:
      return .string(Self.instant(number(path))?.text ?? now)
    case .double:
      if case .real(let value)? = value(named: path) { return .double(value) }
      return .double(0)
    case .string: return .string(text(number(path)))
    case .term(let own): return .string(term(path, own))
    case .list(let element): return .array(list(path, element))
    case .map(.term(let own), let value): return .object(map(path, own, value))
    case .map: return .object([])
    case .record(let number):
      let fields = vocabulary.records[number].fields
      return .object(
        fields.filter { truth(path + "." + $0.name + "?stated") }.map { field in
          (field.name, value(at: path + "." + field.name, field.type))
        })
    }
  }

  private func term(_ path: String, _ own: Int) -> String {
    let ids = view.terms.world.sets[view.terms.set(own)].ids
    if case .choice(let number)? = value(named: path), Int(number) < ids.count {
      return ids[Int(number)]
    }
    return vocabulary.termSets[own].terms.first?.id ?? ""
  }

  private func list(_ path: String, _ element: FactType) -> [JSONValue] {
    var elements: [JSONValue] = []
    switch element {
    case .term(let own):
      for term in vocabulary.termSets[own].terms where truth("\(path)[\(term.id)]?present") {
        elements.append(.string(term.id))
      }
    case .bool, .int, .double, .string, .timestamp, .duration, .list, .map, .record:
      var place = 0
      while formulas.isDeclared("\(path)#\(place)?present") {
        if truth("\(path)#\(place)?present") {
          elements.append(value(at: "\(path)#\(place)", element))
        }
        place += 1
      }
    }
    // What is counted may be more than what is told apart.
    let size = Int(clamping: number(path + "?size"))
    if let last = elements.last, size > elements.count, size <= 1000 {
      elements += [JSONValue](repeating: last, count: size - elements.count)
    }
    return elements
  }

  private func map(
    _ path: String, _ own: Int, _ type: FactType
  ) -> [(key: String, value: JSONValue)] {
    vocabulary.termSets[own].terms.filter { truth("\(path)[\($0.id)]?present") }.map { term in
      (term.id, value(at: "\(path)[\(term.id)]", type))
    }
  }

  /// A text that the policies name, or one that they do not.
  private func text(_ number: Int128) -> String {
    let texts = formulas.textsByNumber
    if number >= 0, number < Int128(texts.count) { return texts[Int(number)] }
    return "text-\(number.magnitude)"
  }

  // MARK: Symbols

  private func value(named name: String) -> Model.Value? {
    formulas.number(ofSymbol: name).flatMap { model.values[$0] }
  }

  private func truth(_ name: String) -> Bool { value(named: name) == .truth(true) }

  private func number(_ name: String) -> Int128 {
    if case .integer(let value)? = value(named: name) { value } else { 0 }
  }

  static func instant(_ nanoseconds: Int128) -> Timestamp? {
    let second: Int128 = 1_000_000_000
    var seconds = nanoseconds / second
    var rest = nanoseconds % second
    if rest < 0 {
      seconds -= 1
      rest += second
    }
    guard let whole = Int64(exactly: seconds) else { return nil }
    return Timestamp(seconds: whole, nanoseconds: Int32(rest))
  }

  // MARK: Settings

  /// A setting's value; its default where the solver left it open.
  func setting(_ number: Int, _ mark: String) -> Value {
    let setting = view.library.settings[number]
    let path = "settings.\(setting.name)\(mark)"
    switch setting.type {
    case .bool: return value(named: path).map { .bool($0 == .truth(true)) } ?? setting.defaultValue
    case .int, .duration, .timestamp:
      guard case .integer(let value)? = value(named: path) else { return setting.defaultValue }
      switch setting.type {
      case .int: return .int(Int64(clamping: value))
      case .duration: return .duration(Int64(clamping: value))
      default: return Self.instant(value).map(Value.timestamp) ?? setting.defaultValue
      }
    case .double:
      guard case .real(let value)? = value(named: path) else { return setting.defaultValue }
      return .double(value)
    case .string:
      guard case .integer(let value)? = value(named: path) else { return setting.defaultValue }
      return .text(text(value))
    case .term(let own):
      let set = vocabulary.termSets[own]
      return set.symbol(for: term(path, own)).map(Value.symbol) ?? setting.defaultValue
    case .list(.term(let own)):
      let set = vocabulary.termSets[own]
      guard isAsked(path) else { return setting.defaultValue }
      return .array(
        set.terms.filter { truth("\(path)[\($0.id)]?present") }.compactMap {
          set.symbol(for: $0.id).map(Value.symbol)
        })
    case .list(.string):
      guard isAsked(path) else { return setting.defaultValue }
      return .array(
        list(path, .string).compactMap { part in
          if case .string(let text) = part { .text(text) } else { nil }
        })
    case .list, .map, .record: return setting.defaultValue
    }
  }

  /// Whether the model says anything of a list's elements.
  private func isAsked(_ path: String) -> Bool {
    formulas.symbols.indices.contains { number in
      formulas.symbols[number].name.hasPrefix(path) && model.values[Int32(number)] != nil
        && formulas.symbols[number].name.hasSuffix("?present")
    }
  }
}
