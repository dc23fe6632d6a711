import Glibc

/// Finds ids that stand in more than one row, exactly, in memory that does not grow with the audience.
///
/// Ids are spread over files by their hash while the rows go by; each file is then searched by itself.
struct DuplicateIDs: ~Copyable {
  /// What a report tells of them.
  struct Found: Sendable {
    /// Ids that stand in more than one row.
    var count = 0
    /// The first of them by their first line, with all their lines.
    var examples: [(id: String, lines: [Int])] = []
  }

  /// A hundred million ids make files of some million, which fit.
  private static let fileCount = 64
  private static let most = 20
  private let folder: String
  private var files: [[UInt8]]
  private var descriptors: [CInt]

  init() throws(RunFailure) {
    folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    files = Array(repeating: [], count: Self.fileCount)
    descriptors = []
    for _ in 0..<Self.fileCount {
      var name = "\(folder)/scruple-ids-XXXXXX".utf8CString
      let descriptor = unsafe name.withUnsafeMutableBufferPointer { buffer -> CInt in
        guard let base = buffer.baseAddress else { return -1 }
        let descriptor = unsafe mkstemp(base)
        // A file without a name is gone when the run is, whatever ends it.
        if descriptor >= 0 { _ = unsafe unlink(base) }
        return descriptor
      }
      if descriptor < 0 { throw RunFailure(folder, errno) }
      descriptors.append(descriptor)
    }
  }

  deinit { for descriptor in descriptors { _ = close(descriptor) } }

  mutating func add(_ ids: [(id: String, line: Int)]) throws(RunFailure) {
    for (id, line) in ids {
      let bytes = Array(id.utf8)
      let file = Int(Self.hash(bytes) % UInt64(Self.fileCount))
      Self.append(UInt64(line), to: &files[file])
      Self.append(UInt64(bytes.count), to: &files[file])
      files[file] += bytes
      if files[file].count >= 1 << 16 { try flush(file) }
    }
  }

  private mutating func flush(_ file: Int) throws(RunFailure) {
    var start = 0
    let descriptor = descriptors[file]
    while start < files[file].count {
      let written = unsafe files[file][start...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { throw RunFailure(folder, errno) }
      start += written
    }
    files[file].removeAll(keepingCapacity: true)
  }

  /// The ids that stand in more than one row.
  mutating func find() throws(RunFailure) -> Found {
    var found = Found()
    for file in 0..<Self.fileCount {
      try flush(file)
      let bytes = try contents(descriptors[file])
      var lines: [[UInt8]: Int] = [:]
      var repeated: [[UInt8]: [Int]] = [:]
      var index = 0
      while index < bytes.count {
        let line = Int(Self.number(bytes, index))
        let count = Int(Self.number(bytes, index + 8))
        let id = Array(bytes[index + 16..<index + 16 + count])
        index += 16 + count
        if let first = lines[id] {
          var all = repeated[id] ?? [first]
          if all.count < Self.most { all.append(line) }
          repeated[id] = all
        } else {
          lines[id] = line
        }
      }
      found.count += repeated.count
      found.examples += repeated.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
      found.examples.sort { $0.lines[0] < $1.lines[0] }
      found.examples = Array(found.examples.prefix(Self.most))
    }
    return found
  }

  private func contents(_ descriptor: CInt) throws(RunFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = lseek(descriptor, 0, SEEK_SET)
    while true {
      var problem: CInt = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
        let got = unsafe read(descriptor, buffer.baseAddress, buffer.count)
        if got < 0 { problem = errno }
        count = max(got, 0)
      }
      if problem == EINTR { continue }
      if problem != 0 { throw RunFailure(folder, problem) }
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
  }

  /// FNV-1a.
  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> UInt64 {
    var number: UInt64 = 0
    for offset in 0..<8 { number |= UInt64(bytes[start + offset]) << UInt64(8 * offset) }
    return number
  }
}
