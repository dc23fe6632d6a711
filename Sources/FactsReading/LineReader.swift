package import Diagnostics
import DocumentTree
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

  package struct Line: Sendable {
    /// Counted from 1 in the whole input.
    package let number: Int
    /// The line without its end, with places in the whole input; nil where it is refused.
    package let file: SourceFile?
    /// Why it is refused.
    package let diagnostics: [Diagnostic]
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
  package mutating func next() -> Line? {
    while let line = nextLine() {
      if line.file?.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) != true { return line }
    }
    return nil
  }

  private mutating func nextLine() -> Line? {
    var bytes: [UInt8] = []
    var isTooLong = false
    var isStarted = false
    while true {
      if pending.isEmpty {
        if let problem = fill() { return refused(problem) }
        if pending.isEmpty { return isStarted ? line(bytes, isTooLong) : nil }
      }
      isStarted = true
      let end = lineEnd()
      let piece = pending.lowerBound..<(end ?? pending.upperBound)
      if bytes.count + piece.count > limit {
        isTooLong = true
        // What a message shows of it; nothing more of it is kept.
        bytes = Array(bytes.prefix(200))
      }
      if !isTooLong { bytes += buffer[piece] }
      pending = (end.map { $0 + 1 } ?? pending.upperBound)..<pending.upperBound
      if end != nil { return line(bytes, isTooLong) }
    }
  }

  private mutating func line(_ bytes: [UInt8], _ isTooLong: Bool) -> Line {
    var bytes = bytes
    if bytes.last == 0x0D { bytes.removeLast() }
    let file = SourceFile(
      path: path, line: bytes, number: lineNumber + 1, excerpts: .marks)
    if isTooLong { return refused(.tooLong(file, limit)) }
    lineNumber += 1
    return Line(number: lineNumber, file: file, diagnostics: [])
  }

  private mutating func refused(_ diagnostic: Diagnostic) -> Line {
    lineNumber += 1
    return Line(number: lineNumber, file: nil, diagnostics: [diagnostic])
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
  private mutating func fill() -> Diagnostic? {
    guard !isAtEnd else { return nil }
    while true {
      let descriptor = descriptor
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count >= 0 {
        isAtEnd = count == 0
        pending = 0..<count
        return nil
      }
      if errno == EINTR { continue }
      isAtEnd = true
      return .unreadable(path, errno)
    }
  }
}

extension DiagnosticCode {
  fileprivate static let lineTooLong = DiagnosticCode("line-too-long")
}

extension Diagnostic {
  static func tooLong(_ file: SourceFile, _ limit: Int) -> Diagnostic {
    Diagnostic(
      .lineTooLong, "this line has more than \(limit) bytes, and is passed over",
      at: SourceRange(file, 0..<0), help: "one action takes a line; a list of them does not")
  }

  static func unreadable(_ path: String, _ code: CInt) -> Diagnostic {
    if code == ENOENT || code == ENOTDIR {
      return Diagnostic(
        .missingFile, "there is no file `\(path)`", at: nil, help: "check the path")
    }
    let reason = unsafe String(cString: strerror(code)).lowercased()
    return Diagnostic(
      .unreadableFile, "`\(path)` cannot be read: \(reason)", at: nil,
      help: "name a file that you may read")
  }
}
