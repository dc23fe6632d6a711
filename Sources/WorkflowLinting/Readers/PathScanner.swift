/// Walks over the bytes of an expression: names, member accesses, quoted texts.
struct PathScanner {
  let bytes: [UInt8]
  var index: Int

  init(_ text: String) {
    bytes = Array(text.utf8)
    index = 0
  }

  var isAtEnd: Bool { index >= bytes.count }

  func starts(with text: StaticString, at place: Int? = nil) -> Bool {
    let start = place ?? index
    let length = text.utf8CodeUnitCount
    guard start >= 0, start + length <= bytes.count else { return false }
    for offset in 0..<length where unsafe text.utf8Start[offset] != bytes[start + offset] {
      return false
    }
    return true
  }

  static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...0xFF: true
    default: false
    }
  }

  mutating func skipBlanks() {
    while index < bytes.count, bytes[index] == 0x20 || (0x09...0x0D).contains(bytes[index]) {
      index += 1
    }
  }

  mutating func name() -> String {
    let start = index
    while index < bytes.count, Self.isName(bytes[index]) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// A text in quotes of any sort, or nil where none begins; escapes are kept as they stand.
  mutating func quoted() -> String? {
    guard index < bytes.count else { return nil }
    let quote = bytes[index]
    guard quote == 0x22 || quote == 0x27 || quote == 0x60 else { return nil }
    var end = index + 1
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == 0x5C ? 2 : 1 }
    guard end < bytes.count else { return nil }
    defer { index = end + 1 }
    return String(decoding: bytes[index + 1..<end], as: UTF8.self)
  }

  /// `(...)` with whatever stands in it, where one begins; what is first in it, if that is quoted.
  mutating func call() -> String?? {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "(") else { return nil }
    var inside = self
    inside.index += 1
    inside.skipBlanks()
    let first = inside.quoted()
    var depth = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x22 || byte == 0x27 || byte == 0x60, quoted() != nil { continue }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      index += 1
      if depth == 0 { break }
    }
    return .some(first)
  }

  /// Members selected one after the other: `.a?.b["c"][0]`; a method's call ends it unless the
  /// method only chooses an item.
  mutating func members(passing: Set<String>) -> [String] {
    var names: [String] = []
    while index < bytes.count {
      let before = index
      skipBlanks()
      if starts(with: "?.") {
        index += 2
      } else if starts(with: ".") {
        index += 1
      } else if starts(with: "[") {
        index += 1
        skipBlanks()
        if let name = quoted() {
          if !passing.contains(name) { names.append(name) }
        } else {
          _ = name()
        }
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
        index = min(index + 1, bytes.count)
        continue
      } else {
        index = before
        break
      }
      if starts(with: "[") { continue }
      let member = name()
      if member.isEmpty { break }
      if index < bytes.count, bytes[index] == UInt8(ascii: "(") {
        guard passing.contains(member) else {
          index = before
          break
        }
        _ = call()
      } else if !passing.contains(member) {
        names.append(member)
      }
    }
    return names
  }
}
