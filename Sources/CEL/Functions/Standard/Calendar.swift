extension StandardLibrary {
  /// Parts of timestamps, in UTC or in a zone, and of durations.
  static let calendar: [Function] = [
    parts("getFullYear", "year") { $0.year },
    parts("getMonth", "month") { $0.month - 1 },
    parts("getDate", "day_of_month_1_based") { $0.day },
    parts("getDayOfMonth", "day_of_month") { $0.day - 1 },
    parts("getDayOfWeek", "day_of_week") { $0.weekday },
    parts("getDayOfYear", "day_of_year") { $0.date.dayOfYear },
    parts("getHours", "hours", nanoseconds: 3_600_000_000_000) { $0.hour },
    parts("getMinutes", "minutes", nanoseconds: 60_000_000_000) { $0.minute },
    parts("getSeconds", "seconds", nanoseconds: 1_000_000_000) { $0.second },
    milliseconds,
  ]

  /// - Parameter nanoseconds: Of one unit, where durations can be asked too: for the whole number of
  ///   units in them.
  private static func parts(
    _ name: String, _ id: String, nanoseconds: Int64? = nil,
    _ part: @escaping @Sendable (LocalTime) -> Int64
  ) -> Function {
    var overloads = accessors(name, id, part)
    if let nanoseconds {
      overloads.append(
        Overload(
          "duration_to_\(id)", member: true, [.duration], .int,
          .unary { value, _ in
            guard case .duration(let span) = value else { return .noSuchOverload(name, value) }
            return .int(span / nanoseconds)
          }))
    }
    return Function(name, overloads)
  }

  private static func accessors(
    _ name: String, _ id: String, _ part: @escaping @Sendable (LocalTime) -> Int64
  ) -> [Overload] {
    [
      Overload(
        "timestamp_to_\(id)", member: true, [.timestamp], .int,
        .unary { value, _ in
          guard case .timestamp(let instant) = value else { return .noSuchOverload(name, value) }
          return .int(part(LocalTime(instant)))
        }),
      Overload(
        "timestamp_to_\(id)_with_tz", member: true, [.timestamp, .string], .int,
        .binary { value, zone, context in
          guard case .timestamp(let instant) = value, case .string(let zoneName) = zone else {
            return .noSuchOverload(name, value, zone)
          }
          guard let zone = context.timeZones.zone(named: zoneName.string) else {
            return .failure(.invalidArgument, "no time zone is named `\(zoneName.string)`")
          }
          return .int(part(zone.localTime(of: instant)))
        }),
    ]
  }

  /// Of a timestamp the thousandths within its second; of a duration likewise.
  private static var milliseconds: Function {
    var overloads = accessors("getMilliseconds", "milliseconds") { $0.nanosecond / 1_000_000 }
    overloads.append(
      Overload(
        "duration_to_milliseconds", member: true, [.duration], .int,
        .unary { value, _ in
          guard case .duration(let span) = value else {
            return .noSuchOverload("getMilliseconds", value)
          }
          return .int(span % 1_000_000_000 / 1_000_000)
        }))
    return Function("getMilliseconds", overloads)
  }
}
