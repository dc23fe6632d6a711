/// Local wall-clock time, as policies speak of it: quiet hours, office hours.
public enum WallClock {
  /// Whether an instant lies between two times of day in a zone.
  ///
  /// Arguments: timestamp, `"08:00"`, `"21:00"`, zone. The first time is within, the second is not;
  /// where the second is not later than the first, the span goes over midnight. Errors
  /// (`invalidArgument`): a time that is none, a zone that is not known.
  public static func between(_ arguments: [Value], _ timeZones: TimeZoneDatabase) -> Value {
    guard arguments.count == 4, case .timestamp(let instant) = arguments[0],
      case .string(let from) = arguments[1], case .string(let until) = arguments[2],
      case .string(let zoneName) = arguments[3]
    else { return .noSuchOverload("between", arguments: arguments) }
    guard let start = minutes(from.string) else { return noTime(from.string) }
    guard let end = minutes(until.string) else { return noTime(until.string) }
    guard let zone = timeZones.zone(named: zoneName.string) else {
      return .failure(.invalidArgument, "no time zone is named `\(zoneName.string)`")
    }
    let time = zone.localTime(of: instant)
    let now = time.hour * 60 + time.minute
    return .bool(start < end ? start <= now && now < end : now >= start || now < end)
  }

  /// Minutes since midnight of `00:00` to `24:00`; nil for other texts.
  public static func minutes(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    var digits: [Int64] = []
    for index in [0, 1, 3, 4] {
      guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
      digits.append(Int64(bytes[index]) - 0x30)
    }
    let hours = digits[0] * 10 + digits[1]
    let minutes = digits[2] * 10 + digits[3]
    guard minutes < 60, hours < 24 || (hours == 24 && minutes == 0) else { return nil }
    return hours * 60 + minutes
  }

  private static func noTime(_ text: String) -> Value {
    .failure(.invalidArgument, "`\(text)` is no time of day, such as `08:00`")
  }
}
