/// How a file of many recipients is written.
package enum AudienceForm: String, Sendable, CaseIterable {
  /// One JSON object a line: what stands under `recipient`.
  case ndjson
  /// RFC 4180, with a header that names facts; in UTF-8, apart by commas.
  case csv

  /// How names of such files end.
  package static let suffixes = ["ndjson", "jsonl", "csv"]

  /// By the suffix of a path; nil where that tells nothing.
  package init?(path: String) {
    switch path.split(separator: ".").last.map({ $0.lowercased() }) {
    case "ndjson", "jsonl": self = .ndjson
    case "csv": self = .csv
    default: return nil
    }
  }
}
