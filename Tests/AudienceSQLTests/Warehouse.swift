import AudienceSQL
import Foundation
import Testing

/// A real database that runs queries, through `warehouse.py`.
struct Warehouse {
  let dialect: QueryDialect

  struct Job: Encodable {
    var statements: [String]
    var query: String
  }

  /// What a query answered: rows by their columns, or what the database said.
  enum Answer {
    case rows([Row])
    case failure(String)
  }

  struct Row: Decodable {
    var key: String?
    var verdict: String?
    var rules: [String]?
    var residual: [String]?
    var ungoverned: String?
    var rejected: [String]?

    private enum CodingKeys: String, CodingKey {
      case key = "row number"
      case verdict, rules, residual, ungoverned, rejected
    }
  }

  private struct Found: Decodable {
    var rows: [Row]?
    var error: String?
  }

  /// Those that are asked: what is quick, or what `SCRUPLE_WAREHOUSES` names.
  static let dialects: [QueryDialect] = {
    let names = ProcessInfo.processInfo.environment["SCRUPLE_WAREHOUSES"] ?? "duckdb,postgres"
    return names.split(separator: ",").compactMap { QueryDialect(rawValue: String($0)) }
  }()

  /// Runs jobs; nil where the database is not installed here, which is a failure in CI.
  func run(_ jobs: [Job]) throws -> [Answer]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sql-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "jobs.json")
    try JSONEncoder().encode(jobs).write(to: file)
    guard let session = Self.sessions[dialect], try session.answer(file) else {
      let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
      if isCI { Issue.record("\(dialect.rawValue) is not installed: run `make warehouses`") }
      print("skipped: \(dialect.rawValue) is not installed; `make warehouses` does that")
      return nil
    }
    let data = try Data(contentsOf: folder.appending(path: "answers.json"))
    return try JSONDecoder().decode([Found].self, from: data).map { found in
      found.rows.map(Answer.rows) ?? .failure(found.error ?? "")
    }
  }

  /// One for all tests: to start a server takes longer than most of what it is asked.
  private static let sessions = Dictionary(
    uniqueKeysWithValues: dialects.map { ($0, WarehouseSession($0)) })
}
