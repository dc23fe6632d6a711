import Diagnostics
import PolicyVerification

/// The door to git: which files of a folder differ from a revision.
enum GitRevision {
  /// The files that differ or are new, their paths with the folder's in front; nil where git fails.
  ///
  /// What git has to say of that it says on the error output itself.
  static func changedFiles(in folder: String, since revision: String) -> Set<String>? {
    let differing = [
      "git", "-C", folder, "diff", "--name-only", "--relative", "-z", "--end-of-options",
      revision, "--", ".",
    ]
    let new = ["git", "-C", folder, "ls-files", "--others", "--exclude-standard", "-z"]
    // The second tells more clearly where there is no repository at all.
    guard let second = output(of: new), let first = output(of: differing) else { return nil }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let names = (first + second).split(separator: 0)
    return Set(names.map { prefix + String(decoding: $0, as: UTF8.self) })
  }

  /// The policy files of a folder as they were at a revision, by the paths that they would have now;
  /// nil where git fails.
  static func files(in folder: String, at revision: String) -> [SourceFile]? {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let list = [
      "git", "-C", folder, "ls-tree", "-r", "-z", "--name-only", "--end-of-options", revision, ".",
    ]
    guard let names = output(of: list) else { return nil }
    var files: [SourceFile] = []
    for bytes in names.split(separator: 0) {
      let name = String(decoding: bytes, as: UTF8.self)
      let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
      guard name.hasSuffix(".yaml"), !isHidden else { continue }
      let show = ["git", "-C", folder, "cat-file", "blob", "\(revision):./\(name)"]
      guard let text = output(of: show) else { return nil }
      files.append(SourceFile(path: prefix + name, bytes: text))
    }
    return files
  }

  /// What a program writes; nil where it cannot be run or fails.
  private static func output(of arguments: [String]) -> [UInt8]? {
    guard let process = ChildProcess(arguments) else { return nil }
    let bytes = process.readAll()
    return process.end() ? bytes : nil
  }
}
