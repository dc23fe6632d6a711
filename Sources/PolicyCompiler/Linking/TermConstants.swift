import CEL
import Diagnostics
import PolicyModel

/// Makes terms of the string literals that stand where a term is expected.
struct TermConstants: Sendable {
  private let sets: [String: TermSet]

  init(_ sets: [TermSet]) {
    self.sets = Dictionary(
      sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var coercion: ConstantCoercion {
    let sets = sets
    return ConstantCoercion(
      applies: { Self.setName($0) != nil },
      convert: { text, type in
        guard let name = Self.setName(type), let set = sets[name] else {
          return .failure(
            code: .unknownTermSet, message: "`\(text)` is a term of no known set", help: nil)
        }
        if let symbol = set.symbol(for: text) { return .value(.symbol(symbol)) }
        let nearest = Suggestion.nearest(to: text, in: set.terms.lazy.map(\.id))
        return .failure(
          code: .unknownTerm, message: "no term of `\(name)` is named `\(text)`",
          help: nearest.map { "did you mean `\($0)`?" })
      },
      check: { function, constant, type in
        CoarseConstantCheck.problem(function, constant, Self.setName(type).flatMap { sets[$0] })
      })
  }

  /// The set whose terms a type stands for; nil for other types.
  static func setName(_ type: ValueType) -> String? {
    guard case .opaque("term", let parameters) = type,
      case .opaque(let name, _)? = parameters.first
    else { return nil }
    return name
  }
}
