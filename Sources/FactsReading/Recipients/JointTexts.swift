/// Members that are read together: their texts, with each instant replaced by where it lies among fixed
/// instants and among the others.
struct JointCell: BitwiseCopyable {
  let column: Int32
  let dictionary: Int32
  /// Its parts among all parts.
  let parts: (lower: Int32, upper: Int32)
  /// Its bounds among all instants.
  let bounds: (lower: Int32, upper: Int32)
}

/// One member of a joint text, and which of its values are instants.
struct JointPart: BitwiseCopyable {
  /// Every value of the map is one.
  let isAllInstants: Bool
  /// The fields that are, among the names of such fields.
  let fields: (lower: Int32, upper: Int32)
  /// Fields whose texts matter little, among all such fields.
  let texts: (lower: Int32, upper: Int32)
  /// The dictionaries of the map's keys, and of entries that cannot matter; -1 where all may.
  let keys: Int32
  let entries: Int32
  /// The most entries.
  let maximum: Int
}

/// A field of which it matters only which of some texts it holds, if any of them.
struct JointText: BitwiseCopyable {
  let name: ColumnName
  /// In bytes.
  let maximum: Int
  /// Among all texts with which fields are compared.
  let constants: (lower: Int32, upper: Int32)
}

extension RowScanner {
  /// Puts the texts of members together and looks them up; false where the row is left to others, or the text
  /// is unseen.
  func readJoints(_ codes: UnsafeMutablePointer<Int32>, _ found: inout Found) -> Bool {
    for number in unsafe 0..<joints.count {
      let joint = unsafe joints[number]
      var count = 0
      scratch.count = 0
      for part in Int(joint.parts.lower)..<Int(joint.parts.upper) {
        guard scratch.count < ScanScratch.capacity else { return false }
        unsafe scratch.text[scratch.count] = 0x01
        scratch.count += 1
        let range = unsafe scratch.ranges[part]
        if range.isEmpty { continue }
        let own = unsafe jointParts[part]
        let isCopied =
          own.keys < 0
          ? copy(range, own, &count) : copyEntries(range, own, part, number, &count, &found)
        guard isCopied else { return false }
      }
      place(count, joint)
      let text = unsafe PaddedBytes(UnsafeBufferPointer(start: scratch.text, count: scratch.count))
      guard let text else { return false }
      let hash = text.hash(0..<scratch.count, seed: Int(joint.dictionary))
      let code = texts.code(0..<scratch.count, text, hash, joint.dictionary)
      if code == 0 {
        found.unseen = Unseen(
          member: -1, key: nil, text: 0..<0, hash: hash, isKey: false, joint: number)
        return false
      }
      if joint.column >= 0 { unsafe codes[Int(joint.column)] = code }
    }
    return true
  }

  /// Copies the entries of a map that may matter; of the others it is made sure that they are no mistakes.
  private func copyEntries(
    _ range: Range<Int>, _ part: JointPart, _ number: Int, _ joint: Int, _ count: inout Int,
    _ found: inout Found
  ) -> Bool {
    guard bytes[range.lowerBound] == UInt8(ascii: "{") else { return false }
    var seen: UInt64 = 0
    var entries = 0
    var place = blanks(range.lowerBound &+ 1)
    var isMore = bytes[place] != UInt8(ascii: "}")
    while isMore {
      guard bytes[place] == 0x22 else { return false }
      let end = bytes.stringEnd(place &+ 1).end
      guard bytes[end] == 0x22 else { return false }
      let key = place..<end &+ 1
      let hash = bytes.hash(key, seed: Int(part.keys))
      let code = texts.code(key, bytes, hash, part.keys)
      if code == 0 {
        found.unseen = Unseen(
          member: number, key: nil, text: key, hash: hash, isKey: false, joint: joint, piece: .key)
        return false
      }
      let bit = UInt64(1) &<< UInt64(truncatingIfNeeded: code >> 1)
      entries &+= 1
      let colon = blanks(end &+ 1)
      guard seen & bit == 0, entries <= part.maximum, bytes[colon] == UInt8(ascii: ":") else {
        return false
      }
      seen |= bit
      let valueEnd = valueEnd(blanks(colon &+ 1))
      guard valueEnd >= 0 else { return false }
      let start = scratch.count
      let before = count
      guard copy(place..<valueEnd, part, &count) else { return false }
      if code & 1 == 1 {
        guard isSeen(from: start, place..<valueEnd, part, number, joint, &found) else {
          return false
        }
        scratch.count = start
        count = before
      } else {
        unsafe scratch.text[scratch.count] = UInt8(ascii: ",")
        scratch.count &+= 1
      }
      place = blanks(valueEnd)
      isMore = bytes[place] == UInt8(ascii: ",")
      if isMore { place = blanks(place &+ 1) }
    }
    guard bytes[place] == UInt8(ascii: "}"), place &+ 1 == range.upperBound else { return false }
    unsafe scratch.text[scratch.count] = UInt8(ascii: "}")
    scratch.count &+= 1
    return scratch.count < ScanScratch.capacity
  }

  /// Whether the entry at the end of the scratch has been found to be no mistake.
  private func isSeen(
    from start: Int, _ entry: Range<Int>, _ part: JointPart, _ number: Int, _ joint: Int,
    _ found: inout Found
  ) -> Bool {
    let text = unsafe PaddedBytes(UnsafeBufferPointer(start: scratch.text, count: scratch.count))
    guard let text else { return false }
    let hash = text.hash(start..<scratch.count, seed: Int(part.entries))
    if texts.code(start..<scratch.count, text, hash, part.entries) != 0 { return true }
    found.unseen = Unseen(
      member: number, key: nil, text: entry, hash: hash, isKey: false, joint: joint,
      piece: .entry(start: start))
    return false
  }

  /// Copies a member's text; instants are noted in place of being copied.
  private func copy(_ range: Range<Int>, _ part: JointPart, _ count: inout Int) -> Bool {
    var place = range.lowerBound
    var key = 0..<0
    var isValue = false
    while place < range.upperBound {
      let byte = bytes[place]
      guard scratch.count + 1 < ScanScratch.capacity else { return false }
      guard byte == 0x22 else {
        // A control character could pass for an instant's place.
        guard byte >= 0x20 else { return false }
        unsafe scratch.text[scratch.count] = byte
        scratch.count += 1
        place += 1
        if byte != 0x20 { isValue = false }
        continue
      }
      let (end, isASCII) = bytes.stringEnd(place + 1)
      guard bytes[end] == 0x22 else { return false }
      if isValue, let text = comparedText(key, part) {
        guard isASCII || isUTF8, end - place - 1 <= text.maximum,
          scratch.count + 2 < ScanScratch.capacity
        else { return false }
        unsafe scratch.text[scratch.count] = 0x03
        unsafe scratch.text[scratch.count + 1] = constant(of: text, at: place + 1)
        scratch.count += 2
        place = end + 1
        isValue = false
        continue
      }
      if isValue, isInstant(key, part) {
        guard end == place + 21, let instant = InstantText(bytes, at: place + 1),
          count < ScanScratch.most, scratch.count + 3 < ScanScratch.capacity
        else { return false }
        unsafe scratch.instants[count] = instant
        unsafe scratch.places[count] = scratch.count
        unsafe scratch.text[scratch.count] = 0x02
        unsafe scratch.text[scratch.count + 1] = 0x20
        unsafe scratch.text[scratch.count + 2] = 0x20
        scratch.count += 3
        count += 1
        place = end + 1
        isValue = false
        continue
      }
      let length = end + 1 - place
      guard scratch.count + length < ScanScratch.capacity else { return false }
      for offset in 0..<length {
        unsafe scratch.text[scratch.count + offset] = bytes[place + offset]
      }
      scratch.count += length
      key = place + 1..<end + 1
      place = end + 1
      isValue = bytes[place] == UInt8(ascii: ":")
      if isValue {
        unsafe scratch.text[scratch.count] = UInt8(ascii: ":")
        scratch.count += 1
        place += 1
      }
    }
    return true
  }

  private func isInstant(_ key: Range<Int>, _ part: JointPart) -> Bool {
    if part.isAllInstants { return true }
    for place in Int(part.fields.lower)..<Int(part.fields.upper)
    where unsafe names.holds(jointFields[place], bytes, at: key.lowerBound) {
      return true
    }
    return false
  }

  /// The field of which the text matters little; nil where a key names another.
  private func comparedText(_ key: Range<Int>, _ part: JointPart) -> JointText? {
    for place in Int(part.texts.lower)..<Int(part.texts.upper) {
      let text = unsafe jointTexts[place]
      if names.holds(text.name, bytes, at: key.lowerBound) { return text }
    }
    return nil
  }

  /// Which of a field's texts stands at a place.
  private func constant(of text: JointText, at place: Int) -> UInt8 {
    let range = Int(text.constants.lower)..<Int(text.constants.upper)
    let found = range.firstIndex { unsafe names.holds(jointConstants[$0], bytes, at: place) }
    return found.map { 0x21 + UInt8(truncatingIfNeeded: $0 - range.lowerBound) } ?? 0x20
  }

  /// Says of each instant where it lies.
  private func place(_ count: Int, _ joint: JointCell) {
    for one in 0..<count {
      let instant = unsafe scratch.instants[one]
      var stretch: UInt8 = 0x20
      for bound in Int(joint.bounds.lower)..<Int(joint.bounds.upper)
      where unsafe !(instant < instants[bound]) {
        stretch += 1
      }
      var earlier: UInt8 = 0x20
      for other in 0..<count where unsafe scratch.instants[other] < instant { earlier += 1 }
      unsafe scratch.text[scratch.places[one] + 1] = stretch
      unsafe scratch.text[scratch.places[one] + 2] = earlier
    }
  }
}
