package import CEL

extension TermSet {
  /// How a term stands to a constant one.
  package enum Standing: Sendable {
    /// It is the constant: `equals`.
    case same
    /// It is part of the constant: `within(term, constant)`.
    case part
    /// The constant is part of it: `within(constant, term)`.
    case whole
    /// A map's key that is the constant; open where the key is narrower, as only a coarse constant
    /// leaves it open which key is meant.
    case key
    /// The constant is the map's key, the term what it is asked for.
    case keyed
  }

  /// By term, whether it stands so to one of some terms in an era: as the three-valued relations say
  /// of each, joined by "or".
  ///
  /// Cost: the parts of the constants and the wholes of those, not the whole set.
  package func truths(_ standing: Standing, toAnyOf constants: [UInt32], era: Int) -> [Truth] {
    var truths = [Truth](repeating: .no, count: terms.count)
    func mark(_ terms: [UInt32], _ truth: Truth) {
      for term in terms where truths[Int(term)] != .yes { truths[Int(term)] = truth }
    }
    for constant in constants {
      switch standing {
      case .same, .part, .whole:
        // Whatever has a part in common with the constant may be it, or hold it.
        for part in parts(of: constant, era: era) { mark(wholes(of: part, era: era), .unknown) }
      case .key: mark(parts(of: constant, era: era), .unknown)
      case .keyed: mark(wholes(of: constant, era: era), .unknown)
      }
      switch standing {
      case .same, .key, .keyed: truths[Int(constant)] = .yes
      case .part: mark(parts(of: constant, era: era), .yes)
      case .whole: mark(wholes(of: constant, era: era), .yes)
      }
    }
    return truths
  }
}
