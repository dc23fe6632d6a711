import CEL
import Diagnostics
import PolicyModel

/// Finds `==`, `!=` and `in` with a term that has parts: a fact that names a part would not equal it.
///
/// Code: `coarse-constant`.
enum CoarseConstantCheck {
  static func problem(
    _ function: String, _ constant: Value, _ set: TermSet?
  ) -> ConstantCoercion.Problem? {
    guard case .symbol(let symbol) = constant, let set, set.hasParts(symbol.id) else { return nil }
    let term = set.terms[Int(symbol.id)].id
    let sign = function == "@in" ? "in" : function == "_!=_" ? "!=" : "=="
    let example = sign == "!=" ? "!x.within(\"\(term)\")" : "x.within(\"\(term)\")"
    return (
      code: .coarseConstant,
      message: "`\(term)` has parts, which `\(sign)` does not ask about",
      help: "use `within`, which holds for its parts too: `\(example)`"
    )
  }
}

extension DiagnosticCode {
  static let coarseConstant = DiagnosticCode("coarse-constant")
}
