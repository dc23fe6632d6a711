/// Local wall-clock time, as policies speak of it: quiet hours, office hours.
public enum WallClock {
  /// Whether an instant lies between two times of day in a zone: `[timestamp, from, until, zone]`.
  ///
  /// The first time is within, the second is not. Where the second is earlier, the span goes over
  /// midnight; where both are the same, nothing lies between them. Errors (`invalidArgument`): a
  /// text that is no time of day, a zone that the database does not know.
  public static func between(_ arguments: [Value], _ timeZones: TimeZoneDatabase) -> Value {
    guard arguments.count == 4, case .timestamp(let instant) = arguments[0],
      case .string(let from) = arguments[1], case .string(let until) = arguments[2],
      case .string(let zone) = arguments[3]
    else { return .noSuchOverload("between", arguments: arguments) }
    guard let start = minutes(from.string) else { return noTimeOfDay(from) }
    guard let end = minutes(until.string) else { return noTimeOfDay(until) }
    guard let rules = timeZones.zone(named: zone.string) else { return .unknownZone(zone.string) }
    let time = rules.localTime(of: instant)
    let now = time.hour * 60 + time.minute
    return .bool(start <= end ? start <= now && now < end : start <= now || now < end)
  }

  /// Minutes since midnight of `00:00` to `24:00`; nil for other texts.
  public static func minutes(_ text: String) -> Int64? {
    var reader = DigitReader(text)
    guard let hour = reader.number(digits: 2), reader.take(":"),
      let minute = reader.number(digits: 2), reader.isAtEnd, minute < 60
    else { return nil }
    let total = hour * 60 + minute
    return total <= 24 * 60 ? total : nil
  }

  private static func noTimeOfDay(_ text: StringValue) -> Value {
    .failure(.invalidArgument, "`\(text.string)` is no time of day, such as `08:30`")
  }
}
