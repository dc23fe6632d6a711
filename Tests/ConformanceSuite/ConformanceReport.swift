/// The outcomes of all tests, by file.
package struct ConformanceReport: Sendable {
  /// In the order of their names.
  package let files: [FileReport]

  /// One file's outcomes.
  package struct FileReport: Sendable {
    package let file: String
    package let total: Int
    /// In the order of the file.
    package let failures: [Failure]
    package var passed: Int { total - failures.count }
  }

  /// A test that did not pass.
  package struct Failure: Sendable {
    package let id: String
    package let expression: String
    package let reason: String
  }

  /// Runs all tests of all files.
  package init(_ files: [ConformanceFile], _ run: ConformanceRun) {
    self.files = files.map { file in
      FileReport(
        file: file.file, total: file.tests.count,
        failures: file.tests.compactMap { test in
          switch run.outcome(of: test) {
          case .passed: nil
          case .failed(let reason):
            Failure(id: test.id, expression: test.expression, reason: reason)
          }
        })
    }
  }

  package var passed: Int { files.reduce(0) { $0 + $1.passed } }
  package var total: Int { files.reduce(0) { $0 + $1.total } }

  /// The files that every implementation should pass: the language without extensions.
  package static let core: Set<String> = [
    "basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists", "logic",
    "macros", "namespace", "parse", "plumbing", "string", "timestamps",
  ]
}
