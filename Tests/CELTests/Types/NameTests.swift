import CEL
import Testing

struct NameTests {
  private func checking(container: String = "") -> Checking {
    var checking = Checking(options: Environment.Options(), container: container)
    let variables: [(String, ValueType)] = [
      ("a.b.c", .int), ("a.b", .map(.string, .string)), ("x", .string), ("com.x", .int),
      ("com.example.x", .bool), ("com.example.deep.y", .double),
    ]
    for (slot, (name, type)) in variables.enumerated() {
      checking.environment.declare(Variable(name: name, type: type, slot: slot))
    }
    checking.environment.declareConstant("color.RED", .int(1), .int)
    checking.environment.declare(
      Function("com.twice", [Overload("twice", [.int], .int, nil)]))
    return checking
  }

  @Test(arguments: [
    ("a.b.c", "int"), ("a.b.d", "string"), ("a.b['c']", "string"), (".a.b.c", "int"),
    ("color.RED", "int"), ("x", "string"), ("com.x", "int"), ("com.twice(1)", "int"),
    ("int", "type(int)"), ("google.protobuf.Timestamp", "type(timestamp)"),
  ])
  func `the longest declared prefix of a chain is its name`(text: String, type: String) {
    #expect(checking().type(of: text) == type)
  }

  @Test(arguments: [
    ("com.example", "x", "bool"), ("com.example", ".x", "string"), ("com", "x", "int"),
    ("com.other", "x", "int"), ("net", "x", "string"), ("com.example", "deep.y", "double"),
    ("com", "example.deep.y", "double"), ("com.example", "twice(2)", "int"),
    ("com.example", ".com.twice(2)", "int"),
    ("com.example", "twice", "undeclared-name: no variable is named `twice`"),
  ])
  func `a container's names come before those around it`(
    container: String, text: String, type: String
  ) {
    #expect(checking(container: container).type(of: text) == type)
  }

  @Test(arguments: [
    ("[true].exists(x, x)", "bool"), ("['s'].exists(x, .x == 's')", "bool"),
    ("[{'b': {'c': 's'}}].map(a, a.b.c)", "list(string)"),
    ("[{'b': {'c': 's'}}].map(a, .a.b.c)", "list(int)"),
    ("[1].map(x, ['s'].map(x, x))", "list(list(string))"),
    ("cel.bind(x, 1, x + 1)", "int"), ("[1].map(x, x) + [2].map(y, y)", "list(int)"),
    ("[1].all(z, true) && z", "undeclared-name: no variable is named `z`"),
  ])
  func `a comprehension's names hide all others within it`(text: String, type: String) {
    #expect(checking().type(of: text) == type)
  }

  @Test func `every name has its meaning`() {
    #expect(
      checking().meanings(of: "[x].exists(y, y == x) || person.boss.age > int(a.b.d)") == [
        "[x].exists(y, y == x) || person.boss.age > int(a.b.d) → logical_or",
        "x → variable x", "y == x → equals", "y → local y", "x → variable x",
        "person.boss.age > int(a.b.d) → greater_int64", "person.boss.age → person #1",
        "person.boss → person #3", "person → variable person", "int(a.b.d) → string_to_int64",
        "a.b → variable a.b",
      ])
  }

  @Test(arguments: [
    ("a.b.c", ["a.b.c → variable a.b.c"]),
    ("[{'c': 1}].map(a, a.b)", ["a → local a"]),
    ("nothing", []), ("nothing() || true", ["nothing() || true → logical_or", "nothing() → "]),
    ("com.twice('s')", ["com.twice('s') → twice"]),
    ("1.startsWith('s')", ["1.startsWith('s') → starts_with_string"]),
    ("1 == 'a'", ["1 == 'a' → equals term_equals"]),
  ])
  func `without types a name keeps all its overloads`(text: String, meanings: [String]) {
    #expect(checking().meanings(of: text, unchecked: true) == meanings)
  }
}
