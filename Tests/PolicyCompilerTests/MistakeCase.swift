import Testing

/// A library with marks and the mistakes that it holds.
struct MistakeCase: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String
  let mistakes: [String]

  init(_ name: String, _ text: String, _ mistakes: String...) {
    self.init(name: name, text: text, mistakes: mistakes)
  }

  init(name: String, text: String, mistakes: [String]) {
    self.name = name
    self.text = text
    self.mistakes = mistakes
  }

  /// A policy `p` of house ethics that holds nothing but a rule `r`.
  static func rule(_ name: String, _ rule: String, _ mistakes: String...) -> MistakeCase {
    let indented = rule.split(separator: "\n").map { "    \($0)\n" }.joined()
    return MistakeCase(
      name: name,
      text: "policy: p\ntitle: P\nauthority: house\nrules:\n  - rule: r\n" + indented,
      mistakes: mistakes)
  }

  /// A policy `p` with further keys, whose rule is right.
  static func policy(_ name: String, _ keys: String, _ mistakes: String...) -> MistakeCase {
    MistakeCase(
      name: name,
      text: """
        policy: p
        title: P
        authority: house
        \(keys)
        rules:
          - {rule: r, cite: C, forbid: action.automated, because: B.}
        """,
      mistakes: mistakes)
  }

  var testDescription: String { name }
  var found: [String] { MarkedLibrary(text).mistakes() }
}
