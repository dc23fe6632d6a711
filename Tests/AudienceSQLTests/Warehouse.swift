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

  private static let here = URL(filePath: #filePath).deletingLastPathComponent()

  /// That of `make warehouses`, where it was made; it has the packages.
  private static var python: String {
    let root = here.deletingLastPathComponent().deletingLastPathComponent()
    let made = root.appending(path: ".build/warehouses/bin/python").path
    return FileManager.default.isExecutableFile(atPath: made) ? made : "/usr/bin/python3"
  }

  /// Runs jobs; nil where the database is not installed here, which is a failure in CI.
  func run(_ jobs: [Job]) throws -> [Answer]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sql-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "jobs.json")
    try JSONEncoder().encode(jobs).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      Self.python, Self.here.appending(path: "warehouse.py").path, dialect.rawValue, file.path,
    ]
    let output = Pipe()
    process.standardOutput = output
    let errors = folder.appending(path: "errors")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 3 {
      let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
      if isCI { Issue.record("\(dialect.rawValue) is not installed: run `make warehouses`") }
      print("skipped: \(dialect.rawValue) is not installed; `make warehouses` does that")
      return nil
    }
    guard process.terminationStatus == 0 else {
      let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
      throw Failed(text: String(text.suffix(4000)))
    }
    return try JSONDecoder().decode([Found].self, from: data).map { found in
      found.rows.map(Answer.rows) ?? .failure(found.error ?? "")
    }
  }

  struct Failed: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }
}
