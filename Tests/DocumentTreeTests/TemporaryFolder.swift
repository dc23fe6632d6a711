import Glibc
import Testing

/// A folder that is gone when its last user is.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/scruple-tests-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe mkdtemp(buffer.baseAddress!).map { unsafe String(cString: $0) }
    }
    path = try #require(made)
  }

  /// Writes a file, and makes the folders that it stands in.
  func write(_ name: String, _ text: String) throws {
    let parts = name.split(separator: "/")
    for count in 1..<max(1, parts.count) where parts.count > 1 {
      _ = mkdir(path + "/" + parts[..<count].joined(separator: "/"), 0o755)
    }
    let file = try #require(unsafe fopen(path + "/" + name, "w"))
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  func link(_ name: String, to target: String) {
    #expect(symlink(target, path + "/" + name) == 0)
  }

  deinit {
    _ = unsafe nftw(
      path, { name, _, _, _ in unsafe remove(name!) }, 8, Int32(FTW_DEPTH.rawValue | FTW_PHYS.rawValue))
  }
}
