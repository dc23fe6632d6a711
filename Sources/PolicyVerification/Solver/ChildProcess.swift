import Glibc

/// Another program: its standard input to write to, its standard output to read.
package final class ChildProcess {
  private let process: pid_t
  private var input: Int32
  private let output: Int32
  private var buffer: [UInt8] = []
  /// How much of the buffer was read as lines, and how much was searched for a line's end.
  private var start = 0
  private var searched = 0
  private var isEnded = false

  /// Starts a program that is looked up in `PATH`; nil where it cannot be run.
  package init?(_ arguments: [String]) {
    guard let inputs = Self.ends() else { return nil }
    guard let outputs = Self.ends() else {
      for end in inputs { close(end) }
      return nil
    }
    let child = Self.start(arguments, reading: inputs[0], writing: outputs[1])
    close(inputs[0])
    close(outputs[1])
    input = inputs[1]
    output = outputs[0]
    process = child ?? 0
    if child == nil {
      isEnded = true
      close(input)
      close(output)
      return nil
    }
  }

  deinit {
    if !isEnded { _ = end() }
  }

  /// A pipe's two ends, which no other program inherits.
  private static func ends() -> [Int32]? {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  private static func start(
    _ arguments: [String], reading input: Int32, writing output: Int32
  ) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    guard unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0,
      unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0
    else { return nil }
    let words = unsafe arguments.map { unsafe strdup($0) }
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    var child: pid_t = 0
    let result = unsafe posix_spawnp(&child, arguments[0], &actions, nil, words + [nil], environ)
    return result == 0 ? child : nil
  }

  /// Writes all of a text; false where nobody reads it any more.
  package func write(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let written = unsafe bytes[start...].withUnsafeBytes { rest in
        unsafe Glibc.write(input, rest.baseAddress, rest.count)
      }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return false }
      start += written
    }
    return true
  }

  /// The next line without its end; nil behind the last.
  package func readLine() -> String? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffer[start..<end], as: UTF8.self)
        start = end + 1
        searched = start
        return line
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      guard fill() else {
        guard !buffer.isEmpty else { return nil }
        defer { clear() }
        return String(decoding: buffer, as: UTF8.self)
      }
    }
  }

  /// Everything that is still written.
  package func readAll() -> [UInt8] {
    while fill() {}
    defer { clear() }
    return Array(buffer[start...])
  }

  private func clear() {
    buffer = []
    start = 0
    searched = 0
  }

  private func fill() -> Bool {
    var room = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe room.withUnsafeMutableBytes { bytes in
        unsafe read(output, bytes.baseAddress, bytes.count)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      buffer += room[..<count]
      return true
    }
  }

  /// Closes both ends and waits; whether the program ended well.
  package func end() -> Bool {
    guard !isEnded else { return false }
    isEnded = true
    close(input)
    close(output)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return false }
    }
    return status == 0
  }
}
