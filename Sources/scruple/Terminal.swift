import ArgumentParser
import CEL
import Glibc

/// The process's own doors: its outputs, its environment, its clock.
enum Terminal {
  static func say(_ text: String) { write(text, to: STDOUT_FILENO) }

  static func complain(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO)
  }

  /// Writes on the error output as it is: for a line that is written over.
  static func show(_ text: String) { write(text, to: STDERR_FILENO) }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Whether somebody watches the error output.
  static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  /// How wide the terminal is that shows the error output; nil where it goes elsewhere.
  static var watchedColumns: Int? {
    guard isWatched else { return nil }
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// How many things can be done at once.
  static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The instant by the system's clock.
  static func now() -> Timestamp? {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return nil }
    return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }

  /// Writes all bytes, or ends the command: what nobody could read must not pass for an answer.
  static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let written = unsafe bytes[start...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if written < 0, errno == EINTR { continue }
      if written <= 0 {
        if descriptor != STDERR_FILENO, errno != EPIPE {
          complain("the output cannot be written: \(unsafe String(cString: strerror(errno)))")
        }
        exit(ExitCode.fault.rawValue)
      }
      start += written
    }
  }
}
