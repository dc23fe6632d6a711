/// A set of small numbers as ranges: which values of a finite choice are meant.
///
/// Terms are numbered in the order of their ids, so that a whole and its parts stand together and a
/// set is few ranges.
struct NumberSet: Hashable {
  /// Ascending, neither touching nor overlapping.
  let ranges: [ClosedRange<UInt32>]

  static let empty = NumberSet(ranges: [])

  private init(ranges: [ClosedRange<UInt32>]) { self.ranges = ranges }

  /// The set of some numbers, in any order.
  init(_ numbers: some Sequence<UInt32>) {
    var ranges: [ClosedRange<UInt32>] = []
    for number in Set(numbers).sorted() {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    self.ranges = ranges
  }

  var isEmpty: Bool { ranges.isEmpty }

  func contains(_ number: UInt32) -> Bool { ranges.contains { $0.contains(number) } }

  /// The numbers below `count` that are not in the set.
  func complement(below count: UInt32) -> NumberSet {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next < count { result.append(next...count - 1) }
    return NumberSet(ranges: result)
  }

  func union(_ other: NumberSet) -> NumberSet {
    var result: [ClosedRange<UInt32>] = []
    for range in (ranges + other.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return NumberSet(ranges: result)
  }

  func intersection(_ other: NumberSet, below count: UInt32) -> NumberSet {
    complement(below: count).union(other.complement(below: count)).complement(below: count)
  }
}
