import ArgumentParser
import Diagnostics
import Glibc

/// A file that is not there yet.
enum NewFile {
  /// Writes it, with the folder that it stands in; complains and ends where something is there.
  static func write(_ text: String, to path: String) throws(ExitCode) {
    if let end = path.lastIndex(of: "/") { makeFolders(String(path[..<end])) }
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else {
      let isThere = errno == EEXIST
      let why = unsafe String(cString: strerror(errno))
      throw Mistakes.complain([
        isThere
          ? Diagnostic(
            .fileExists, "`\(path)` is there already", at: nil,
            help: "name another file with `--out`; nothing is overwritten")
          : Diagnostic(
            .cannotWrite, "`\(path)` cannot be written: \(why)", at: nil,
            help: "name another file with `--out`")
      ])
    }
    Terminal.write(text, to: descriptor)
    close(descriptor)
  }

  /// Makes the folders on the way; what cannot be made shows when the file is opened.
  private static func makeFolders(_ path: String) {
    var known = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      known += (known.isEmpty || known.hasSuffix("/") ? "" : "/") + part
      _ = unsafe mkdir(known, 0o755)
    }
  }
}

extension DiagnosticCode {
  fileprivate static let fileExists = DiagnosticCode("file-exists")
  fileprivate static let cannotWrite = DiagnosticCode("cannot-write")
}
