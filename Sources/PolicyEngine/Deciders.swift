import CEL
import PolicyModel

/// The atoms that make a condition what it is: whatever the others were, it would be the same.
///
/// One false part decides an `all`, one true part an `any`; otherwise every part has to be named. Of
/// several parts that would each suffice the first is taken.
enum Deciders {
  static func atoms(of condition: Condition, _ truth: (Int) -> Truth) -> [Int] {
    switch condition {
    case .atom(let atom): [atom]
    case .all(let parts): atoms(of: parts, decidedBy: .no, truth)
    case .any(let parts), .none(let parts): atoms(of: parts, decidedBy: .yes, truth)
    }
  }

  private static func atoms(
    of parts: [Condition], decidedBy deciding: Truth, _ truth: (Int) -> Truth
  ) -> [Int] {
    if let part = parts.first(where: { $0.truth(truth) == deciding }) {
      return atoms(of: part, truth)
    }
    return parts.flatMap { atoms(of: $0, truth) }
  }
}
