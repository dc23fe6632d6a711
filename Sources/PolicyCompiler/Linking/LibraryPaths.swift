import Diagnostics

/// The paths of a library's files below the folders that it was read from.
struct LibraryPaths {
  private let roots: [[Substring]]

  /// Without roots the folder that all files have in common is taken.
  init(roots: [String], files: [SourceFile]) {
    let given = roots.map { Self.parts($0) }
    let folders = files.map { Self.parts($0.path).dropLast() }
    guard given.isEmpty, var common = folders.first else {
      self.roots = given.sorted { $0.count > $1.count }
      return
    }
    for folder in folders.dropFirst() {
      common = common.prefix(zip(common, folder).prefix { $0 == $1 }.count)
    }
    self.roots = [Array(common)]
  }

  /// `law/eu/gdpr.yaml`; the path as it is where it lies below no root.
  func path(of file: SourceFile) -> String {
    relative(file).joined(separator: "/")
  }

  /// The parts of the folder, without the file's name.
  func folder(of file: SourceFile) -> [Substring] { relative(file).dropLast() }

  private func relative(_ file: SourceFile) -> [Substring] {
    let parts = Self.parts(file.path)
    for root in roots where parts.starts(with: root) && parts.count > root.count {
      return Array(parts.dropFirst(root.count))
    }
    return parts
  }

  private static func parts(_ path: String) -> [Substring] {
    path.split(separator: "/").filter { $0 != "." }
  }
}
