import FoundationEssentials

/// The folder of CEL's conformance tests, which stand outside the package.
package struct ConformanceFolder: Sendable {
  /// The folder's path.
  package let path: String

  /// The folder that `CEL_CONFORMANCE` names, or else `../shared/conformance/cel` beside the
  /// package.
  package init(environment: [String: String]) {
    if let path = environment["CEL_CONFORMANCE"], !path.isEmpty {
      self.path = path
      return
    }
    let package = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    path = package.appending(path: "../shared/conformance/cel").standardized.path
  }

  /// Whether the folder is there.
  package var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// All files of tests, by name; throws where the folder or a file cannot be read.
  package func files() throws -> [ConformanceFile] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    return try names.filter { $0.hasSuffix(".json") }.map { name in
      let data = try Data(contentsOf: URL(filePath: path).appending(path: name))
      return try JSONDecoder().decode(ConformanceFile.self, from: data)
    }
  }
}
