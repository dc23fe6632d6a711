/// Expressions that random changes start from: one or more of everything that the language has, and
/// all that once was trouble.
enum FuzzCorpus {
  static let expressions = [
    // Literals and operators.
    #"null != true && 1 + -2u - 0x1F * 1.5e3 / .5 % 2 >= b'\x00é'"#,
    #"'a\n\u00e9\U0001F600\101' + "b" + r'\d' + '''c''' + """d"""#,
    "-9223372036854775808 - 9223372036854775807 < 18446744073709551615u",
    "!!b && !(--i == - -1) || (b ? i : j) in [1, 2, i]", "((((i))))", "a.b.c || .a.b",
    "i == 1 ? 'a' : i == 2 ? 'b' : i == 3 ? 'c' : 'd'", "[1, 2, 3,][i] == {'a': 1,}.a",
    "1.0 / 0.0 == double('Infinity') && double('NaN') != double('NaN')", "0.0 == -0.0",
    // Macros.
    "is.all(x, x > 0) || is.exists(x, x < 0) || is.exists_one(x, x == 0)",
    "is.map(x, x * 2).filter(x, x > 1).map(x, x % 2 == 0, [x])", "is.all(i, v, v > i)",
    "si.transformList(k, v, v > 0, k + string(v)).sortBy(s, -size(s))",
    "si.transformMap(k, v, v + 1).transformMapEntry(k, v, {v: k})", "cel.bind(x, i + 1, x * x)",
    "oi.optMap(x, x + 1).optFlatMap(x, optional.of([x])).orValue([])", "has(si.a) && has(p.name)",
    // Optionals.
    "[?oi, 1, ?optional.none()] + [?si[?'a']]", "{?'a': oi, ?'b': si.?b}.?a.?b",
    "optional.ofNonZeroValue(i).or(oi).hasValue() && oi.value() > 0", "sl.?a[?0].orValue(i)",
    // Functions.
    "size(s) + s.size() + size(o) + size(is) + size(si)", "s.contains(t) && s.matches('^a+$')",
    "s.startsWith('a') != s.endsWith(t)", "type(i) == int && type(type(i)) == type",
    "int('7') + int(2.9) + int(3u) + int(timestamp('2024-02-29T12:00:00Z'))",
    "string(i) + string(d) + string(o) + string(at) + string(span) + string(b)",
    "at + span - duration('1h30m') > timestamp(0) && at - at == duration('0')",
    "at.getFullYear('Europe/Rome') + at.getMonth('+02:00') + span.getMilliseconds()",
    "s.split(',').map(x, x.trim().lowerAscii()).join('-').replace('a', 'b', 2).substring(1, 2)",
    "'%s %d %.2f %x %b %e'.format([s, i, d, o, b, d]).reverse().charAt(0)",
    "s.indexOf(t, 1) + s.lastIndexOf(t) > strings.quote(s).size()",
    "math.greatest(1, 2u, 3.0, d) > math.least([1, 2]) || math.abs(i) == math.sign(i)",
    "math.bitAnd(i, 7) | 1", "math.bitShiftLeft(1, 63) == math.bitNot(0)", "math.round(2.5)",
    "is.distinct().reverse().slice(0, 1).first() == lists.range(3).last()", "iss.flatten().sort()",
    "sets.contains(is, [1]) && sets.equivalent(is, is) || sets.intersects(ss, [s])",
    "base64.decode(base64.encode(o)) == o", "ip('::1').isLoopback() && net.containsIP(ip)",
    "cidr('10.0.0.0/8').masked().prefixLength() == 8", "isIP(s) && ip.isCanonical('1.2.3.4')",
    // Structures and names.
    "Person{name: s, age: i}.name == p.name", "google.protobuf.Int32Value{value: 1} == 1",
    "p.`name`.size() + si.`b-c/d`", "google.protobuf.Value{string_value: 'a'}",
    // Mistakes of many kinds.
    "i + s", "unknown.name", "s.foo()", "is.all(1, true)", "has(i)", "1 +", "[1, 2", "'abc",
    "i = 1",
    "size()", "{1: 1, 1: 2}", "[[], {}, null][3]", "p.nmae", "if (i) 1", "i & j",
    "dyn(1) + dyn('a')",
    // What takes long where it is not stopped.
    "[s].map(x, [x + x, x + x]).map(x, [x + x, x + x]).map(x, [x + x, x + x])",
    "cel.bind(a, [i, i], cel.bind(b, [a, a], cel.bind(c, [b, b], c == c)))",
    "'%1000f%1000f'.format([d, d])", "'a'.matches('((a{100}){100}){100}')", "lists.range(100000)",
  ]

  static let pieces = [
    "(", ")", "[", "]", "{", "}", ",", ".", "?", ":", "!", "-", "&&", "||", "==", "<", " in ", "+",
    ".?", "[?", "'", "\"", "'''", "`", "\\", "//", "\n", "\0", "é", "\u{1F600}", "0x", "1e", "u",
    "b'", "r\"", "null", "true", ".all(x, ", ".map(x, ", "has(", "cel.bind(x, ", "1",
    "9223372036854775808",
    "i", "s", "is", "si", "oi", "p", "x", "dyn(", "optional.of(", "{1: 2}", "[]", "''",
  ]
}
