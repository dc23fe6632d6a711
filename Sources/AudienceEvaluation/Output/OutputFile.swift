import Glibc

/// A file that appears whole or not at all: it is written aside, and renamed when it is done.
struct OutputFile: ~Copyable {
  let path: String
  private let descriptor: CInt
  private var pending: [UInt8] = []
  private var isKept = false

  /// The name that it has until it is whole.
  private var aside: String { path + ".partial" }

  init(_ path: String) throws(RunFailure) {
    self.path = path
    descriptor = unsafe open(
      path + ".partial", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    if descriptor < 0 { throw RunFailure(path, errno) }
  }

  /// What is not whole at the end is taken away.
  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isKept { _ = unsafe unlink(path + ".partial") }
  }

  mutating func write(_ bytes: [UInt8]) throws(RunFailure) {
    guard pending.count + bytes.count >= Self.most else {
      pending += bytes
      return
    }
    try flush()
    // Much is written as it is: a copy would cost as much as writing it.
    if bytes.count >= Self.most / 4 { try write(all: bytes) } else { pending += bytes }
  }

  private static let most = 1 << 18

  private mutating func flush() throws(RunFailure) {
    try write(all: pending)
    pending.removeAll(keepingCapacity: true)
  }

  private func write(all bytes: [UInt8]) throws(RunFailure) {
    var start = 0
    while start < bytes.count {
      let descriptor = descriptor
      let written = unsafe bytes[start...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { throw RunFailure(path, errno) }
      start += written
    }
  }

  /// Writes what is left, to the disk itself.
  mutating func finish() throws(RunFailure) {
    try flush()
    if fsync(descriptor) != 0 { throw RunFailure(path, errno) }
  }

  /// Gives the file its name; it must be finished.
  mutating func keep() throws(RunFailure) {
    if unsafe rename(aside, path) != 0 { throw RunFailure(path, errno) }
    isKept = true
  }
}
