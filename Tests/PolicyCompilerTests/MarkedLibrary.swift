import Diagnostics
import PolicyCompiler
import Testing

/// A library's text in which ①, ② and so on stand before the places that diagnostics must point at.
struct MarkedLibrary {
  let file: SourceFile
  private let marks: [Int: Character]

  private static let signs: Set<Character> = ["①", "②", "③", "④", "⑤", "⑥"]

  init(_ marked: String, path: String = "policies/house/marked.yaml") {
    var text = ""
    var marks: [Int: Character] = [:]
    for character in marked {
      if Self.signs.contains(character) {
        marks[text.utf8.count] = character
      } else {
        text.append(character)
      }
    }
    file = SourceFile(path: path, text: text)
    self.marks = marks
  }

  /// What is wrong, a line each: `① unknown-key: a rule has no key `cites``; warnings say so.
  ///
  /// The diagnostics of the library's other files count as well.
  func mistakes(with others: [SourceFile] = [Core.file]) -> [String] {
    LibraryCompiler.compile(others + [file]).diagnostics.map { diagnostic in
      let severity = diagnostic.severity == .warning ? "warning " : ""
      return "\(place(diagnostic.range)) \(severity)\(diagnostic.code.rawValue): "
        + diagnostic.message
    }
  }

  private func place(_ range: SourceRange?) -> String {
    guard let range else { return "nowhere" }
    if range.file === file, let mark = marks[range.bytes.lowerBound] { return String(mark) }
    return "\(range.file.path):\(range.start.line):\(range.start.column)"
  }
}

/// A small vocabulary that the tests' policies speak of.
enum Core {
  static let file = SourceFile(path: "policies/base/core.yaml", text: text)

  static let text = """
    vocabulary: core
    facts:
      action:
        doc: What is about to be done.
        fields:
          kind: {type: term(action-kind)}
          purpose: {type: term(purpose)}
          at: {type: timestamp, nullable: true}
          automated: {type: bool}
          claims: {type: list(string)}
          content:
            fields:
              has_unsubscribe: {type: bool, changeable: true}
      recipient:
        sensitive: true
        fields:
          id: {type: string}
          consents: {type: "map(term(purpose), consent)"}
      person:
        fields:
          location: {type: term(place)}
          age: {type: int, unit: years, sensitive: true}
          messages: {type: int}
          relationship: {type: string}
          opt_outs: {type: "map(term(purpose), timestamp)"}
      client:
        standing: true
        fields:
          id: {type: string}
          established_in: {type: list(term(place))}
          revenue: {type: double}
          since: {type: timestamp, nullable: true}
      step:
        fields:
          always_after: {type: list(term(action-kind))}
      now: {type: timestamp}
    types:
      consent:
        fields:
          granted: {type: bool}
          at: {type: timestamp}
          evidence: {type: string, nullable: true, sensitive: true}
    terms:
      action-kind:
        message: {doc: Words to a person.}
        message.email: {}
        message.sms: {}
        data.sell: {}
      purpose:
        marketing: {}
        marketing.email: {}
      place:
        EU: {holds: [AT, DE, {is: GB, until: 2020-12-31}]}
        AT: {}
        DE: {}
        DE-BY: {}
        GB: {}
        US: {}
    define:
      reaches_person: action.kind.within("message")
      consented:
        given: {purpose: term(purpose)}
        is: >
          recipient.consents.exists(p, purpose.within(p)
            && recipient.consents[p].granted)
    """
}
