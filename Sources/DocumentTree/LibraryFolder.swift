package import Diagnostics
import Glibc

extension DiagnosticCode {
  package static let missingFolder = DiagnosticCode("missing-folder")
  package static let emptyFolder = DiagnosticCode("empty-folder")
  package static let wrongExtension = DiagnosticCode("wrong-extension")
}

/// A policy library on disk: every `*.yaml` below its folders.
package enum LibraryFolder {
  /// The files below the folders, each once and sorted by path within its folder.
  ///
  /// Links to folders are followed, round trips end. Names that start with a dot are passed over. A
  /// file `*.yml` is an error: it would be forgotten in silence.
  package static func files(
    in folders: [String], limits: ReadingLimits = .policies, _ diagnostics: inout [Diagnostic]
  ) -> [SourceFile] {
    var walk = FolderWalk()
    var files: [SourceFile] = []
    let reader = DocumentReader(limits: limits)
    for folder in folders {
      guard let status = FileStatus(folder), status.isFolder else {
        diagnostics.append(.missingFolder(folder))
        continue
      }
      let known = walk.paths.count
      let mistakes = diagnostics.count
      let wasRead = !walk.enter(folder, status, &diagnostics)
      let paths = walk.paths[known...].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      if paths.isEmpty, !wasRead, diagnostics.count == mistakes {
        diagnostics.append(.emptyFolder(folder))
      }
      for path in paths {
        if let file = reader.load(path: path, &diagnostics) { files.append(file) }
      }
    }
    return files
  }
}

/// Collects the paths of files below folders.
private struct FolderWalk {
  var paths: [String] = []
  private var seen: Set<FileStatus.Identity> = []

  /// False where the folder has been walked before.
  mutating func enter(
    _ folder: String, _ status: FileStatus, _ diagnostics: inout [Diagnostic]
  ) -> Bool {
    var waiting = [(path: folder, identity: status.identity)]
    var isNew = false
    while let next = waiting.popLast() {
      guard seen.insert(next.identity).inserted else { continue }
      isNew = true
      guard let names = Self.names(in: next.path) else {
        diagnostics.append(.unreadableFolder(next.path))
        continue
      }
      for name in names where !name.hasPrefix(".") {
        let path = next.path.hasSuffix("/") ? next.path + name : next.path + "/" + name
        let status = FileStatus(path)
        if let status, status.isFolder {
          waiting.append((path, status.identity))
        } else if name.hasSuffix(".yaml") {
          // A link to nowhere is kept: reading it says so.
          if let status, !seen.insert(status.identity).inserted { continue }
          paths.append(path)
        } else if name.lowercased().hasSuffix(".yml") || name.lowercased().hasSuffix(".yaml") {
          diagnostics.append(.wrongExtension(path))
        }
      }
    }
    return isNew
  }

  /// What a folder holds, sorted; nil where it cannot be read.
  private static func names(in folder: String) -> [String]? {
    guard let stream = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// What the system says of a path, links followed.
package struct FileStatus {
  /// Two paths of one identity are one file.
  struct Identity: Hashable {
    let device: UInt
    let number: UInt
  }

  package let isFolder: Bool
  let identity: Identity

  /// Nil where there is nothing.
  package init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    identity = Identity(device: UInt(status.st_dev), number: UInt(status.st_ino))
  }
}

extension Diagnostic {
  fileprivate static func missingFolder(_ path: String) -> Diagnostic {
    Diagnostic(
      .missingFolder, "there is no folder `\(path)`", at: nil,
      help: "name the folder of the policies, as `--policies policies`")
  }

  fileprivate static func unreadableFolder(_ path: String) -> Diagnostic {
    Diagnostic(
      .unreadableFile, "the folder `\(path)` cannot be read", at: nil, help: "check its permissions"
    )
  }

  fileprivate static func emptyFolder(_ path: String) -> Diagnostic {
    Diagnostic(
      .emptyFolder, "the folder `\(path)` holds no `*.yaml`", at: nil,
      help: "name the folder of the policies")
  }

  fileprivate static func wrongExtension(_ path: String) -> Diagnostic {
    Diagnostic(
      .wrongExtension, "`\(path)` is not read: a library's files are named `*.yaml`", at: nil,
      help: "rename it, or move it out of the library")
  }
}
