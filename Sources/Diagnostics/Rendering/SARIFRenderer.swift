/// Diagnostics as SARIF 2.1.0 (OASIS Standard, "Static Analysis Results Interchange Format").
///
/// A mistake in a file is a result. One that lies in no file (a missing folder) is a notification of
/// the run, since code scanning refuses results without a place.
enum SARIFRenderer {
  static func render(_ diagnostics: [Diagnostic], version: String) -> String {
    let codes = Set(diagnostics.map(\.code.rawValue)).sorted()
    let rules = codes.map { code in
      JSONValue.object([
        ("id", .string(code)),
        ("help", message("docs/diagnostics/\(code).md")),
      ])
    }
    let driver = JSONValue.object([
      ("name", .string("scruple")), ("version", .string(version)), ("rules", .array(rules)),
    ])
    let run = JSONValue.object([
      ("tool", .object([("driver", driver)])),
      ("columnKind", .string("unicodeCodePoints")),
      ("invocations", .array([invocation(diagnostics.filter { $0.range == nil })])),
      ("results", .array(diagnostics.compactMap { result($0, codes) })),
    ])
    let log = JSONValue.object([
      ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .string("2.1.0")),
      ("runs", .array([run])),
    ])
    return log.text(pretty: true) + "\n"
  }

  private static func invocation(_ notifications: [Diagnostic]) -> JSONValue {
    let isSuccessful = !notifications.contains { $0.severity == .error }
    var members: [(key: String, value: JSONValue)] = [("executionSuccessful", .bool(isSuccessful))]
    if !notifications.isEmpty {
      let values = notifications.map { diagnostic in
        JSONValue.object([
          ("associatedRule", .object([("id", .string(diagnostic.code.rawValue))])),
          ("level", .string(level(diagnostic.severity))), ("message", message(of: diagnostic)),
        ])
      }
      members.append(("toolConfigurationNotifications", .array(values)))
    }
    return .object(members)
  }

  private static func result(_ diagnostic: Diagnostic, _ codes: [String]) -> JSONValue? {
    guard let range = diagnostic.range else { return nil }
    let code = diagnostic.code.rawValue
    var members: [(key: String, value: JSONValue)] = [
      ("ruleId", .string(code)),
      ("ruleIndex", .int(Int64(codes.firstIndex(of: code) ?? -1))),
      ("level", .string(level(diagnostic.severity))),
      ("message", message(of: diagnostic)),
      ("locations", .array([.object([("physicalLocation", SARIFPlace.value(of: range))])])),
    ]
    let related = diagnostic.notes.compactMap { note in
      note.range.map { (note: note.message, range: $0) }
    }
    if !related.isEmpty {
      let locations = related.enumerated().map { index, location in
        JSONValue.object([
          ("id", .int(Int64(index + 1))),
          ("physicalLocation", SARIFPlace.value(of: location.range)),
          ("message", message(location.note)),
        ])
      }
      members.append(("relatedLocations", .array(locations)))
    }
    return .object(members)
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    }
  }

  private static func message(of diagnostic: Diagnostic) -> JSONValue {
    message(diagnostic.message + (diagnostic.help.map { "; help: \($0)" } ?? ""))
  }

  private static func message(_ text: String) -> JSONValue { .object([("text", .string(text))]) }
}

/// A place in a file, as SARIF writes it.
package enum SARIFPlace {
  /// A region's end column is the one behind its last character (SARIF 2.1.0, 3.30.8).
  package static func value(of range: SourceRange) -> JSONValue {
    let (start, end) = (range.start, range.end)
    return .object([
      ("artifactLocation", .object([("uri", .string(uri(range.file.path)))])),
      (
        "region",
        .object([
          ("startLine", .int(Int64(start.line))), ("startColumn", .int(Int64(start.column))),
          ("endLine", .int(Int64(end.line))), ("endColumn", .int(Int64(end.column))),
          ("byteOffset", .int(Int64(range.bytes.lowerBound))),
          ("byteLength", .int(Int64(range.bytes.count))),
        ])
      ),
    ])
  }

  /// A path as a URI reference (RFC 3986): whatever is no unreserved character or `/` is a percent
  /// sign and two digits; an absolute path is a `file` URI.
  private static func uri(_ path: String) -> String {
    var uri = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        uri += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return uri
  }
}
