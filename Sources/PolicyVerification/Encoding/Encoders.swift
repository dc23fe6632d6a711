/// One view of a library, encoded in three ways: quickly, in full, and with few keys of maps.
final class Encoders {
  let coarse: Encoder
  let exact: Encoder
  private let dialect: String
  private let agreed: Set<String>
  private var small: [[Int: Set<UInt32>]: Encoder] = [:]

  /// `agreed`, `quantifiers`: what is known of another library's definitions beside this one's.
  init(
    _ formulas: Formulas, _ view: LibraryView, dialect: String = "", agreed: Set<String> = [],
    quantifiers: QuantifierAgreement? = nil
  ) {
    self.dialect = dialect
    self.agreed = agreed
    coarse = Encoder(
      formulas, view, maps: .asSymbols, dialect: dialect, agreed: agreed, quantifiers: quantifiers)
    exact = Encoder(formulas, view, dialect: dialect, agreed: agreed)
  }

  /// With these keys alone: for examples.
  func small(_ keys: [Int: Set<UInt32>]) -> Encoder {
    if let known = small[keys] { return known }
    let encoder = Encoder(
      exact.formulas, exact.view, maps: .someKeys(keys), dialect: dialect, agreed: agreed)
    small[keys] = encoder
    return encoder
  }
}
