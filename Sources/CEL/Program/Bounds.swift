/// A range of costs or sizes, both ends included.
///
/// Sums and products stop at the greatest number.
struct Bounds: Hashable, Sendable {
  var min: UInt64
  var max: UInt64

  init(_ min: UInt64, _ max: UInt64) {
    self.min = min
    self.max = max
  }

  init(_ range: ClosedRange<UInt64>) { self.init(range.lowerBound, range.upperBound) }

  init(exactly number: some BinaryInteger) {
    self.init(UInt64(clamping: number), UInt64(clamping: number))
  }

  static let zero = Bounds(0, 0)
  static let one = Bounds(1, 1)
  /// Nothing is known.
  static let any = Bounds(0, .max)

  /// From nothing up to the same.
  var fromZero: Bounds { Bounds(0, max) }

  /// Both ranges and what lies between them.
  func union(_ other: Bounds) -> Bounds {
    Bounds(Swift.min(min, other.min), Swift.max(max, other.max))
  }

  /// A part of it; of what has no bound, no part has one.
  func divided(by divisor: UInt64) -> Bounds {
    Bounds(min / divisor, max == .max ? max : max / divisor)
  }

  static func + (left: Bounds, right: Bounds) -> Bounds {
    Bounds(sum(left.min, right.min), sum(left.max, right.max))
  }

  static func += (left: inout Bounds, right: Bounds) { left = left + right }

  static func * (left: Bounds, right: Bounds) -> Bounds {
    Bounds(product(left.min, right.min), product(left.max, right.max))
  }

  private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? .max : sum
  }

  private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (product, overflows) = left.multipliedReportingOverflow(by: right)
    return overflows ? .max : product
  }
}
