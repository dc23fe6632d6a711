import AudienceEvaluation
import CEL

/// A line on the error output that fills up as the audience is read; nothing where nobody watches.
struct AudienceBar {
  /// How wide the terminal is; nil where none watches.
  let columns: Int?
  let start: Timestamp?
  private var shown: Timestamp?
  private static let width = 28
  private static let narrowest = 6
  /// Seconds between two lines: terminals far away are slow.
  private static let pause = 0.1

  init(columns: Int?, start: Timestamp?) {
    self.columns = columns
    self.start = start
  }

  mutating func show(_ progress: AudienceRun.Progress, now: Timestamp?) {
    guard let columns else { return }
    if let shown, let now, now.seconds(since: shown) < Self.pause { return }
    shown = now
    let seconds = start.flatMap { start in now.map { $0.seconds(since: start) } } ?? 0
    let rate = seconds > 0 ? Double(progress.rows) / seconds : nil
    let line = Self.line(progress, rate: rate, columns)
    Terminal.show("\r" + line + "\u{1B}[K")
  }

  func clear() {
    if columns != nil { Terminal.show("\r\u{1B}[K") }
  }

  /// One line of a terminal, which has room for less where it is narrow: a line that is too long would
  /// stand there for good.
  private static func line(
    _ progress: AudienceRun.Progress, rate: Double?, _ columns: Int
  ) -> String {
    let room = columns - 1
    var line = "  \(progress.rows.grouped) recipients"
    let speed = rate.map { "  " + words($0) } ?? ""
    if let size = progress.size, size > 0 {
      let done = min(progress.bytes, size)
      let share = "  \(done * 100 / size) %"
      let left = min(width, room - 2 - line.count - share.count - speed.count)
      if left >= narrowest {
        let filled = done * left / size
        line += "  " + String(repeating: "━", count: filled)
        line += String(repeating: " ", count: left - filled)
      }
      line += share
    }
    if line.count + speed.count <= room { line += speed }
    return String(line.prefix(room))
  }

  /// `1.3 M/s`, `48,200/s`.
  private static func words(_ rate: Double) -> String {
    guard rate >= 1e6 else { return "\(Int(rate).grouped)/s" }
    let tenths = Int(rate / 1e5)
    return "\(tenths / 10).\(tenths % 10) M/s"
  }
}

extension Timestamp {
  fileprivate func seconds(since other: Timestamp) -> Double {
    Double(seconds - other.seconds) + Double(nanoseconds - other.nanoseconds) / 1e9
  }
}
