import CEL
import Testing

@testable import AudienceSQL

/// Where truths that hang on one instant change.
struct ThresholdTests {
  @Test(arguments: [Int64(0), 1, -1, 1_767_225_600_000_000, Thresholds.range.lowerBound + 1])
  func `one change is found to the microsecond`(change: Int64) {
    let found = Thresholds { $0 < change ? .no : .yes }.find(near: 0)
    #expect(
      found
        == .init(
          low: Thresholds.range.lowerBound, high: Thresholds.range.upperBound, first: false,
          changes: [change]))
  }

  @Test func `what is always so has no change`() {
    #expect(Thresholds { _ in .yes }.find(near: 5)?.changes == [])
    #expect(Thresholds { _ in .error }.find(near: 5) == nil)
  }

  @Test func `errors at the ends of the calendar are kept apart`() {
    let found = Thresholds { $0 < -1000 ? .error : $0 > 5000 ? .unknown : $0 > 20 ? .no : .yes }
      .find(near: 0)
    #expect(found == .init(low: -1000, high: 5000, first: true, changes: [21]))
  }

  @Test func `months that are shorter make the truth go to and fro`() throws {
    // A month after the 29th, 30th and 31st of January is the 28th of February, at the same hour.
    let limit = try #require(Timestamp("2026-02-28T09:30:00Z"))
    func truth(_ micros: Int64) -> Truth {
      guard let instant = Timestamp(micros: micros),
        let moved = Timestamp.addingMonths(1, to: instant)
      else { return .error }
      return Truth(moved < limit)
    }
    let found = try #require(Thresholds(truth).find(near: limit.micros))
    let texts = found.changes.compactMap { Timestamp(micros: $0)?.text }
    #expect(
      texts == [
        "2026-01-28T09:30:00Z", "2026-01-29T00:00:00Z", "2026-01-29T09:30:00Z",
        "2026-01-30T00:00:00Z", "2026-01-30T09:30:00Z", "2026-01-31T00:00:00Z",
        "2026-01-31T09:30:00Z",
      ])
    #expect(found.first)
  }

  @Test(arguments: [
    "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
  ])
  func `microseconds and instants say the same`(text: String) throws {
    let instant = try #require(Timestamp(text))
    #expect(Timestamp(micros: instant.micros) == instant)
  }
}
