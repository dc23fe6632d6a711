package import Diagnostics
import DocumentTree
import Glibc

/// Reads a file of records in blocks of whole records, in memory that does not grow with it.
///
/// Where blocks end depends on the bytes alone, not on how they come in.
package struct RecordBlocks: ~Copyable {
  package let path: String
  package let form: AudienceForm
  /// Of the whole input; nil where it is not known, as of a pipe.
  package let size: Int?
  /// What the file was when it was opened; nil of what is no file.
  private let opened: FileState?
  private let descriptor: CInt
  private let blockSize: Int
  private var carried: [UInt8] = []
  /// Arrays of blocks that are done with.
  private var spare: [[UInt8]] = []
  private var line = 1
  private var isAtStart = true
  private var isAtEnd = false
  /// The bytes that have been handed out.
  package private(set) var consumed = 0
  /// The input could not be read to its end.
  package private(set) var failure: Diagnostic?

  package struct Block: Sendable {
    package let bytes: [UInt8]
    /// The number of its first line.
    package let firstLine: Int
    /// It is the start of one record that is longer than any may be.
    package let isTooLong: Bool
    /// The input ends with it, and without a line end.
    package let lacksLineEnd: Bool

    init(bytes: [UInt8], firstLine: Int, isTooLong: Bool, lacksLineEnd: Bool) {
      self.bytes = bytes
      self.firstLine = firstLine
      self.isTooLong = isTooLong
      self.lacksLineEnd = lacksLineEnd
    }

    /// A whole input in memory.
    package init(text: String) {
      self.init(bytes: Array(text.utf8), firstLine: 1, isTooLong: false, lacksLineEnd: false)
    }
  }

  /// Opens a file, or the standard input for `-`; nil where it cannot be read, which is then said.
  package init?(
    path: String, form: AudienceForm, blockSize: Int = 1 << 20, _ diagnostics: inout [Diagnostic]
  ) {
    self.form = form
    self.blockSize = max(blockSize, 1)
    self.path = path == "-" ? "<stdin>" : path
    descriptor =
      path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
    let isOpen = descriptor >= 0
    opened = isOpen ? FileState(of: descriptor) : nil
    size = opened?.size
    if !isOpen {
      diagnostics.append(.unreadable(self.path, errno))
      return nil
    }
  }

  deinit { close(descriptor) }

  /// The next block; nil at the end, or where the input cannot be read on (`failure`).
  package mutating func next() -> Block? {
    while true {
      fill(upTo: max(blockSize, carried.count + 1))
      if carried.isEmpty || failure != nil { return nil }
      if isAtEnd { return block(carried.count) }
      let end = lastRecordEnd()
      if end > 0 { return block(end) }
      if carried.count > RecordCutter.longest { return tooLong() }
      fill(upTo: carried.count + blockSize)
    }
  }

  /// Takes the bytes of a block that nobody needs any more, and leaves none: memory that is asked for anew is
  /// cleared by the system first, which costs as much as reading into it.
  package mutating func reuse(_ bytes: inout [UInt8]) {
    var own: [UInt8] = []
    swap(&own, &bytes)
    if own.capacity < blockSize { return }
    own.removeAll(keepingCapacity: true)
    spare.append(own)
  }

  /// Hands out the first bytes of what is there.
  private mutating func block(_ end: Int) -> Block {
    let rest = Array(carried[end...])
    var bytes: [UInt8] = []
    swap(&bytes, &carried)
    bytes.removeSubrange(end...)
    carried = rest
    let first = line
    line += RecordCutter.count(of: 0x0A, in: bytes, 0..<bytes.count)
    consumed += bytes.count
    return Block(
      bytes: bytes, firstLine: first, isTooLong: false,
      lacksLineEnd: isAtEnd && carried.isEmpty && bytes.last != 0x0A)
  }

  /// Passes over a line that is longer than any record may be.
  private mutating func tooLong() -> Block {
    let start = Array(carried.prefix(200))
    let first = line
    while true {
      if let end = RecordCutter.place(of: 0x0A, in: carried, from: 0) {
        consumed += end + 1
        carried.removeFirst(end + 1)
        line += 1
        break
      }
      consumed += carried.count
      carried = []
      if isAtEnd || failure != nil { break }
      fill(upTo: blockSize)
    }
    return Block(bytes: start, firstLine: first, isTooLong: true, lacksLineEnd: false)
  }

  /// Where the last record ends that is known to be whole; 0 where none is.
  private func lastRecordEnd() -> Int {
    switch form {
    case .ndjson: return lastLineEnd()
    case .csv:
      let hasQuotes = RecordCutter.place(of: UInt8(ascii: "\""), in: carried, from: 0) != nil
      if !hasQuotes { return lastLineEnd() }
    }
    var cutter = RecordCutter(form, carried)
    var end = 0
    while let record = cutter.next() {
      // A quote that is still open may be closed by what is not read yet.
      let rest = carried.count - record.whole.lowerBound
      if record.flaw != nil, rest <= RecordCutter.longest { break }
      if carried[record.whole.upperBound - 1] != 0x0A { break }
      end = record.whole.upperBound
    }
    return end
  }

  private func lastLineEnd() -> Int {
    var index = carried.count
    while index > 0, carried[index - 1] != 0x0A { index -= 1 }
    return index
  }

  /// Reads until there are so many bytes, or the end.
  private mutating func fill(upTo wanted: Int) {
    while carried.count < wanted, !isAtEnd, failure == nil {
      let descriptor = descriptor
      if carried.capacity < wanted, var room = spare.popLast() {
        room += carried
        carried = room
      }
      var problem: CInt = 0
      var ended = false
      let missing = wanted - carried.count
      carried.append(addingCapacity: missing) { (span: inout OutputSpan<UInt8>) in
        unsafe span.withUnsafeMutableBufferPointer { buffer, count in
          let end = count + missing
          var got = 1
          while count < end, got > 0 {
            got = unsafe read(descriptor, buffer.baseAddress?.advanced(by: count), end - count)
            count += max(got, 0)
          }
          if got < 0 { problem = errno }
          ended = got == 0
        }
      }
      if ended { isAtEnd = true }
      if problem == EINTR { continue }
      if problem != 0 { failure = .unreadable(path, problem) }
      // Rows of two versions are no audience, and what was cut off would be missed by nobody.
      if ended, FileState(of: descriptor) != opened { failure = .changedMeanwhile(path) }
      dropMark()
    }
  }

  /// A byte order mark at the start is no part of the first record.
  private mutating func dropMark() {
    guard isAtStart, carried.count >= 3 || isAtEnd else { return }
    isAtStart = false
    if carried.starts(with: [0xEF, 0xBB, 0xBF]) {
      carried.removeFirst(3)
      consumed += 3
    }
  }
}

/// What tells of a regular file that it is as it was.
private struct FileState: Equatable {
  let size: Int
  let seconds: Int
  let nanoseconds: Int

  /// Nil where there is no such file.
  init?(of descriptor: CInt) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}

extension DiagnosticCode {
  fileprivate static let changedFile = DiagnosticCode("changed-file")
}

extension Diagnostic {
  fileprivate static func changedMeanwhile(_ path: String) -> Diagnostic {
    Diagnostic(
      .changedFile, "`\(path)` changed while it was read", at: nil,
      help: "read it when it is whole: write exports aside, and rename them")
  }
}
