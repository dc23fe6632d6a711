/// What a function of two arguments says of symbols beside a constant, told beforehand.
///
/// Where one argument of a call is constant, the planner makes a table of the truths, and the call
/// is a look-up in it: the function's body is only asked where a value is no such symbol.
package struct SymbolRelation: Sendable {
  /// The truths for the symbols of one argument, the other being a constant.
  ///
  /// Where the parameter is a list, they are those of an element, where it is a map, those of a
  /// key; the call holds if it holds for one of them. Nil where the constant is no such symbol.
  package let truths: @Sendable (_ varying: Int, _ constant: Value) -> SymbolTruths?

  /// Makes a relation of what tells the truths.
  package init(_ truths: @escaping @Sendable (_ varying: Int, _ constant: Value) -> SymbolTruths?) {
    self.truths = truths
  }
}

/// The truths of a call by the symbols of one set.
package struct SymbolTruths: Sendable {
  /// The set's number.
  package let set: UInt32
  /// Row after row; in each by the symbol's id.
  package let rows: [[Truth]]
  /// From which number on each row but the first holds, ascending.
  package let rowStarts: [Int64]
  /// The slot of that number, an int; where it holds none, the first row is taken.
  package let rowSlot: Int
  /// What the call answers where its truth is unknown.
  package let unknown: UnknownSet

  /// Makes a table; `rows` is one longer than `rowStarts`, all rows are of one length.
  package init(
    set: UInt32, rows: [[Truth]], rowStarts: [Int64], rowSlot: Int, unknown: UnknownSet
  ) {
    precondition(rows.count == rowStarts.count + 1, "a row lacks its start")
    self.set = set
    self.rows = rows
    self.rowStarts = rowStarts
    self.rowSlot = rowSlot
    self.unknown = unknown
  }
}

extension Overload {
  /// The same overload, with what it says of symbols.
  package func telling(_ relation: SymbolRelation) -> Overload {
    var overload = self
    overload.symbols = relation
    return overload
  }
}
