import CEL
import FactsReading

/// What the values of columns leave of the rules, by the vectors of `RuleMasks`.
///
/// Values of a column that leave the same rules are one class. Columns of few classes are put together in groups, whose
/// vectors are made beforehand for each choice of classes, so that a row takes a look-up a column and a vector a group:
///
///     steps    by column and code: how far its class moves a row's place in the group's table
///     table    the vectors of all groups
struct ValueClasses {
  private let masks: RuleMasks
  /// The columns that bits are read of.
  private let readColumns: [Int]
  /// By column: the class of each code, and each class's vector.
  private var classes: [[Int32]]
  private var vectors: [[[UInt64]]]
  private var numbers: [[[UInt64]: Int32]]
  /// How many classes the groups were made of.
  private var grouped: [Int] = []

  /// Columns, group by group.
  private(set) var reads: [Read] = []
  private(set) var groups: [Group] = []
  private(set) var steps: [Int32] = []
  private(set) var table: [UInt64] = []

  struct Read: BitwiseCopyable {
    let column: Int32
    /// Where its steps start.
    let first: Int32
  }

  struct Group: BitwiseCopyable {
    let reads: (lower: Int32, upper: Int32)
    /// Where its vectors start.
    let start: Int32
  }

  /// The most words that a group's vectors take, so that all of them stay near.
  private static let mostWords = 1 << 12

  init(_ masks: RuleMasks, columnCount: Int) {
    self.masks = masks
    readColumns = masks.terms.indices.filter { !masks.terms[$0].isEmpty }
    classes = Array(repeating: [], count: columnCount)
    vectors = classes.map { _ in [] }
    numbers = classes.map { _ in [:] }
  }

  /// Forgets codes; classes stay.
  mutating func forget() { classes = classes.map { _ in [] } }

  /// Finds the class of each code that has none yet.
  mutating func update(_ columns: RecipientColumns, _ truths: inout PartTruths) {
    var isNew = false
    for column in readColumns {
      for code in classes[column].count..<columns.columns[column].entries.count {
        let vector = vector(of: Int32(code), column, columns, &truths)
        let known = numbers[column][vector]
        let number = known ?? Int32(vectors[column].count)
        if known == nil {
          numbers[column][vector] = number
          vectors[column].append(vector)
        }
        classes[column].append(number)
        isNew = true
      }
    }
    if isNew { group() }
  }

  private func vector(
    of code: Int32, _ column: Int, _ columns: RecipientColumns, _ truths: inout PartTruths
  ) -> [UInt64] {
    let ands = 3 * masks.words
    var vector = [UInt64](repeating: .max, count: ands)
    vector += [UInt64](repeating: 0, count: masks.width - ands)
    for term in masks.terms[column] {
      var holds = false
      for claim in term.claims where !holds {
        holds = claim.holds(truths.truth(claim.logic, columns) { _ in code })
      }
      if term.isOr, holds { vector[term.word] |= term.bit }
      if !term.isOr, !holds { vector[term.word] &= ~term.bit }
    }
    return vector
  }

  /// Puts columns together; those of the fewest classes first.
  private mutating func group() {
    let counts = readColumns.map { vectors[$0].count }
    if counts != grouped {
      grouped = counts
      table = []
      groups = []
      reads = []
      var members: [Int] = []
      var size = 1
      for column in readColumns.sorted(by: { vectors[$0].count < vectors[$1].count }) {
        let count = vectors[column].count
        if !members.isEmpty, size * count * masks.width > Self.mostWords {
          addGroup(members)
          members = []
          size = 1
        }
        members.append(column)
        size *= count
      }
      if !members.isEmpty { addGroup(members) }
    }
    steps = []
    var place = 0
    for group in groups {
      var step = Int32(masks.width)
      for _ in Int(group.reads.lower)..<Int(group.reads.upper) {
        let column = Int(reads[place].column)
        reads[place] = Read(column: reads[place].column, first: Int32(steps.count))
        steps += classes[column].map { $0 * step }
        step *= Int32(vectors[column].count)
        place += 1
      }
    }
  }

  private mutating func addGroup(_ members: [Int]) {
    let lower = Int32(reads.count)
    reads += members.map { Read(column: Int32($0), first: 0) }
    groups.append(Group(reads: (lower, Int32(reads.count)), start: Int32(table.count)))
    let ands = 3 * masks.words
    var together = [
      [UInt64](repeating: .max, count: ands)
        + [UInt64](repeating: 0, count: masks.width - ands)
    ]
    for column in members {
      together = vectors[column].flatMap { own in
        together.map { vector in
          vector.indices.map { $0 < ands ? vector[$0] & own[$0] : vector[$0] | own[$0] }
        }
      }
    }
    for vector in together { table += vector }
  }
}
