import Diagnostics
import FactsReading
import Glibc

/// The files of a run: the three parts of the audience, every decision, what was rejected, and the
/// report, which comes last and says that the run is complete.
struct OutputFolder: ~Copyable {
  private let folder: String
  private let suffix: String
  private var allowed: OutputFile
  private var denied: OutputFile
  private var toReview: OutputFile
  private var decisions: OutputFile
  private var rejected: OutputFile

  /// What one block adds to the files.
  struct Piece: Sendable {
    var allowed: [UInt8] = []
    var denied: [UInt8] = []
    var toReview: [UInt8] = []
    var decisions: [UInt8] = []
    var rejected: [UInt8] = []
  }

  /// `audience`: its file; `suffix`: of that file; `header`: what its parts begin with.
  init(
    _ folder: String, audience: String, suffix: String, header: [UInt8]
  ) throws(RunFailure) {
    try Self.makeFolder(folder)
    // A part of an earlier run would be replaced by its own part.
    for part in ["allowed", "denied", "to-review", "decisions", "rejected"] {
      for suffix in AudienceForm.suffixes where Self.isOne("\(folder)/\(part).\(suffix)", audience)
      {
        throw RunFailure([.replacesAudience(audience, folder)])
      }
    }
    var allowed = try OutputFile("\(folder)/allowed.\(suffix)")
    var denied = try OutputFile("\(folder)/denied.\(suffix)")
    var toReview = try OutputFile("\(folder)/to-review.\(suffix)")
    let decisions = try OutputFile("\(folder)/decisions.ndjson")
    let rejected = try OutputFile("\(folder)/rejected.ndjson")
    try allowed.write(header)
    try denied.write(header)
    try toReview.write(header)
    self.folder = folder
    self.suffix = suffix
    self.allowed = allowed
    self.denied = denied
    self.toReview = toReview
    self.decisions = decisions
    self.rejected = rejected
  }

  mutating func write(_ piece: Piece) throws(RunFailure) {
    try allowed.write(piece.allowed)
    try denied.write(piece.denied)
    try toReview.write(piece.toReview)
    try decisions.write(piece.decisions)
    try rejected.write(piece.rejected)
  }

  /// Gives all files their names, the report's last.
  ///
  /// An older report goes first, so that no mixture of two runs looks complete.
  mutating func finish(report: String, page: String) throws(RunFailure) {
    var html = try OutputFile("\(folder)/report.html")
    try html.write(Array(page.utf8))
    var json = try OutputFile("\(folder)/report.json")
    try json.write(Array(report.utf8))
    try allowed.finish()
    try denied.finish()
    try toReview.finish()
    try decisions.finish()
    try rejected.finish()
    try html.finish()
    try json.finish()
    try Self.remove(json.path)
    // Parts of an earlier run in another form would stand beside those of this one.
    for part in ["allowed", "denied", "to-review"] {
      for other in AudienceForm.suffixes where other != suffix {
        try Self.remove("\(folder)/\(part).\(other)")
      }
    }
    try allowed.keep()
    try denied.keep()
    try toReview.keep()
    try decisions.keep()
    try rejected.keep()
    try html.keep()
    try json.keep()
  }

  private static func remove(_ path: String) throws(RunFailure) {
    if unsafe unlink(path) != 0, errno != ENOENT { throw RunFailure(path, errno) }
  }

  /// Whether two paths lead to one file.
  private static func isOne(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    return unsafe stat(one, &first) == 0 && stat(other, &second) == 0
      && first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  private static func makeFolder(_ path: String) throws(RunFailure) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      if unsafe mkdir(made, 0o755) != 0, errno != EEXIST { throw RunFailure(made, errno) }
    }
  }
}

extension DiagnosticCode {
  fileprivate static let replacedAudience = DiagnosticCode("replaced-audience")
}

extension Diagnostic {
  fileprivate static func replacesAudience(_ path: String, _ folder: String) -> Diagnostic {
    Diagnostic(
      .replacedAudience, "`\(path)` would be replaced by a part of itself", at: nil,
      help: "write into another folder than `\(folder)`")
  }
}
