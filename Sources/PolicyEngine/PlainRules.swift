import CEL
import PolicyModel
import SharedStorage

/// The rules of which nothing but `when` must be asked once the index has found their `forbid`
/// certainly false: without exceptions, duties and roots, `when` a row of atoms, `forbid` one atom.
///
/// Each is then kept, or does not apply; its reasons are known beforehand. Rules are counted as they
/// stand in `Gate.rules`.
///
///     rule     0      1      2
///     ends     2      2      5           where the rule's atoms end
///     atoms    7 9  |      | 7 3 4       of `when`: all must hold
///     bodies   12     -1     15          of `forbid`; -1: no such rule
///
/// Benchmark: `make bench`, "explained". Before, each of the 1,000 rules that apply of 10,000 was
/// judged in full, and its `forbid` evaluated: 4 us a rule with its texts.
struct PlainRules: ~Copyable, Sendable {
  /// One bit a rule: whether it is such a one.
  let bits: FrozenArray<UInt64>
  /// By bit, of every rule: the number of its policy.
  let policies: FrozenArray<Int32>
  let atoms: FrozenArray<Int32>
  let bodies: FrozenArray<Int32>
  private let ends: FrozenArray<Int32>

  init(library: CompiledLibrary, rules: [Int], words: Int) {
    var bits = [UInt64](repeating: 0, count: words)
    var policies: [Int32] = []
    var atoms: [Int32] = []
    var bodies: [Int32] = []
    var ends: [Int32] = []
    for (bit, number) in rules.enumerated() {
      let rule = library.rules[number]
      policies.append(Int32(rule.policy))
      if let body = rule.plainBody, let when = rule.when.row {
        bits[bit / 64] |= 1 << UInt64(bit % 64)
        bodies.append(Int32(body))
        atoms += when.map(Int32.init)
      } else {
        bodies.append(-1)
      }
      ends.append(Int32(atoms.count))
    }
    self.bits = FrozenArray(bits)
    self.policies = FrozenArray(policies)
    self.atoms = FrozenArray(atoms)
    self.bodies = FrozenArray(bodies)
    self.ends = FrozenArray(ends)
  }

  /// Where a rule's atoms stand in `atoms`.
  func range(of bit: Int) -> Range<Int> {
    (bit == 0 ? 0 : Int(ends[bit - 1]))..<Int(ends[bit])
  }
}

extension Rule {
  /// The one atom of a `forbid` that alone decides whether the rule is kept.
  fileprivate var plainBody: Int? {
    guard isForbid, exceptions.isEmpty, duties.isEmpty, neededRoots.isEmpty,
      case .atom(let atom) = body
    else { return nil }
    return atom
  }
}

extension Condition {
  /// Its atoms, where all of them must hold and each stands in it once.
  var row: [Int]? {
    switch self {
    case .atom(let atom): return [atom]
    case .all(let parts):
      var atoms: [Int] = []
      for part in parts {
        guard let row = part.row else { return nil }
        for atom in row where !atoms.contains(atom) { atoms.append(atom) }
      }
      return atoms
    case .any, .none: return nil
    }
  }
}
