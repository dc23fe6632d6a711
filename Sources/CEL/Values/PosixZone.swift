/// A zone's rule for all later years, in the form of POSIX's `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2017, chapter 8.3, with the wider hours of RFC 8536, section 3.3.1.
struct PosixZone: Sendable {
  /// Seconds east of UTC.
  private let standard: Int64
  private let daylight: Daylight?

  private struct Daylight {
    let offset: Int64
    let start: Change
    let end: Change
  }

  /// The day and the local time, in seconds from midnight, of a change.
  fileprivate struct Change {
    let day: Day
    let time: Int64
  }

  fileprivate enum Day {
    /// `Mm.w.d`: the w-th weekday d of the month, the last one for 5.
    case weekday(month: Int64, week: Int64, day: Int64)
    /// `Jn`: 1...365, February 29th is never counted.
    case julian(Int64)
    /// `n`: 0...365.
    case zeroBased(Int64)
  }

  /// Reads `rule = name offset (name offset? "," change "," change)?`.
  init?(_ text: String) {
    var reader = Reader(Array(text.utf8))
    guard reader.skipName(), let west = reader.time() else { return nil }
    standard = -west
    if reader.isAtEnd {
      daylight = nil
      return
    }
    guard reader.skipName() else { return nil }
    let offset = reader.isNext(",") ? standard + 3_600 : reader.time().map { -$0 }
    guard let offset, reader.take(","), let start = reader.change(), reader.take(","),
      let end = reader.change(), reader.isAtEnd
    else { return nil }
    daylight = Daylight(offset: offset, start: start, end: end)
  }

  /// Seconds east of UTC at an instant.
  func offset(at seconds: Int64) -> Int64 {
    guard let daylight else { return standard }
    let year = CivilDay(daysSinceEpoch: floorDivide(seconds + standard, 86_400)).year
    // A change may lie up to a week outside its year, so the neighbours' changes count too.
    var best: (at: Int64, offset: Int64) = (.min, standard)
    for year in (year - 1)...(year + 1) {
      let start = daylight.start.instant(year: year) - standard
      let end = daylight.end.instant(year: year) - daylight.offset
      // Where both fall together (all-year daylight time) the later one written wins: the start.
      if end <= seconds, end >= best.at { best = (end, standard) }
      if start <= seconds, start >= best.at { best = (start, daylight.offset) }
    }
    return best.offset
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    func isNext(_ character: Unicode.Scalar) -> Bool {
      index < bytes.count && UInt32(bytes[index]) == character.value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard isNext(character) else { return false }
      index += 1
      return true
    }

    /// Steps over `name = letter+ | "<" (letter | digit | "+" | "-")+ ">"`.
    mutating func skipName() -> Bool {
      let start = index
      if take("<") {
        while index < bytes.count, !isNext(">") { index += 1 }
        return take(">")
      }
      while index < bytes.count, (0x41...0x5A).contains(bytes[index] & 0xDF) { index += 1 }
      return index > start
    }

    /// Reads `time = ("+" | "-")? hours (":" minutes (":" seconds)?)?`.
    mutating func time() -> Int64? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard let hours = number(), hours <= 167 else { return nil }
      var seconds = hours * 3_600
      if take(":") {
        guard let minutes = number(), minutes < 60 else { return nil }
        seconds += minutes * 60
        if take(":") {
          guard let rest = number(), rest < 60 else { return nil }
          seconds += rest
        }
      }
      return isNegative ? -seconds : seconds
    }

    /// Reads `change = day ("/" time)?`.
    mutating func change() -> Change? {
      guard let day = day() else { return nil }
      guard take("/") else { return Change(day: day, time: 7_200) }
      return time().map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Day? {
      if take("J") {
        guard let day = number(), (1...365).contains(day) else { return nil }
        return .julian(day)
      }
      guard take("M") else {
        guard let day = number(), day <= 365 else { return nil }
        return .zeroBased(day)
      }
      guard let month = number(), (1...12).contains(month), take("."),
        let week = number(), (1...5).contains(week), take("."),
        let day = number(), day <= 6
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    }

    private mutating func number() -> Int64? {
      let start = index
      var value: Int64 = 0
      while index < bytes.count, (0x30...0x39).contains(bytes[index]), index - start < 4 {
        value = value * 10 + Int64(bytes[index]) - 0x30
        index += 1
      }
      return index > start ? value : nil
    }
  }
}

extension PosixZone.Change {
  /// Seconds from the epoch to the change, as if the local clock were UTC's.
  fileprivate func instant(year: Int64) -> Int64 {
    let firstOfYear = days(year, 1)
    let days =
      switch day {
      case .weekday(let month, let week, let day): nth(week, day, month, year)
      case .julian(let day): firstOfYear + day - 1 + (CivilDay.isLeap(year) && day >= 60 ? 1 : 0)
      case .zeroBased(let day): firstOfYear + day
      }
    return days * 86_400 + time
  }

  private func nth(_ week: Int64, _ weekday: Int64, _ month: Int64, _ year: Int64) -> Int64 {
    let first = days(year, month)
    let day = floorModulo(weekday - floorModulo(first + 4, 7), 7) + (week - 1) * 7
    return first + (day >= CivilDay.length(ofMonth: month, year: year) ? day - 7 : day)
  }

  private func days(_ year: Int64, _ month: Int64) -> Int64 {
    CivilDay(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
  }
}
