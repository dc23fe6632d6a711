package import Diagnostics
import Glibc

/// Reads a file or the standard input line by line, in memory that does not grow with it.
///
/// Lines end at LF or CR LF; the last may lack its end. Blank lines are passed over, lines beyond
/// the limit are refused and passed over too.
package struct LineReader: ~Copyable {
  package let path: String
  private let descriptor: CInt
  private let limit: Int
  private var buffer: [UInt8]
  /// What of the buffer has been read from the input and not yet been given out.
  private var pending = 0..<0
  private var lineNumber = 0
  private var isAtEnd = false

  /// What stands in a line.
  package enum Item: Sendable {
    case line(InputLine)
    /// The line is passed over, or the input cannot be read on.
    case refused(Diagnostic)
  }

  /// Opens a file, or the standard input for `-`; nil where it cannot be read, which is then said.
  package init?(
    path: String, limit: Int = 8 << 20, chunk: Int = 1 << 16,
    _ diagnostics: inout [Diagnostic]
  ) {
    self.limit = limit
    buffer = Array(repeating: 0, count: max(chunk, 1))
    if path == "-" {
      self.path = "<stdin>"
      descriptor = dup(STDIN_FILENO)
    } else {
      self.path = path
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    }
    if descriptor < 0 {
      diagnostics.append(.unreadable(self.path, errno))
      return nil
    }
  }

  deinit { close(descriptor) }

  /// The next line that is not blank; nil at the end.
  package mutating func next() -> Item? {
    while true {
      switch nextLine() {
      case .line(let line)? where line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }): continue
      case let item: return item
      }
    }
  }

  private mutating func nextLine() -> Item? {
    var line: [UInt8] = []
    var isTooLong = false
    var isStarted = false
    while true {
      if pending.isEmpty {
        if let problem = fill() { return problem }
        if pending.isEmpty {
          isAtEnd = true
          return isStarted ? item(line, isTooLong) : nil
        }
      }
      isStarted = true
      let end = lineEnd()
      let piece = pending.lowerBound..<(end ?? pending.upperBound)
      if line.count + piece.count > limit {
        isTooLong = true
        // What is shown of it in a message; the rest is not kept.
        line = Array(line.prefix(200))
      }
      if !isTooLong { line += buffer[piece] }
      pending = (end.map { $0 + 1 } ?? pending.upperBound)..<pending.upperBound
      if end != nil { return item(line, isTooLong) }
    }
  }

  private mutating func item(_ bytes: [UInt8], _ isTooLong: Bool) -> Item {
    lineNumber += 1
    var bytes = bytes
    if !isTooLong, bytes.last == 0x0D { bytes.removeLast() }
    let line = InputLine(path: path, number: lineNumber, bytes: bytes)
    return isTooLong ? .refused(.tooLong(line, limit)) : .line(line)
  }

  /// The place of the next line feed in what is pending.
  private func lineEnd() -> Int? {
    let start = pending.lowerBound
    let count = pending.count
    return unsafe buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, let found = unsafe memchr(base + start, 0x0A, count)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Reads the next chunk; nothing is pending after it at the end of the input.
  private mutating func fill() -> Item? {
    guard !isAtEnd else { return nil }
    while true {
      let descriptor = descriptor
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count >= 0 {
        pending = 0..<count
        return nil
      }
      if errno == EINTR { continue }
      isAtEnd = true
      return .refused(.unreadable(path, errno))
    }
  }
}

extension DiagnosticCode {
  fileprivate static let lineTooLong = DiagnosticCode("line-too-long")
  fileprivate static let missingFile = DiagnosticCode("missing-file")
}

extension Diagnostic {
  fileprivate static func tooLong(_ line: InputLine, _ limit: Int) -> Diagnostic {
    Diagnostic(
      .lineTooLong, "this line has more than \(limit) bytes, and is passed over",
      at: SourceRange(line.file, 0..<0), help: "one action takes a line; a list of them does not")
  }

  fileprivate static func unreadable(_ path: String, _ code: CInt) -> Diagnostic {
    let reason = unsafe String(cString: strerror(code)).lowercased()
    return Diagnostic(.missingFile, "`\(path)` cannot be read: \(reason)", at: nil)
  }
}
