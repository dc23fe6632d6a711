/// Paths of files as pages name them: from the folder of policies on, with its own name.
///
/// A site is for others to read: where the folder stands on its author's disk is nobody's business.
struct SitePaths {
  private let roots: [[Substring]]

  init(roots: [String]) {
    self.roots = roots.map { $0.split(separator: "/").filter { $0 != "." } }
      .sorted { $0.count > $1.count }
  }

  /// The path as it is where no root holds it.
  func shown(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard let root = roots.first(where: { parts.starts(with: $0) }) else { return path }
    return parts.dropFirst(max(0, root.count - 1)).joined(separator: "/")
  }
}
