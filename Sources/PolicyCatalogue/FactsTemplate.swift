import CEL
import PolicyModel

extension FactsAsked {
  /// A YAML file of facts to fill in, with what each fact says above it.
  ///
  /// As it is written it states nothing but the client and the kind: what may be null stands behind
  /// a `#`, since an empty value there would say "there is none"; everything else is left empty, which
  /// says "not known". So nothing is allowed by a template that nobody filled in.
  package var template: String {
    FactsTemplate(asked: self).lines.joined(separator: "\n") + "\n"
  }
}

/// Writes one template; each part gives its lines without an indent, whoever holds it indents them.
private struct FactsTemplate {
  let asked: FactsAsked
  private let facts: [Fact]
  private let wanted: Set<String>

  private static let width = 96
  /// Where the remark on a value begins.
  private static let column = 32

  init(asked: FactsAsked) {
    self.asked = asked
    facts = asked.library.vocabulary.facts
    wanted = Set(asked.slots.map { asked.library.vocabulary.facts[$0].path })
      .subtracting(["action.kind", "client.id", "now"])
  }

  var lines: [String] {
    let client = asked.client.isEmpty ? "a client" : "the client \(asked.client)"
    var lines = comment(
      """
      Facts of one \(asked.kindText) of \(client): what \(asked.ruleCount) rules ask for. Fill in what you \
      know. What stays empty, or behind a #, is not known, and the answer names it. Behind a # stands \
      what may be null: null says that there is none.
      """, depth: 0)
    guard case .group(_, let members) = asked.library.vocabulary.root else { return lines }
    lines += clientLines(members.first { $0.name == "client" })
    lines += ["", "# The instant to judge at; left out, the clock says it."]
    lines.append("# now: 2026-11-23T10:00:00Z")
    for member in members where member.name != "client" && member.name != "now" {
      guard member.name == "action" || asks(member.tree) else { continue }
      lines += [""] + self.lines(of: member, depth: 0)
    }
    return lines
  }

  private func clientLines(_ member: FactTree.Member?) -> [String] {
    let id = asked.client.isEmpty ? "client:" : "client: \(asked.client)"
    guard let member, asks(member.tree), case .group(_, let members) = member.tree else {
      return [id]
    }
    let said = "What is always so: better stated once, under `facts` of the client's document."
    let inner = members.flatMap { lines(of: $0, depth: 1) }
    return ["client:"]
      + (["id: \(asked.client)"] + comment(said, depth: 1) + inner).map { "  " + $0 }
  }

  private func asks(_ tree: FactTree) -> Bool {
    switch tree {
    case .leaf(let slot): wanted.contains(facts[slot].path)
    case .group(_, let members): members.contains { asks($0.tree) }
    }
  }

  // MARK: Facts

  private func lines(of member: FactTree.Member, depth: Int) -> [String] {
    switch member.tree {
    case .leaf(let slot): return asks(member.tree) ? lines(of: member.name, facts[slot], depth) : []
    case .group(let slot, let members):
      let isAction = depth == 0 && member.name == "action"
      guard isAction || asks(member.tree) else { return [] }
      var inner = members.flatMap { lines(of: $0, depth: depth + 1) }
      if isAction { inner.insert("kind: \(asked.kindText)", at: 0) }
      let group = slot.map { facts[$0] }
      var start = group.map { comment($0.doc, depth: depth) } ?? []
      if group?.isNullable == true {
        start.append("# \(member.name): null    # there is none; else:")
      }
      // To state a person is to say that somebody is reached.
      let isForNobody = group?.path == "recipient" && !reachesPerson
      if isForNobody { start += comment("Only where it concerns one person.", depth: depth) }
      let all = ["\(member.name):"] + inner.map { "  " + $0 }
      let hides = group?.isNullable == true || isForNobody || !states(inner)
      return start + (hides ? all.map { "# " + $0 } : all)
    }
  }

  /// Whether some line is more than a remark: a key with nothing below it would be a mistake.
  private func states(_ lines: [String]) -> Bool {
    lines.contains { line in line.first { $0 != " " } != "#" }
  }

  private var reachesPerson: Bool {
    asked.kindText == "message" || asked.kindText.hasPrefix("message.")
  }

  private func lines(of name: String, _ fact: Fact, _ depth: Int) -> [String] {
    guard let type = fact.type else { return [] }
    var words = fact.doc
    if fact.isSensitive { words += " Its value is never shown." }
    if fact.defaultValue != nil { words += " Where it is not stated, its default holds." }
    var hint = hint(type)
    if let unit = fact.unit { hint += ", in \(unit)" }
    if fact.isNullable { hint += "; null for none" }
    var lines = comment(words, depth: depth)
    lines += hinted(fact.isNullable ? "# \(name):" : "\(name):", hint, depth)
    if case .map(_, .record(let number)) = type { lines += record(number, "for each key:", depth) }
    if case .list(.record(let number)) = type { lines += record(number, "each with:", depth) }
    return lines
  }

  /// How an entry of a map, or an element of a list, is written.
  private func record(_ number: Int, _ title: String, _ depth: Int) -> [String] {
    let record = asked.library.vocabulary.records[number]
    return ["# \(title)"]
      + record.fields.flatMap { field in
        let none = field.isNullable ? "; left out for none" : ""
        let doc = field.doc.isEmpty ? "" : ". \(field.doc)"
        return hinted("#   \(field.name):", hint(field.type) + none + doc, depth)
      }
  }

  // MARK: What may be written

  private func hint(_ type: FactType) -> String {
    switch type {
    case .bool: "true or false"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "a text"
    case .timestamp: "an instant, such as 2026-11-23T10:00:00Z"
    case .duration: "a duration, such as 48h or 30d"
    case .term(let number): terms(of: number)
    case .list(.term(let number)): "a list: \(terms(of: number)); [] for none"
    case .list: "a list; [] for none"
    case .map(.term(let number), let value):
      "by \(asked.library.vocabulary.termSets[number].name)\(ofValues(value)); {} for none"
    case .map(_, let value): "by name\(ofValues(value)); {} for none"
    case .record(let number): "a \(asked.library.vocabulary.records[number].name)"
    }
  }

  private func ofValues(_ type: FactType) -> String {
    if case .record = type { return "" }
    return ", \(hint(type))"
  }

  /// All terms of a small set; of a larger one its name and two that matter to the rules.
  private func terms(of number: Int) -> String {
    let set = asked.library.vocabulary.termSets[number]
    if set.terms.count <= 10 { return set.terms.map(\.id).joined(separator: ", ") }
    var shown: [String] = []
    for symbol in asked.termsNamed where symbol.set == set.number && shown.count < 2 {
      let example = set.hasParts(symbol.id) ? firstPart(of: symbol.id, in: set) : symbol.id
      if let id = example.map({ set.terms[Int($0)].id }), !shown.contains(id) { shown.append(id) }
    }
    if shown.isEmpty { shown = set.terms.filter { $0.doc != nil }.prefix(2).map(\.id) }
    if shown.isEmpty { shown = set.terms.prefix(2).map(\.id) }
    return "of \(set.name), such as \(shown.joined(separator: ", "))"
  }

  /// The first part that is explained and is no group of others, such as a country of a union.
  private func firstPart(of term: UInt32, in set: TermSet) -> UInt32? {
    let era = set.eraCount - 1
    return set.parts(of: term, era: era).sorted().first { part in
      let id = set.terms[Int(part)].id
      return part != term && set.terms[Int(part)].doc != nil
        && set.parts(of: part, era: era).allSatisfy { set.terms[Int($0)].id.hasPrefix(id) }
    }
  }

  private func hinted(_ start: String, _ hint: String, _ depth: Int) -> [String] {
    let column = max(start.count + 2, Self.column - 2 * depth)
    let parts = hint.wrappedLines(to: max(30, Self.width - 2 * depth - column - 2))
    return parts.enumerated().map { index, part in
      let left = index == 0 ? start : ""
      return left + String(repeating: " ", count: column - left.count) + "# " + part
    }
  }

  private func comment(_ text: String, depth: Int) -> [String] {
    guard !text.isEmpty else { return [] }
    return text.wrappedLines(to: Self.width - 2 * depth - 2).map { "# " + $0 }
  }
}
