import CEL
import Testing

struct OverloadTests {
  @Test(arguments: [
    ("1 + 2", "int"), ("1u + 2u", "uint"), ("'a' + 'b'", "string"), ("[1] + [2]", "list(int)"),
    ("at + span", "timestamp"), ("number + any", "int"), ("any + any", "dyn"),
    ("any == 1", "bool"), ("number % 2 == 0 ? text : 'x'", "string"), ("names[0]", "string"),
    ("counts['a']", "int"), ("counts.a", "int"), ("any.a.b[0].c", "dyn"), ("!flag", "bool"),
    ("text.size()", "int"), ("size(names)", "int"), ("'a' in counts", "bool"),
    ("at.getHours('UTC')", "int"), ("dyn(1) < 1.5", "bool"), ("1 == dyn('a')", "bool"),
    ("person.boss.boss.name", "string"), ("has(person.boss)", "bool"), ("type(1) == int", "bool"),
  ])
  func `operands decide the overload`(text: String, type: String) {
    #expect(Checking.standard.type(of: text) == type)
  }

  @Test(arguments: [
    ("[]", "list(dyn)"), ("{}", "map(dyn, dyn)"), ("[1, 2]", "list(int)"),
    ("[1, 's']", "list(dyn)"),
    ("{'a': 1, 'b': 's'}", "map(string, dyn)"), ("[[], [1]]", "list(list(int))"),
    ("[[1], []]", "list(list(int))"), ("[] + [1]", "list(int)"),
    ("[[[[[]]]], [], [[[]]]]", "list(list(list(list(list(dyn)))))"),
    ("([].map(x, x))[0].foo", "dyn"), ("flag ? [] : [1]", "list(int)"),
    ("[dyn(1), 1]", "list(dyn)"), ("[1, dyn(1)]", "list(dyn)"),
    ("[[1], [dyn(1)]]", "list(list(dyn))"), ("{1: [], 2: ['a']}", "map(int, list(string))"),
    ("[maybe, 1]", "list(wrapper(int))"), ("[1, maybe]", "list(wrapper(int))"),
    ("[maybe, null]", "list(wrapper(int))"), ("[null, at]", "list(timestamp)"),
    ("[at, null][0]", "timestamp"), ("[1, null]", "list(dyn)"), ("maybe + 1", "int"),
    ("maybe == null", "bool"), ("[person, null]", "list(person)"),
  ])
  func `literals have the narrowest type that holds their members`(text: String, type: String) {
    #expect(Checking.standard.type(of: text) == type)
  }

  @Test(arguments: [
    ("names.map(n, size(n))", "list(int)"), ("names.filter(n, n != '')", "list(string)"),
    ("counts.map(k, k)", "list(string)"), ("counts.all(k, v, v > size(k))", "bool"),
    ("names.exists(i, n, i == 0)", "bool"), ("names.exists_one(n, n == '')", "bool"),
    ("names.transformList(i, n, i)", "list(int)"),
    ("counts.transformMap(k, v, v > 1)", "map(string, bool)"),
    ("names.transformMap(i, n, n)", "map(int, string)"),
    ("counts.transformMapEntry(k, v, {v: k})", "map(int, string)"),
    ("any.map(x, x)", "list(dyn)"), ("any.all(x, x)", "bool"),
    ("names.map(n, n == 'a', size(n))", "list(int)"),
    ("names.all(n, n)", "type-mismatch: the condition of `all` is a `bool`, not a `string`"),
    ("text.all(c, true)", "type-mismatch: `all` goes over a list or a map, not over a `string`"),
  ])
  func `comprehensions go over lists and maps`(text: String, type: String) {
    #expect(Checking.standard.type(of: text) == type)
  }

  @Test(arguments: [
    ("math.greatest(1u, 2u, 3u)", "uint"), ("math.greatest([1u, 2u])", "uint"),
    ("math.least(1, 2, 3, 4, 5, 6, 7)", "int"), ("math.least(1, 2.0, 3)", "dyn"),
    ("math.least([1, 2.0])", "dyn"), ("math.least(any, 1, 2)", "dyn"),
    ("math.greatest([any])", "dyn"), ("math.least([])", "dyn"), ("pick(1)", "int"),
    ("pick('a')", "dyn"), ("pick(any)", "dyn"), ("pick([1])", "string"), ("pick(['a'])", "dyn"),
  ])
  func `an overload for any type is meant where no narrower one is`(text: String, type: String) {
    var checking = Checking.standard
    for function in Library.math.functions { checking.environment.declare(function) }
    checking.environment.declare(
      Function(
        "pick",
        [
          Overload("pick_any", [.dyn], .dyn, nil), Overload("pick_int", [.int], .int, nil),
          Overload("pick_ints", [.list(.int)], .string, nil),
        ]))
    #expect(checking.type(of: text) == type)
  }

  @Test(arguments: [
    ("[tuple(1, 2u, 3.0), tuple(dyn(1), dyn(2u), dyn(3.0))][0]", "tuple(dyn, dyn, dyn)"),
    ("sort(tuple(dyn(1), 2u, 3.0))", "tuple(dyn, dyn, dyn)"),
    ("sort(tuple(1, dyn(2u), 3))", "tuple(dyn, dyn, dyn)"),
    ("tuple(1, 2u, 3.0) == tuple(1, dyn(2u), dyn(3.0))", "bool"),
    ("sort(tuple(1, 2, 3))", "tuple(int, int, int)"),
    ("sort(tuple(1, 2u, 3))", "no-such-overload: there is no `sort(tuple(int, uint, int))`"),
  ])
  func `type parameters bind the same type everywhere`(text: String, type: String) {
    var checking = Checking.standard
    let (first, second, third) = (
      ValueType.parameter("T"), ValueType.parameter("U"), ValueType.parameter("V")
    )
    let tuple = ValueType.opaque("tuple", [first, second, third])
    let same = ValueType.opaque("tuple", [first, first, first])
    checking.environment.declare(
      Function("tuple", [Overload("tuple", [first, second, third], tuple, nil)]))
    checking.environment.declare(Function("sort", [Overload("sort", [same], same, nil)]))
    #expect(checking.type(of: text) == type)
  }

  @Test(arguments: [
    ("number < share", "no-such-overload: there is no `int < double`", "bool"),
    ("1 <= share", "no-such-overload: there is no `int <= double`", "bool"),
    ("any < share", "bool", "bool"),
  ])
  func `numbers of two types are ordered where that is wanted`(
    text: String, without: String, with: String
  ) {
    var checking = Checking.standard
    #expect(checking.type(of: text) == without)
    checking.environment.options.crossTypeOrdering = true
    #expect(checking.type(of: text) == with)
  }

  @Test(arguments: [
    ("google.protobuf.Int32Value{value: 1}", "wrapper(int)"),
    ("google.protobuf.Int32Value{value: 1} + 1", "int"),
    ("google.protobuf.StringValue{} != null", "bool"),
    ("google.protobuf.Timestamp{seconds: 1, nanos: 2}", "timestamp"),
    ("google.protobuf.Value{number_value: 1.0}", "dyn"),
    ("person{name: 'A', age: 3}.boss.name", "string"), ("person{}", "person"),
    ("person{name: 3}", "type-mismatch: field `name` is a `string`, not an `int`"),
    ("person{nam: ''}", "unknown-field: `person` has no field `nam`"),
    ("persom{}", "unknown-record: no record type is named `persom`"),
  ])
  func `structures are written out field by field`(text: String, type: String) {
    #expect(Checking.standard.type(of: text) == type)
  }

  @Test(arguments: [
    ("{'a': 1}.?a", "optional_type(int)"), ("person.?boss.name", "optional_type(string)"),
    ("any.?a.?b", "optional_type(dyn)"), ("has(person.?boss.name)", "bool"),
    ("[?person.?age, 1]", "list(int)"), ("{?'a': person.?age}", "map(string, int)"),
    ("person.?age.optMap(a, a > 3)", "optional_type(bool)"),
    ("person.?boss.optFlatMap(b, b.?age)", "optional_type(int)"),
    ("[?1]", "type-mismatch: a member behind `?` is an optional, not an `int`"),
    (
      "1.optMap(a, a)", "type-mismatch: `optMap` is asked of an optional, not of an `int`"
    ),
  ])
  func `optionals stay optional through selections`(text: String, type: String) {
    #expect(Checking.standard.type(of: text) == type)
  }
}
