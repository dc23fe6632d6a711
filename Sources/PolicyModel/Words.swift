/// Texts as words, for telling what a field's name or a sentence speaks of.
package enum Words {
  /// The words of a text in lower case, a blank before, between and behind them.
  ///
  /// Words end at whatever is no letter and no digit, and where a capital follows a small letter:
  /// `contact.firstName` is ` contact first name `. All letters beyond ASCII count as letters.
  package static func normalized(_ text: String) -> String {
    var result: [UInt8] = [0x20]
    result.reserveCapacity(text.utf8.count + 8)
    var wasSmall = false
    for byte in text.utf8 {
      switch byte {
      case 0x61...0x7A, 0x30...0x39:
        result.append(byte)
        wasSmall = true
      case 0x41...0x5A:
        if wasSmall { result.append(0x20) }
        result.append(byte | 0x20)
        wasSmall = false
      case 0x80...0xFF:
        result.append(byte)
        wasSmall = false
      default:
        if result.last != 0x20 { result.append(0x20) }
        wasSmall = false
      }
    }
    if result.last != 0x20 { result.append(0x20) }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether words hold one of some phrases; both normalized.
  package static func hold(_ words: String, oneOf phrases: [String]) -> Bool {
    phrases.contains { words.holds($0) }
  }
}

extension String {
  /// Whether the bytes of another string stand in it.
  ///
  /// Cost: the length, where its first bytes are rare.
  package func holds(_ other: String) -> Bool {
    let wanted = other.utf8
    guard let first = wanted.dropFirst().first else { return false }
    var mine = self
    var copy = other
    return mine.withUTF8 { text in
      copy.withUTF8 { phrase in
        let last = text.count - phrase.count
        if last < 0 { return false }
        var index = 0
        while index <= last {
          // A phrase begins with a blank: its second byte is rarer.
          if unsafe text[index + 1] == first, unsafe text[index] == phrase[0] {
            var length = 2
            while length < phrase.count, unsafe text[index + length] == phrase[length] {
              length += 1
            }
            if length == phrase.count { return true }
          }
          index += 1
        }
        return false
      }
    }
  }
}
