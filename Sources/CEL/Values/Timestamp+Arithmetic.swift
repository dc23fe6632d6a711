/// Arithmetic on instants. Nil where the result leaves the years 1 to 9999 or 64 bits.
extension Timestamp {
  /// The instant so many nanoseconds later.
  public func adding(nanoseconds duration: Int64) -> Timestamp? {
    let rest = duration % 1_000_000_000 + Int64(nanoseconds)
    let seconds = duration / 1_000_000_000
    let carry = floorDivide(rest, 1_000_000_000)
    return Timestamp(
      seconds: self.seconds + seconds + carry, nanoseconds: Int32(rest - carry * 1_000_000_000))
  }

  /// The instant so many nanoseconds earlier.
  public func subtracting(nanoseconds duration: Int64) -> Timestamp? {
    guard duration == .min else { return adding(nanoseconds: -duration) }
    return adding(nanoseconds: .max)?.adding(nanoseconds: 1)
  }

  /// The nanoseconds from another instant to this one; nil beyond ±292 years.
  public func nanoseconds(since other: Timestamp) -> Int64? {
    // Seconds are rounded towards zero so that no intermediate value leaves the range.
    var seconds = self.seconds - other.seconds
    var rest = Int64(nanoseconds) - Int64(other.nanoseconds)
    if seconds < 0, rest > 0 {
      seconds += 1
      rest -= 1_000_000_000
    }
    let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflows { return nil }
    let (sum, sumOverflows) = product.addingReportingOverflow(rest)
    return sumOverflows ? nil : sum
  }

  /// The same day and time of day in UTC so many calendar months later (or earlier).
  ///
  /// Where that month is shorter, its last day: January 31st and a month is February 28th or 29th.
  public static func addingMonths(_ months: Int64, to timestamp: Timestamp) -> Timestamp? {
    guard abs(clamping: months) <= 12 * 10_000 else { return nil }
    let days = floorDivide(timestamp.seconds, 86_400)
    let date = CivilDay(daysSinceEpoch: days)
    let total = date.year * 12 + date.month - 1 + months
    let year = floorDivide(total, 12)
    let month = total - year * 12 + 1
    let day = min(date.day, CivilDay.length(ofMonth: month, year: year))
    guard let moved = CivilDay(year: year, month: month, day: day) else { return nil }
    let timeOfDay = timestamp.seconds - days * 86_400
    return Timestamp(
      seconds: moved.daysSinceEpoch * 86_400 + timeOfDay, nanoseconds: timestamp.nanoseconds)
  }

  private static func abs(clamping value: Int64) -> Int64 {
    value == .min ? .max : Swift.abs(value)
  }
}
