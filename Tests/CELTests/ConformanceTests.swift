import CEL
import ConformanceSuite
import FoundationEssentials
import Testing

/// CEL's own conformance tests, read from a folder beside the package.
@Suite(
  .enabled(
    if: folder.exists || environment["CI"] == "true",
    "there are no conformance tests at the default place; name their folder in CEL_CONFORMANCE"))
struct ConformanceTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let folder = ConformanceFolder(environment: environment)
  private static let report = Result {
    ConformanceReport(try folder.files(), ConformanceRun(libraries: [.standard]))
  }

  @Test func `the core of the language passes at least 95 of 100 tests`() throws {
    try #require(Self.folder.exists, "no conformance tests at \(Self.folder.path)")
    let files = try Self.report.get().files.filter { ConformanceReport.core.contains($0.file) }
    #expect(files.count == ConformanceReport.core.count)
    let passed = files.reduce(0) { $0 + $1.passed }
    let total = files.reduce(0) { $0 + $1.total }
    #expect(passed * 100 >= total * 95, "\(passed) of \(total)")
  }

  @Test func `every test passes that is not known to fail`() throws {
    try #require(Self.folder.exists, "no conformance tests at \(Self.folder.path)")
    for file in try Self.report.get().files where KnownFailures.files[file.file] == nil {
      for failure in file.failures where KnownFailures.reasons[failure.id] == nil {
        Issue.record("\(failure.id): \(failure.expression): \(failure.reason)")
      }
    }
  }

  @Test func `no test that is known to fail passes`() throws {
    try #require(Self.folder.exists, "no conformance tests at \(Self.folder.path)")
    let failing = Set(try Self.report.get().files.flatMap { $0.failures.map(\.id) })
    #expect(KnownFailures.reasons.keys.filter { !failing.contains($0) }.sorted() == [])
  }
}
