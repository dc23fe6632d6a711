import Foundation
import Testing

/// The built command, as a person or a pipeline runs it.
enum Command {
  struct Run {
    let output: String
    let errors: String
    let code: Int
  }

  /// Runs the command that was built beside these tests, in a folder.
  ///
  /// It gets this process's environment without what would choose its policies.
  static func run(
    _ arguments: [String], in folder: Folder, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Run {
    try run(built, arguments, in: folder, input: input, environment: environment)
  }

  /// Runs any program; its outputs go through files, so that it never waits for a reader.
  static func run(
    _ program: URL, _ arguments: [String], in folder: Folder, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Run {
    let streams = try Folder()
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    var variables = ProcessInfo.processInfo.environment
    variables["SCRUPLE_POLICIES"] = nil
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables["COLUMNS"] = "80"
    process.environment = variables.merging(environment) { $1 }
    try streams.write(input, to: "input")
    try streams.write("", to: "output")
    try streams.write("", to: "errors")
    process.standardInput = try FileHandle(forReadingFrom: streams["input"])
    process.standardOutput = try FileHandle(forWritingTo: streams["output"])
    process.standardError = try FileHandle(forWritingTo: streams["errors"])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(program.lastPathComponent) crashed")
    return Run(
      output: try streams.read("output"), errors: try streams.read("errors"),
      code: Int(process.terminationStatus))
  }

  /// The tests' own executable stands in the folder of the products.
  static var built: URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "scruple")
  }
}
