import Foundation

/// A folder that is there as long as this value.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "scruple-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// A folder with the tests' own library as `policies`.
  static func withPolicies() throws -> Folder {
    let folder = try Folder()
    try FileManager.default.copyItem(
      at: Project.cases.appending(path: "policies"), to: folder["policies"])
    return folder
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  subscript(path: String) -> URL { url.appending(path: path) }

  func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

  func write(_ bytes: [UInt8], to path: String) throws {
    try FileManager.default.createDirectory(
      at: self[path].deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: self[path])
  }

  /// Makes a file of that many zero bytes, which takes no room on the disk.
  func writeZeros(_ count: Int, to path: String) throws {
    try write("", to: path)
    let file = try FileHandle(forWritingTo: self[path])
    try file.truncate(atOffset: UInt64(count))
    try file.close()
  }

  func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: self[path]), as: UTF8.self)
  }

  /// Changes a text in a file.
  func replace(_ old: String, by new: String, in path: String) throws {
    try write(try read(path).replacingOccurrences(of: old, with: new), to: path)
  }
}

/// Where our own files stand.
enum Project {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  static let cases = tests.appending(path: "Cases")
  static let root = tests.deletingLastPathComponent().deletingLastPathComponent()
}
