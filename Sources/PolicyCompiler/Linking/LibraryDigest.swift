import CCrypto
import Diagnostics

/// What decides, in 64 digits: the library's files in any order, the time zones, the engine.
///
///     the time zones' version, 0, the engine's version, 0
///     for each file, sorted by its path below the library's folder:
///     path, 0, length of the bytes in decimal digits, 0, bytes
enum LibraryDigest {
  /// `sha256:` and 64 hexadecimal digits, of files with their paths below the library's folders.
  static func digest(
    of files: [(path: String, file: SourceFile)], timeZones: String, engine: String
  ) -> String {
    var bytes = Array(timeZones.utf8) + [0] + Array(engine.utf8) + [0]
    bytes.reserveCapacity(files.reduce(0) { $0 + $1.path.utf8.count + $1.file.bytes.count + 24 })
    for (path, file) in files.sorted(by: { Self.isBefore($0, $1) }) {
      bytes += path.utf8
      bytes.append(0)
      bytes += String(file.bytes.count).utf8
      bytes.append(0)
      bytes += file.bytes
    }
    return "sha256:" + hexadecimal(sha256(bytes))
  }

  private static func isBefore(
    _ left: (path: String, file: SourceFile), _ right: (path: String, file: SourceFile)
  ) -> Bool {
    if left.path != right.path { return left.path < right.path }
    return left.file.bytes.lexicographicallyPrecedes(right.file.bytes)
  }

  private static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    _ = unsafe SHA256(bytes, bytes.count, &digest)
    return digest
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
