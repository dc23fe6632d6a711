package import Diagnostics
import Glibc

extension DiagnosticCode {
  package static let missingFile = DiagnosticCode("missing-file")
  package static let unreadableFile = DiagnosticCode("unreadable-file")
  package static let fileTooLarge = DiagnosticCode("file-too-large")
}

extension DocumentReader {
  /// The bytes of a file, which is not read where it is larger than the limit.
  ///
  /// Whether it is UTF-8 is found when it is read as YAML or JSON.
  package func load(
    path: String, excerpts: SourceFile.Excerpts = .lines, _ diagnostics: inout [Diagnostic]
  ) -> SourceFile? {
    do throws(OpenFile.Failure) {
      let file = try OpenFile(path)
      if file.size > limits.bytes {
        diagnostics.append(.tooLarge(path, limits.bytes, at: nil))
        return nil
      }
      let bytes = try file.read(atMost: limits.bytes + 1)
      guard bytes.count <= limits.bytes else {
        diagnostics.append(.tooLarge(path, limits.bytes, at: nil))
        return nil
      }
      return SourceFile(path: path, bytes: bytes, excerpts: excerpts)
    } catch {
      diagnostics.append(.unreadable(path, error))
      return nil
    }
  }
}

/// A file that is open for reading.
private struct OpenFile: ~Copyable {
  /// Why a file cannot be read.
  enum Failure: Error {
    case missing
    case isFolder
    case other(CInt)
  }

  /// 0 where it is not known, as of a pipe.
  let size: Int
  private let descriptor: CInt

  init(_ path: String) throws(Failure) {
    descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      size = 0
      throw errno == ENOENT || errno == ENOTDIR ? .missing : .other(errno)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      size = 0
      throw .other(errno)
    }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    if status.st_mode & S_IFMT == S_IFDIR { throw .isFolder }
  }

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  /// Up to so many bytes, whatever the size was when the file was opened.
  func read(atMost limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var failure: CInt?
    while bytes.count < limit, failure == nil {
      let wanted = min(limit - bytes.count, max(size - bytes.count + 1, 1 << 16))
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress, wanted)
        if got < 0, errno != EINTR { failure = errno }
        if got == 0 { failure = 0 }
        count = max(got, 0)
      }
      bytes += chunk
    }
    if let failure, failure != 0 { throw .other(failure) }
    return bytes
  }
}

extension Diagnostic {
  static func tooLarge(_ path: String, _ limit: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .fileTooLarge, "`\(path)` is larger than \(limit) bytes and was not read", at: range,
      help: "split it")
  }

  fileprivate static func unreadable(_ path: String, _ failure: OpenFile.Failure) -> Diagnostic {
    switch failure {
    case .missing:
      Diagnostic(.missingFile, "there is no file `\(path)`", at: nil, help: "check the path")
    case .isFolder:
      Diagnostic(
        .unreadableFile, "`\(path)` is a folder", at: nil, help: "name a file inside of it")
    case .other(let number):
      Diagnostic(
        .unreadableFile, "`\(path)` cannot be read: \(words(number))", at: nil,
        help: "check its permissions")
    }
  }

  static func words(_ number: CInt) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0).lowercased() } ?? "error \(number)"
  }
}
