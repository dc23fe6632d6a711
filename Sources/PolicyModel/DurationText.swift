import CEL

/// Durations as policies write them.
package enum DurationText {
  /// `30d`, `48h`, `90m`, `1.5s`: in the largest unit that divides it; days from three on.
  package static func text(_ nanoseconds: Int64) -> String {
    let units: [(Int64, String)] = [
      (86_400_000_000_000, "d"), (3_600_000_000_000, "h"), (60_000_000_000, "m"),
    ]
    for (unit, name) in units where nanoseconds != 0 && nanoseconds % unit == 0 {
      if name == "d", nanoseconds.magnitude < 3 * unit.magnitude { continue }
      return "\(nanoseconds / unit)\(name)"
    }
    return Durations.text(nanoseconds)
  }
}
