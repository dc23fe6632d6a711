import CEL
import Diagnostics
import Testing

/// Work that a short expression can ask for is charged or takes no more time than it costs.
struct LargeInputTests {
  private static let libraries = [.standard] + Library.extensions

  /// Patterns that come of values: compiling costs, and again only for another pattern.
  @Test(arguments: [
    ("lists.range(400).all(k, !s.matches(dyn('^([ab]{9}){9}$')))", false),
    ("lists.range(60000).all(k, !s.matches('((a{30}){30})' + string(k)))", true),
    ("lists.range(400).exists(k, s.matches('(' + string(k)))", true),
    ("lists.range(9).all(k, !s.matches('[^k]{' + string(k + 1) + '}z'))", false),
  ])
  func `patterns that are no constants are compiled at a cost`(text: String, isStopped: Bool) {
    let found = outcome(of: text, ["s": .text("x")], libraries: Self.libraries)
    #expect(found == (isStopped ? "cost-limit" : "true"))
  }

  @Test(arguments: [
    ("'aa'.matches(dyn('^a+$'))", "true"), ("'aa'.matches(dyn('('))", "invalid-argument"),
    ("'aa'.matches(dyn(1))", "no-such-overload"), ("dyn(1).matches(dyn('a'))", "no-such-overload"),
    ("'aa'.matches(u)", "unknown(u)"), ("dyn(1 / 0 == 1) || 'aa'.matches(u)", "unknown(u)"),
    ("matches('aa', dyn('b'))", "false"), ("['a', '('].exists(p, 'a'.matches(p))", "true"),
  ])
  func `a pattern that is no constant means the same`(text: String, expected: String) {
    let variables: KeyValuePairs<String, Value> = ["u": .unknown(UnknownSet("u"))]
    #expect(outcome(of: text, variables, libraries: Self.libraries) == expected)
  }

  @Test func `equal maps hash alike, and other maps otherwise`() {
    func map(_ entries: MapValue.Entry...) -> ValueKey {
      ValueKey(.map(MapValue(entries: entries)))
    }
    let one = map((.text("a"), .int(1)), (.text("b"), .list(ListValue([.double(2)]))))
    let same = map((.text("b"), .list(ListValue([.uint(2)]))), (.text("a"), .double(1)))
    #expect(one == same && one.hashValue == same.hashValue)
    let hashes = Set((0..<1_000).map { map((.text("a"), .int($0))).hashValue })
    #expect(hashes.count > 990)
  }

  @Test(arguments: [
    ("x in [1, 2, 3, 4, 5, 6, 7, 8, [9]]", "unknown(x)"),
    ("x in [1, 2, 3, 4, 5, 6, 7, 8, 9]", "false"),
    ("x in [[1], [2], [3], [4], [5], [6], [7], [8], [9, 9]]", "unknown(x)"),
    ("[9] in [[1], [2], [3], [4], [5], [6], [7], [8], [9]]", "true"),
  ])
  func `a list with an unknown part is searched for in a long list`(
    text: String, expected: String
  ) {
    let variables: KeyValuePairs<String, Value> = ["x": .array([.unknown(UnknownSet("x"))])]
    #expect(outcome(of: text, variables) == expected)
  }
}
