import CEL
import Testing

struct MacroTests {
  @Test(arguments: [
    ("has(a.b)", "(has a b)"), ("has(a.b.c)", "(has (. a b) c)"),
    ("has(a['k'].b)", "(has (_[_] a \"k\") b)"), ("has(a.`b-c`)", "(has a b-c)"),
    ("has(a.?b.c)", "(has (.? a b) c)"),
    ("a.all(x, p)", "(all a x if:p)"), ("a.exists(x, p)", "(exists a x if:p)"),
    ("a.exists_one(x, p)", "(existsOne a x if:p)"), ("a.existsOne(x, p)", "(existsOne a x if:p)"),
    ("a.filter(x, p)", "(filter a x if:p)"), ("a.map(x, t)", "(map a x to:t)"),
    ("a.map(x, p, t)", "(map a x if:p to:t)"), ("[1].all(x, x > 0)", "(all [1] x if:(_>_ x 0))"),
    ("a.all(i, x, p)", "(all a i,x if:p)"), ("a.exists(i, x, p)", "(exists a i,x if:p)"),
    ("a.existsOne(i, x, p)", "(existsOne a i,x if:p)"),
    ("a.transformList(i, x, t)", "(transformList a i,x to:t)"),
    ("a.transformList(i, x, p, t)", "(transformList a i,x if:p to:t)"),
    ("a.transformMap(k, v, t)", "(transformMap a k,v to:t)"),
    ("a.transformMapEntry(k, v, p, t)", "(transformMapEntry a k,v if:p to:t)"),
    ("a.sortBy(x, k)", "(sortBy a x to:k)"), ("a.optMap(x, t)", "(optMap a x to:t)"),
    ("a.optFlatMap(x, t)", "(optFlatMap a x to:t)"),
    ("cel.bind(x, v, b)", "(bind x v b)"),
  ])
  func `a macro is a node of its own`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
  }

  @Test(arguments: [
    ("has(a, b)", "(has a b)"), ("has()", "(has)"), ("a.has(b.c)", "(has on:a (. b c))"),
    (".has(a.b)", "(.has (. a b))"), ("all(x, p)", "(all x p)"), ("a.all(x)", "(all on:a x)"),
    ("a.map(x)", "(map on:a x)"), ("a.filter(x, y, z)", "(filter on:a x y z)"),
    ("a.bind(x, v, b)", "(bind on:a x v b)"), ("cel.bind(x, v)", "(bind on:cel x v)"),
    ("a.transformList(x, t)", "(transformList on:a x t)"),
  ])
  func `a call that fits no macro stays a call`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
  }

  @Test(arguments: [
    ("has(a)", "`has` takes a field of something, as in `has(a.b)`"),
    ("has(a['b'])", "`has` takes a field of something, as in `has(a.b)`"),
    ("has(a.?b)", "`has` takes a field of something, as in `has(a.b)`"),
    ("has(a.b())", "`has` takes a field of something, as in `has(a.b)`"),
    ("a.all(1, true)", "`all` takes the name of a variable here"),
    ("a.map(x.y, t)", "`map` takes the name of a variable here"),
    ("a.exists(.x, t)", "`exists` takes the name of a variable here"),
    ("cel.bind(1, v, b)", "`cel.bind` takes the name of a variable here"),
    ("a.all(x, x, true)", "both variables are named `x`"),
  ])
  func `a macro's arguments are looked at`(text: String, mistake: String) {
    #expect(TreeText.parsed(text) == "macro-argument: \(mistake)")
  }

  @Test func `macros can be switched off`() {
    var options = ParserOptions()
    options.twoVariableComprehensions = false
    #expect(TreeText.parsed("a.all(i, x, p)", options: options) == "(all on:a i x p)")
    #expect(TreeText.parsed("a.all(x, p)", options: options) == "(all a x if:p)")
    options.bindings = false
    #expect(TreeText.parsed("cel.bind(x, v, b)", options: options) == "(bind on:cel x v b)")
    options.optionalSyntax = false
    #expect(TreeText.parsed("a.optMap(x, t)", options: options) == "(optMap on:a x t)")
    options.macros = false
    #expect(TreeText.parsed("has(a.b)", options: options) == "(has (. a b))")
    #expect(TreeText.parsed("a.all(x, p)", options: options) == "(all on:a x p)")
  }
}
