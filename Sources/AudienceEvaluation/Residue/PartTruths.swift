import CEL
import FactsReading
import PolicyEngine
import PolicyModel

/// The truths of a residue's parts, each asked once a value; of parts that read two columns once a pair.
struct PartTruths {
  private let residue: Residue
  private var evaluation: Evaluation
  /// By part: the columns that it reads.
  let columnsOfPart: [[Int]]
  /// By part of one column and code: a truth and 1, or 0 where it has not been asked.
  private var tables: [[UInt8]]
  private var pairs: [[UInt64: UInt8]]
  /// Slots that hold a row's values, and not what they hold where nothing is stated.
  private var held: [Int] = []
  /// What slots hold of a row that states nothing.
  let unstated: [Value]
  private static let mostPairs = 1 << 16

  /// Nil where the columns do not hold what a part reads.
  init?(_ residue: Residue, _ columns: RecipientColumns) {
    self.residue = residue
    var columnsOfPart: [[Int]] = []
    for part in residue.parts {
      var read: Set<Int> = []
      for slot in part.slots {
        let key = part.program.onlyKey(ofMapIn: slot)
        let column = columns.columns.firstIndex { column in
          guard column.slots.contains(slot) else { return false }
          guard let own = column.key else { return true }
          return key.map { Value.equal(own, $0) } ?? false
        }
        guard let column else { return nil }
        read.insert(column)
      }
      columnsOfPart.append(read.sorted())
    }
    self.columnsOfPart = columnsOfPart
    tables = columnsOfPart.map { _ in [] }
    pairs = columnsOfPart.map { _ in [:] }
    // Rows that state nothing have what the vocabulary's defaults say.
    var slots = residue.facts.slots
    let defaults = Facts(nothingOf: residue.gate.library.vocabulary)
    for slot in residue.openSlots { slots[slot] = defaults.slots[slot] }
    unstated = slots
    evaluation = Evaluation(slots: slots, timeZones: residue.gate.library.timeZones)
    evaluation.functionsSeeFirstSlots = true
  }

  mutating func forget() {
    for part in tables.indices {
      tables[part] = []
      pairs[part] = [:]
    }
  }

  /// The columns that hold slots.
  func columns(of slots: Set<Int>, _ columns: RecipientColumns) -> [Int] {
    columns.columns.indices.filter { !slots.isDisjoint(with: columns.columns[$0].slots) }
  }

  /// The truth of a logic where columns have codes.
  mutating func truth(
    _ logic: Residue.Logic, _ columns: RecipientColumns, _ code: (Int) -> Int32
  ) -> Truth {
    switch logic {
    case .known(let truth): return truth
    case .part(let part): return truth(ofPart: part, columns, code)
    case .not(let term): return !truth(term, columns, code)
    case .all(let terms):
      var result = Truth.yes
      for term in terms {
        result = result && truth(term, columns, code)
        if result == .no { return .no }
      }
      return result
    case .any(let terms):
      var result = Truth.no
      for term in terms {
        result = result || truth(term, columns, code)
        if result == .yes { return .yes }
      }
      return result
    }
  }

  private mutating func truth(
    ofPart part: Int, _ columns: RecipientColumns, _ code: (Int) -> Int32
  ) -> Truth {
    let read = columnsOfPart[part]
    switch read.count {
    case 1:
      let place = Int(code(read[0]))
      if place < tables[part].count, tables[part][place] != 0 {
        return Truth(rawValue: tables[part][place] - 1) ?? .error
      }
      if place >= tables[part].count {
        let missing = columns.columns[read[0]].entries.count - tables[part].count
        tables[part].append(contentsOf: repeatElement(0, count: missing))
      }
      let truth = asked(part, columns, code)
      tables[part][place] = truth.rawValue + 1
      return truth
    case 2:
      let key =
        UInt64(UInt32(bitPattern: code(read[0]))) << 32
        | UInt64(UInt32(bitPattern: code(read[1])))
      if let known = pairs[part][key] { return Truth(rawValue: known) ?? .error }
      if pairs[part].count >= Self.mostPairs { pairs[part] = [:] }
      let truth = asked(part, columns, code)
      pairs[part][key] = truth.rawValue
      return truth
    default: return asked(part, columns, code)
    }
  }

  private mutating func asked(
    _ part: Int, _ columns: RecipientColumns, _ code: (Int) -> Int32
  ) -> Truth {
    for slot in held { evaluation.setSlot(slot, to: unstated[slot]) }
    held.removeAll(keepingCapacity: true)
    for column in columnsOfPart[part] {
      for (slot, value) in columns.stated(by: code(column), of: column) {
        evaluation.setSlot(slot, to: value)
        held.append(slot)
      }
    }
    return residue.parts[part].program.truth(&evaluation)
  }
}
