import Diagnostics

/// Texts that mean something else to YAML than to their author, and how to write them.
enum Pitfall {
  /// Help for the value at or around a byte; nil where nothing in its line explains a mistake.
  static func help(at offset: Int, in file: SourceFile) -> String? {
    let bytes = file.bytes
    var start = min(offset, bytes.count)
    while start > 0, !file.isBreak(start - 1) { start -= 1 }
    var end = start
    while end < bytes.count, !file.isBreak(end), end - start < 10_000 { end += 1 }
    if bytes[start..<end].first(where: { $0 != 0x20 }) == 0x09 {
      return "indent with blanks, not with tabs"
    }
    if end > start, bytes[start] == UInt8(ascii: "%") {
      return "leave out lines that start with `%`"
    }
    return help(forValue: value(in: bytes[start..<end]))
  }

  /// What stands behind the `- ` and `key: ` at the start of a line.
  private static func value(in line: ArraySlice<UInt8>) -> Substring {
    var rest = String(decoding: line, as: UTF8.self)[...].drop { $0 == " " }
    while rest.hasPrefix("- ") { rest = rest.dropFirst(2).drop { $0 == " " } }
    if let colon = rest.firstIndex(of: ":") {
      let key = rest[..<colon]
      let after = rest[rest.index(after: colon)...]
      let isKey = key.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }
      if isKey, after.hasPrefix(" ") { rest = after.drop { $0 == " " } }
    }
    return rest
  }

  private static func help(forValue value: Substring) -> String? {
    let mend = "put the whole text below into a `>` block"
    guard let first = value.first else { return nil }
    switch first {
    case "\"", "'":
      return "a text in quotes ends at the next quote: \(mend)"
    case "!", "*", "&", ">", "|", "%", "@", "`":
      return "a text cannot start with `\(first)`: \(mend), or quote it"
    case "[", "{":
      return "`\(first)` starts a list or a mapping: \(mend), or quote it"
    case "-" where value.hasPrefix("- "), "?" where value.hasPrefix("? "):
      return "`\(first) ` starts a list or a key: \(mend), or quote it"
    default: break
    }
    if value.contains(": ") || value.hasSuffix(":") {
      return "`: ` makes a key of what stands before it: \(mend), or quote it"
    }
    if value.contains(" #") { return "` #` starts a comment: \(mend), or quote it" }
    return nil
  }
}

extension SourceFile {
  func isBreak(_ index: Int) -> Bool { bytes[index] == 0x0A || bytes[index] == 0x0D }

  func isBlankOrBreak(_ index: Int) -> Bool {
    isBreak(index) || bytes[index] == 0x20 || bytes[index] == 0x09
  }

  /// From a byte up to the next blank, line end, comma or bracket, at most 60 bytes.
  func word(at start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, !isBlankOrBreak(end), end - start < 60 {
      if end > start, [0x2C, 0x5B, 0x5D, 0x7B, 0x7D].contains(bytes[end]) { break }
      end += 1
    }
    while end < bytes.count, end > start, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}
