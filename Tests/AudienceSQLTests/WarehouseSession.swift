import AudienceSQL
import Foundation
import Synchronization

/// A database that `warehouse.py` keeps from the first question to the tests' end.
final class WarehouseSession: Sendable {
  private let dialect: QueryDialect
  private let state = Mutex(State.notStarted)

  private enum State {
    case notStarted
    case running(Running)
    /// It is not installed here.
    case missing
  }

  private struct Running {
    let process: Process
    let questions: FileHandle
    let answers: FileHandle
    /// What it says of its own faults.
    let errors: FileHandle
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  private static let here = URL(filePath: #filePath).deletingLastPathComponent()

  init(_ dialect: QueryDialect) { self.dialect = dialect }

  /// Answers the jobs of a file in `answers.json` beside it; false where the database is not installed.
  ///
  /// One question at a time.
  func answer(_ jobs: URL) throws -> Bool {
    try state.withLock { state in
      if case .notStarted = state { state = .running(try start()) }
      guard case .running(let running) = state else { return false }
      try running.questions.write(contentsOf: Data("\(jobs.path)\n".utf8))
      // A line may come in pieces.
      var piece = running.answers.availableData
      while !piece.isEmpty, piece.last != UInt8(ascii: "\n") {
        piece = running.answers.availableData
      }
      if !piece.isEmpty { return true }
      running.process.waitUntilExit()
      state = .missing
      if running.process.terminationStatus == 3 { return false }
      let text = String(decoding: running.errors.readDataToEndOfFile(), as: UTF8.self)
      throw Failed(description: String(text.suffix(4000)))
    }
  }

  /// That of `make warehouses`, where it was made; it has the packages.
  private static var python: String {
    let root = here.deletingLastPathComponent().deletingLastPathComponent()
    let made = root.appending(path: ".build/warehouses/bin/python").path
    return FileManager.default.isExecutableFile(atPath: made) ? made : "/usr/bin/python3"
  }

  private func start() throws -> Running {
    // Where it ends early, that is told by what it says, and not by a signal.
    _ = signal(SIGPIPE, SIG_IGN)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      Self.python, Self.here.appending(path: "warehouse.py").path, dialect.rawValue,
    ]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    // A file without a name: nothing has to take it away.
    let file = FileManager.default.temporaryDirectory.appending(path: "sql-\(UUID())")
    try Data().write(to: file)
    let errors = try FileHandle(forReadingFrom: file)
    process.standardError = try FileHandle(forWritingTo: file)
    try FileManager.default.removeItem(at: file)
    try process.run()
    return Running(
      process: process, questions: input.fileHandleForWriting, answers: output.fileHandleForReading,
      errors: errors)
  }
}
