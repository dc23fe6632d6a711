/// What the library of strings does; nil for an argument that is of another type.
extension String {
  /// The longest string that a function makes, in bytes; a short call could ask for any length.
  static let longestResult = 1 << 24

  /// The code point at a place; nothing at the end.
  func character(at place: Value) -> Value? {
    guard case .int(let place) = place else { return nil }
    guard let index = index(ofPlace: place) else { return outside(place) }
    return .text(index == endIndex ? "" : String(unicodeScalars[index]))
  }

  /// What lies between two places; to the end where there is no second.
  func part(from start: Value, to end: Value?) -> Value? {
    guard case .int(let start) = start else { return nil }
    guard let first = index(ofPlace: start) else { return outside(start) }
    guard let end else { return .text(String(unicodeScalars[first...])) }
    guard case .int(let end) = end else { return nil }
    guard let last = index(ofPlace: end) else { return outside(end) }
    guard first <= last else {
      return .failure(.indexOutOfRange, "a part cannot start at `\(start)` and end at `\(end)`")
    }
    return .text(String(unicodeScalars[first..<last]))
  }

  /// Where another string first occurs, at or after a place; -1 for nowhere.
  func place(of other: Value, from start: Value = .int(0)) -> Value? {
    guard let other = other.content, case .int(let start) = start else { return nil }
    guard let index = index(ofPlace: start) else { return outside(start) }
    let byte = firstByte(of: other, from: utf8.distance(from: startIndex, to: index))
    return .int(byte.map(place(ofByte:)) ?? -1)
  }

  /// Where another string last occurs, at or before a place; -1 for nowhere.
  func lastPlace(of other: Value, from start: Value? = nil) -> Value? {
    guard let other = other.content else { return nil }
    var last = endIndex
    if let start {
      guard case .int(let start) = start else { return nil }
      guard let index = index(ofPlace: start) else { return outside(start) }
      last = index
    }
    let byte = lastByte(of: other, upTo: utf8.distance(from: startIndex, to: last))
    return .int(byte.map(place(ofByte:)) ?? -1)
  }

  /// The parts between separators, at most so many, or all for a negative number.
  ///
  /// An empty separator stands between all code points. The last part keeps what is left.
  func parts(between separator: Value, atMost limit: Value) -> Value? {
    guard let separator = separator.content, case .int(let limit) = limit else { return nil }
    let most = limit < 0 ? Int.max : Int(limit)
    if most == 0 { return .array([]) }
    if separator.isEmpty { return .array(characters(atMost: most)) }
    var parts: [Value] = []
    var start = 0
    while parts.count < most - 1, let end = firstByte(of: separator, from: start) {
      parts.append(.text(bytes(from: start, to: end)))
      start = end + separator.utf8.count
    }
    return .array(parts + [.text(bytes(from: start, to: utf8.count))])
  }

  private func characters(atMost most: Int) -> [Value] {
    var rest = unicodeScalars[...]
    var parts: [Value] = []
    while let first = rest.first {
      if parts.count == most - 1 { return parts + [.text(String(rest))] }
      parts.append(.text(String(first)))
      rest = rest.dropFirst()
    }
    return parts
  }

  /// The first occurrences of a string replaced, at most so many, or all for a negative number.
  ///
  /// The empty string occurs before each code point and at the end.
  func replacing(_ old: Value, with new: Value, atMost limit: Value) -> Value? {
    guard let old = old.content, let new = new.content, case .int(let limit) = limit else {
      return nil
    }
    var left = limit < 0 ? Int64.max : limit
    var result = ""
    var start = 0
    while left > 0, let end = firstByte(of: old, from: start) {
      left -= 1
      result += bytes(from: start, to: end) + new
      if result.utf8.count > String.longestResult { return .tooLong }
      start = end + old.utf8.count
      guard old.isEmpty else { continue }
      guard start < utf8.count else { break }
      let next = unicodeScalars[utf8.index(startIndex, offsetBy: start)]
      result.unicodeScalars.append(next)
      start += UTF8.width(next)
    }
    return .text(result + bytes(from: start, to: utf8.count))
  }

  /// The string without Unicode white space at its ends.
  var trimmed: String {
    let start = unicodeScalars.drop { $0.properties.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(start[...last])
  }

  /// The code points, last to first.
  var reversedCodePoints: String { String(UnicodeScalarView(unicodeScalars.reversed())) }

  /// The letters A to Z in lower case, everything else as it is.
  var lowerASCII: String {
    String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// The letters a to z in upper case, everything else as it is.
  var upperASCII: String {
    String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
  }

  /// The string in double quotes, with the escapes of one letter.
  var quoted: String {
    var text = "\""
    for scalar in unicodeScalars {
      if let escape = Value.shortEscape(scalar) {
        text += escape
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// The index of a place; nil outside of 0 to the number of code points.
  private func index(ofPlace place: Int64) -> Index? {
    guard place >= 0, place <= utf8.count else { return nil }
    return unicodeScalars.index(startIndex, offsetBy: Int(place), limitedBy: endIndex)
  }

  private func place(ofByte byte: Int) -> Int64 {
    Int64(bytes(from: 0, to: byte).codePointCount)
  }

  private func bytes(from start: Int, to end: Int) -> String {
    let first = utf8.index(startIndex, offsetBy: start)
    return String(self[first..<utf8.index(first, offsetBy: end - start)])
  }

  private func outside(_ place: Int64) -> Value {
    .failure(.indexOutOfRange, "`\(place)` is outside of a string of \(codePointCount)")
  }
}
