import PolicyModel

/// Cells of CSV.
extension RecipientColumns {
  /// Finds the cells of a header; false where they do not make columns.
  mutating func addCells(_ header: CSVHeader) -> Bool {
    guard case .object(let shapes, _) = header.shape else { return false }
    cells = Array(
      repeating: RowScanner.CSVCell(member: 0, key: -1, first: 0, isPassedOver: true),
      count: header.count)
    var keyStart = 0
    var keyStarts: [Int] = []
    for member in members.indices {
      keyStarts.append(keyStart)
      if let shape = shapes.first(where: { $0.name == members[member].name })?.shape {
        self.shapes[member] = shape
        guard addCells(of: shape, member, keyStart) else { return false }
      }
      if members[member].cell.kind == .map { keyStart += keys[member].count }
    }
    return shapes.allSatisfy { shape in members.contains { $0.name == shape.name } }
  }

  private mutating func addCells(of shape: CSVShape, _ member: Int, _ keyStart: Int) -> Bool {
    if members[member].cell.kind == .map {
      guard case .object(let shapes, _) = shape, let slot = slot(ofMember: member) else {
        return false
      }
      for shape in shapes {
        guard case .cell(let cell, isList: false, emptyIsNone: false) = shape.shape else {
          return false
        }
        var key = keys[member].firstIndex { $0.name == shape.name }
        if key == nil {
          guard let type = valueType(ofMember: member) else { return false }
          key = keys[member].count
          keys[member].append((shape.name, keyCell(type, nil, [slot])))
        }
        cells[cell] = RowScanner.CSVCell(
          member: Int32(member), key: Int32(keyStart + (key ?? 0)), first: Int32(cell),
          isPassedOver: false)
      }
      return keys[member].count <= Self.mostNames
    }
    let all = shape.cells
    guard let first = all.min(), let last = all.max() else { return true }
    cells[last] = RowScanner.CSVCell(
      member: Int32(member), key: -1, first: Int32(first), isPassedOver: false)
    return true
  }
}

extension CSVShape {
  /// Whether an empty cell says nothing, and no cell is a list.
  var isPlain: Bool {
    switch self {
    case .cell(_, let isList, let emptyIsNone): !isList && !emptyIsNone
    case .object(let members, _): members.allSatisfy(\.shape.isPlain)
    }
  }

  /// The cells below, in the order of the header.
  fileprivate var cells: [Int] {
    switch self {
    case .cell(let cell, _, _): [cell]
    case .object(let members, _): members.flatMap(\.shape.cells)
    }
  }
}
