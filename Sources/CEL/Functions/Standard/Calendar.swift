/// The parts of timestamps, in UTC or in a named zone, and of durations.
///
/// Months, days of the month, of the week (from Sunday) and of the year count from 0; `getDate`
/// counts from 1. A duration's hours, minutes and seconds are the whole of it, rounded towards
/// zero; its milliseconds are those of its last second.
extension StandardLibrary {
  /// `getFullYear` to `getMilliseconds`.
  static let calendar: [Function] = [
    part("getFullYear", "year") { $0.year },
    part("getMonth", "month") { $0.month - 1 },
    part("getDate", "day_of_month_1_based") { $0.day },
    part("getDayOfMonth", "day_of_month") { $0.day - 1 },
    part("getDayOfWeek", "day_of_week") { $0.weekday },
    part("getDayOfYear", "day_of_year") { $0.date.dayOfYear },
    part("getHours", "hours", { $0.hour }, ofDuration: { $0 / 3_600_000_000_000 }),
    part("getMinutes", "minutes", { $0.minute }, ofDuration: { $0 / 60_000_000_000 }),
    part("getSeconds", "seconds", { $0.second }, ofDuration: { $0 / 1_000_000_000 }),
    part(
      "getMilliseconds", "milliseconds", { $0.nanosecond / 1_000_000 },
      ofDuration: { $0 / 1_000_000 % 1_000 }),
  ]

  private static func part(
    _ name: String, _ id: String, _ read: @escaping @Sendable (LocalTime) -> Int64
  ) -> Function {
    Function(
      name,
      [
        Overload(
          "timestamp_to_\(id)", member: true, [.timestamp], .int,
          .unary { instant, _ in
            guard case .timestamp(let instant) = instant else {
              return .noSuchOverload(name, instant)
            }
            return .int(read(LocalTime(instant)))
          }),
        Overload(
          "timestamp_to_\(id)_with_tz", member: true, [.timestamp, .string], .int,
          .binary { instant, zone, context in
            guard case .timestamp(let instant) = instant, case .string(let zone) = zone else {
              return .noSuchOverload(name, instant, zone)
            }
            guard let rules = context.timeZones.zone(named: zone.string) else {
              return .unknownZone(zone.string)
            }
            return .int(read(rules.localTime(of: instant)))
          }),
      ])
  }

  private static func part(
    _ name: String, _ id: String, _ read: @escaping @Sendable (LocalTime) -> Int64,
    ofDuration whole: @escaping @Sendable (Int64) -> Int64
  ) -> Function {
    let duration = Overload(
      "duration_to_\(id)", member: true, [.duration], .int,
      .unary { value, _ in
        guard case .duration(let value) = value else { return .noSuchOverload(name, value) }
        return .int(whole(value))
      })
    return Function(name, part(name, id, read).overloads + [duration])
  }
}

extension Value {
  /// The error for a name that is no time zone's.
  static func unknownZone(_ name: String) -> Value {
    .failure(.invalidArgument, "no time zone is named `\(name)`")
  }
}
