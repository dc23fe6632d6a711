import CEL

/// Where a truth that hangs on one instant changes.
///
/// From the first instant to the last it is undecided, then one truth, then perhaps the other, then
/// undecided again; any of these may be missing. Near where it changes it may go to and fro: months that
/// are shorter take the days beyond their end for their last, so `months(x, 1)` of January 30th, noon, is
/// later than of January 31st, midnight. Within a day of UTC it changes once at most.
struct Thresholds {
  /// In microseconds since 1970, the years 1 to 9999: what databases hold.
  static let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

  let truth: (Int64) -> Truth

  init(_ truth: @escaping (Int64) -> Truth) { self.truth = truth }

  struct Found: Equatable {
    /// The first and the last instant at which it is decided.
    let low: Int64
    let high: Int64
    /// The truth at the first.
    let first: Bool
    /// The instants from which the truth is another, ascending.
    let changes: [Int64]
  }

  /// Nil where no instant was found at which it is decided.
  func find(near middle: Int64) -> Found? {
    let day: Int64 = 86_400_000_000
    let samples = [
      middle, 0, middle - 365 * day, middle + 365 * day, Self.range.lowerBound,
      Self.range.upperBound,
    ]
    guard let sample = samples.first(where: { Self.range.contains($0) && isDecided($0) }) else {
      return nil
    }
    let low =
      isDecided(Self.range.lowerBound)
      ? Self.range.lowerBound : boundary(Self.range.lowerBound, sample) { isDecided($0) }
    let high =
      isDecided(Self.range.upperBound)
      ? Self.range.upperBound
      : boundary(sample, Self.range.upperBound) { !isDecided($0) } - 1
    let first = truth(low) == .yes
    let last = truth(high) == .yes
    if first == last { return Found(low: low, high: high, first: first, changes: []) }
    let change = boundary(low, high) { (truth($0) == .yes) != first }
    return Found(low: low, high: high, first: first, changes: changes(near: change, low, high))
  }

  /// All changes within so many days of one: as many as a month can be shorter than another.
  private func changes(near change: Int64, _ low: Int64, _ high: Int64) -> [Int64] {
    let day: Int64 = 86_400_000_000
    let midnight = change - ((change % day) + day) % day
    var changes: [Int64] = []
    var place = max(low, midnight - 4 * day)
    var current = truth(place) == .yes
    func look(at next: Int64) {
      guard next > place else { return }
      if (truth(next) == .yes) != current {
        changes.append(boundary(place, next) { (truth($0) == .yes) != current })
        current.toggle()
      }
      place = next
    }
    for number in -4...4 {
      let start = midnight + Int64(number) * day
      look(at: min(max(start, low), high))
      look(at: min(max(start + day - 1, low), high))
    }
    return changes
  }

  private func isDecided(_ instant: Int64) -> Bool {
    switch truth(instant) {
    case .yes, .no: true
    case .unknown, .error: false
    }
  }

  /// The first instant after `low` for which something holds that does not of `low`, but of `high`.
  private func boundary(_ low: Int64, _ high: Int64, _ holds: (Int64) -> Bool) -> Int64 {
    var (low, high) = (low, high)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
