import PolicyModel
import TestSupport
import Testing

@testable import PolicyVerification

/// Odd ways to loosen: each is found, or said to be only tried; none is called proved.
@Suite(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words))
struct LooseningTests {
  /// What a setting is, what the rule asks, and whether the direction is right.
  struct Way: CustomTestStringConvertible, Sendable {
    let setting: String
    let rule: String
    let isTighter: Bool
    var testDescription: String { rule }
  }

  private static let fewExcepted =
    "unless: [{exception: few, cite: A, when: action.count < settings.s}]"

  private static let ways = [
    // In a `when` the direction turns round.
    Way(
      setting: "{type: int, default: 5, tighter: lower}",
      rule: "when: action.count > settings.s\n    require: action.flag", isTighter: true),
    Way(
      setting: "{type: int, default: 5, tighter: higher}",
      rule: "when: action.count > settings.s\n    require: action.flag", isTighter: false),
    // Through an exception.
    Way(
      setting: "{type: int, default: 5, tighter: lower}",
      rule: "require: action.flag\n    " + fewExcepted,
      isTighter: true),
    Way(
      setting: "{type: int, default: 5, tighter: higher}",
      rule: "require: action.flag\n    " + fewExcepted,
      isTighter: false),
    // Through a definition of the policy's.
    Way(
      setting: "{type: int, default: 5, tighter: higher}", rule: "require: is_within",
      isTighter: false),
    // Through a product with a fact, which no solver decides.
    Way(
      setting: "{type: int, default: 5, tighter: lower}",
      rule: "require: action.count * settings.s < 100", isTighter: false),
    // Lower means no overflow: what failed before is kept.
    Way(
      setting: "{type: int, default: 5, tighter: lower}",
      rule: "require: action.count - settings.s < 5\n    unknown: allow", isTighter: false),
    // Through the calendar.
    Way(
      setting: "{type: int, default: 5, tighter: higher}",
      rule: "require: 'now < months(recipient.consents[\"b\"].at, settings.s)'", isTighter: false),
    // More names that are refused; more names that are enough.
    Way(
      setting: "{type: list(string), default: [n], tighter: more}",
      rule: "forbid: action.name in settings.s", isTighter: true),
    Way(
      setting: "{type: list(string), default: [n], tighter: more}",
      rule: "require: action.name in settings.s", isTighter: false),
    // Coarse places leave the question open, and stay as strict.
    Way(
      setting: "{type: list(term(place)), default: [DE-BY], tighter: fewer}",
      rule: "require: recipient.location.within(settings.s)", isTighter: true),
    Way(
      setting: "{type: list(term(place)), default: [DE-BY], tighter: fewer}",
      rule: "forbid: recipient.location.within(settings.s)", isTighter: false),
    // Three pages of a table, one of them from a day on.
    Way(
      setting: "{type: int, default: 1, tighter: higher}",
      rule: "require: action.count <= cap(recipient.location) - settings.s", isTighter: true),
    Way(
      setting: "{type: int, default: 1, tighter: lower}",
      rule: "require: action.count <= cap(recipient.location) - settings.s", isTighter: false),
    // Two comparisons that pull in both directions.
    Way(
      setting: "{type: int, default: 5, tighter: lower}",
      rule: "require: \\n      - action.count <= settings.s\n      - action.limit >= settings.s",
      isTighter: false),
  ]

  private static func policy(_ settings: String, _ rule: String) -> String {
    """

    ---
    policy: care
    title: Care
    authority: house
    settings:
      s: \(settings.dropLast()), doc: "What is tried."}
    tables:
      cap:
        by: place
        of: int
        rows:
          - {is: WORLD, value: 9, cite: A}
          - {is: DE, value: 3, cite: B, from: 2022-01-01}
    \(rule.contains("is_within") ? "define: {is_within: {is: action.count <= settings.s}}" : "")
    rules:
      - rule: one
        cite: A
    \(rule.split(separator: "\n").map { "    " + $0.replacing(/^ {4}/, with: "") }.joined(separator: "\n"))
        because: No.
    """
  }

  @Test(arguments: ways)
  func `a direction is proved only where it is the right one`(way: Way) throws {
    let rule = way.rule.replacing("\\n", with: "\n")
    let library = try SmallLibrary(
      SmallWorld.vocabulary + Self.policy(way.setting, rule)
    ).library
    let finding = try #require(try Verifier(library).settings(of: []).first)
    #expect((finding.status == .proved) == way.isTighter, "\(finding.status)")
  }
}
