import Diagnostics
import Glibc

/// The folder that a site is written into.
///
/// Every file appears whole: it is written beside its place and then takes it. A list of the files
/// is kept, so that a later run takes away the pages of rules that are gone, and nothing else.
struct SiteFolder {
  let path: String
  /// The list, last to be written.
  private static let listName = "site-files.txt"

  /// Writes the files; nil where all stands, or else what failed.
  func write(_ files: [(path: String, text: String)]) -> Diagnostic? {
    let old = existing
    if old == nil, let found = anyName() { return .notOurs(path, found) }
    let names = files.map(\.path)
    for file in files {
      if let problem = write(file.text, to: file.path) { return problem }
    }
    let gone = Set(old ?? []).subtracting(names).sorted()
    for name in gone where Self.isOurs(name) { unsafe unlink("\(path)/\(name)") }
    return write(names.map { $0 + "\n" }.joined(), to: Self.listName)
  }

  /// The files that an earlier run wrote; nil where no site stands here.
  private var existing: [String]? {
    guard let bytes = Self.contents("\(path)/\(Self.listName)") else { return nil }
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a name of a list can be a page of a site: a list that somebody changed must not make us
  /// take away what lies elsewhere.
  private static func isOurs(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count <= 3 && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
      && [".html", ".css", ".js"].contains { name.hasSuffix($0) }
  }

  private func write(_ text: String, to name: String) -> Diagnostic? {
    let target = "\(path)/\(name)"
    if let failed = Self.makeFolders(above: target) { return .cannotWrite(failed, errno) }
    let draft = "\(target).\(getpid()).tmp"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return .cannotWrite(target, errno) }
    var problem: Int32 = 0
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count, problem == 0 {
      let count = unsafe bytes[start...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if count > 0 { start += count } else if errno != EINTR { problem = errno }
    }
    if Glibc.close(descriptor) != 0, problem == 0 { problem = errno }
    if problem == 0, unsafe rename(draft, target) != 0 { problem = errno }
    guard problem != 0 else { return nil }
    unsafe unlink(draft)
    return .cannotWrite(target, problem)
  }

  /// The folder that could not be made; nil where all are there.
  private static func makeFolders(above target: String) -> String? {
    var end = target.startIndex
    while let slash = target[end...].firstIndex(of: "/") {
      let folder = String(target[..<slash])
      end = target.index(after: slash)
      if folder.isEmpty { continue }
      if unsafe mkdir(folder, 0o755) != 0, errno != EEXIST { return folder }
    }
    return nil
  }

  /// A name in the folder; nil where it is empty or not there.
  private func anyName() -> String? {
    guard let folder = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(folder) }
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { return name }
    }
    return nil
  }

  private static func contents(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { Glibc.close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { room in
        unsafe read(descriptor, room.baseAddress, room.count)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

extension DiagnosticCode {
  static let foreignFolder = DiagnosticCode("foreign-folder")
  static let unwritableSite = DiagnosticCode("unwritable-site")
}

extension Diagnostic {
  fileprivate static func notOurs(_ path: String, _ found: String) -> Diagnostic {
    Diagnostic(
      .foreignFolder, "`\(path)` holds `\(found)` and no catalogue", at: nil,
      help: "name a new or empty folder, or one that `scruple docs` wrote before")
  }

  fileprivate static func cannotWrite(_ path: String, _ code: Int32) -> Diagnostic {
    Diagnostic(
      .unwritableSite, "`\(path)` cannot be written: \(unsafe String(cString: strerror(code)))",
      at: nil, help: "name a folder that you may write into, with room on its disk")
  }
}
