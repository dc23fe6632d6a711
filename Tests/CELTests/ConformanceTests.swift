import ConformanceSuite
import FoundationEssentials
import Testing

/// CEL's own conformance tests, read from a folder beside the package.
@Suite(.enabled(if: Conformance.isWanted, Conformance.hint))
struct ConformanceTests {
  @Test func `the core of the language passes at least 95 of 100 tests`() throws {
    let core = try Conformance.files().filter { ConformanceReport.core.contains($0.file) }
    #expect(core.count == ConformanceReport.core.count)
    let passed = core.reduce(0) { $0 + $1.passed }
    let total = core.reduce(0) { $0 + $1.total }
    #expect(passed * 100 >= total * 95, "\(passed) of \(total)")
  }

  @Test func `every test passes that is not known to fail`() throws {
    for file in try Conformance.files() where KnownFailures.files[file.file] == nil {
      for failure in file.failures where KnownFailures.reasons[failure.id] == nil {
        Issue.record("\(failure.id): \(failure.expression): \(failure.reason)")
      }
    }
  }

  @Test func `no test passes that is known to fail`() throws {
    let files = try Conformance.files()
    let failing = Set(files.flatMap { $0.failures.map(\.id) })
    #expect(KnownFailures.reasons.keys.filter { !failing.contains($0) }.sorted() == [])
    let failingFiles = files.filter { $0.passed == 0 }.map(\.file)
    #expect(failingFiles == KnownFailures.files.keys.sorted())
  }
}

/// The tests' folder and what came of them, run once.
private enum Conformance {
  static let environment = ProcessInfo.processInfo.environment
  static let folder = ConformanceFolder(environment: environment)
  static let report = Result {
    ConformanceReport(try folder.files(), ConformanceRun())
  }

  /// Without the folder there is nothing to run; where nobody looks, that is a failure.
  static var isWanted: Bool { folder.exists || environment["CI"] == "true" }
  static let hint: Comment =
    "CEL's conformance tests are not there; name their folder in CEL_CONFORMANCE"

  static func files() throws -> [ConformanceReport.FileReport] {
    try #require(folder.exists, "no conformance tests at \(folder.path)")
    return try report.get().files
  }
}
