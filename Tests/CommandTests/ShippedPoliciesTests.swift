import Foundation
import Testing

/// The policies and examples that the project ships.
struct ShippedPoliciesTests {
  @Test func `they are well-formed, without a warning`() throws {
    let run = try Command.run(["check", "--policies", Self.policies], in: Folder())
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("no mistakes in "), "\(run.output)")
  }

  @Test func `they pass their tests, and every rule is seen broken, kept and undecided`() throws {
    let folder = try Folder()
    let run = try Command.run(
      ["test", "--policies", Self.policies, "--format", "json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    for testCase in report.suites.flatMap(\.cases) {
      #expect(testCase.failures.isEmpty, "\(testCase.file):\(testCase.line)")
    }
    let rules = report.suites.flatMap(\.rules)
    #expect(rules.count >= 40)
    for rule in rules {
      let unseen = Set(["broken", "kept", "undecided"]).subtracting(rule.outcomes)
      #expect(unseen.isEmpty, "\(rule.rule) was never \(unseen.sorted().joined(separator: ", "))")
    }
  }

  @Test(arguments: [
    ("gdpr", 15), ("eprivacy", 4), ("ccpa", 8), ("can-spam", 5), ("values", 8),
  ])
  func `each policy has its rules`(policy: String, atLeast: Int) throws {
    let run = try Command.run(
      ["test", "--policies", Self.policies, "--format", "json"], in: Folder())
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    let suite = try #require(report.suites.first { $0.policy == policy })
    #expect(suite.rules.count >= atLeast)
  }

  @Test(arguments: [("anna", 1), ("ben", 3), ("chris", 0)])
  func `the example of a cart recovery is decided as it tells`(name: String, code: Int) throws {
    let path = "docs/examples/cart-recovery/\(name).yaml"
    try #require(FileManager.default.fileExists(atPath: Project.root.appending(path: path).path))
    let folder = try Folder()
    let facts = Project.root.appending(path: path).path
    let run = try Command.run(["gate", facts, "--policies", Self.policies], in: folder)
    #expect(run.code == code, "\(run.output)\(run.errors)")
    #expect(run.errors.isEmpty)
    #expect(run.output.contains("no legal advice"))
    // Where the policies stand is as long as it is.
    for line in run.output.split(separator: "\n") where !line.contains(".yaml:") {
      #expect(line.unicodeScalars.count <= 100, "\(line)")
    }
  }

  private static let policies = Project.root.appending(path: "policies").path
}

/// What these tests read of a test run's report.
private struct Report: Decodable {
  struct Suite: Decodable {
    let policy: String
    let cases: [Case]
    let rules: [Rule]
  }
  struct Case: Decodable {
    let file: String
    let line: Int
    let failures: [String]
  }
  struct Rule: Decodable {
    let rule: String
    let outcomes: [String]
  }
  let suites: [Suite]
}
