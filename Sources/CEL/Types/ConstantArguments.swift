import Diagnostics

extension DiagnosticCode {
  /// A constant text is no duration.
  static let badDuration = DiagnosticCode("bad-duration")
  /// A constant text is no instant.
  static let badTimestamp = DiagnosticCode("bad-timestamp")
  /// A constant text names no time zone.
  static let badTimeZone = DiagnosticCode("bad-time-zone")
  /// A constant text is no time of day.
  static let badClockTime = DiagnosticCode("bad-clock-time")
  /// A constant text is no regular expression.
  static let badRegex = DiagnosticCode("bad-regex")
}

/// Looks at the constant texts that functions read as something else (`Options.checksConstants`).
extension Checker {
  mutating func checkConstantArguments(of call: Call) {
    guard options.checksConstants else { return }
    let operands = call.operands
    switch call.name {
    case "duration" where operands.count == 1: checkText(operands[0], duration)
    case "timestamp" where operands.count == 1: checkText(operands[0], timestamp)
    case "matches" where operands.count == 2: checkText(operands[1], pattern)
    case "between" where operands.count == 4:
      checkText(operands[1], clockTime)
      checkText(operands[2], clockTime)
      checkText(operands[3], timeZone)
    case "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
      "getHours", "getMinutes", "getSeconds", "getMilliseconds":
      if operands.count == 2 { checkText(operands[1], timeZone) }
    default: break
    }
  }

  private struct Mistake {
    let code: DiagnosticCode
    let message: String
    let help: String
  }

  /// Reports what is wrong with a node that is a text; other nodes tell nothing yet.
  private mutating func checkText(_ node: Expression, _ mistake: (String) -> Mistake?) {
    guard case .literal(.string(let text)) = node.kind, let mistake = mistake(text) else { return }
    report(mistake.code, mistake.message, node.range, help: mistake.help)
  }

  private func duration(_ text: String) -> Mistake? {
    let days = options.extendedDurations ? "`30d`, " : ""
    switch Durations.parse(text, allowsDays: options.extendedDurations) {
    case .nanoseconds: return nil
    case .outOfRange:
      return Mistake(
        code: .badDuration, message: "the duration `\(text)` is out of range",
        help: "292 years are the most")
    case .malformed:
      return Mistake(
        code: .badDuration, message: "`\(text)` is no duration",
        help: "write it like \(days)`48h` or `1h30m`")
    }
  }

  private func timestamp(_ text: String) -> Mistake? {
    if Timestamp(text) != nil { return nil }
    return Mistake(
      code: .badTimestamp, message: "`\(text)` is no instant",
      help: "write it like `2026-11-23T10:00:00Z`")
  }

  private func timeZone(_ text: String) -> Mistake? {
    if options.timeZones.zone(named: text) != nil { return nil }
    return Mistake(
      code: .badTimeZone, message: "no time zone is named `\(text)`",
      help: "write it like `Europe/Rome` or `+02:00`")
  }

  private func clockTime(_ text: String) -> Mistake? {
    var reader = DigitReader(text)
    if reader.hoursAndMinutes() != nil, reader.isAtEnd { return nil }
    return Mistake(
      code: .badClockTime, message: "`\(text)` is no time of day", help: "write it like `08:00`")
  }

  private func pattern(_ text: String) -> Mistake? {
    do throws(EvaluationError) {
      _ = try Pattern(text)
      return nil
    } catch {
      return Mistake(
        code: .badRegex, message: error.message,
        help: "regular expressions are RE2's: no look-around, no back references")
    }
  }
}
