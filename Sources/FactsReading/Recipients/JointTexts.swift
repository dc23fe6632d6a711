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
        guard unsafe copy(range, jointParts[part], &count) else { return false }
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
      let (end, _) = bytes.stringEnd(place + 1)
      guard bytes[end] == 0x22 else { return false }
      if isValue, isInstant(key, part) {
        guard end == place + 21, let instant = InstantText(bytes, at: place + 1),
          count < ScanScratch.most, scratch.count + 3 < ScanScratch.capacity
        else { return false }
        unsafe scratch.instants[count] = instant
        unsafe scratch.places[count] = scratch.count
        unsafe scratch.text[scratch.count] = 0x02
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
    for place in Int(part.fields.lower)..<Int(part.fields.upper) {
      if unsafe names.holds(jointFields[place], bytes, at: key.lowerBound) { return true }
    }
    return false
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
