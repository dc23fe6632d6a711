import Glibc

/// Strings as what they are in CEL: sequences of code points, compared by their UTF-8 bytes.
///
/// Swift's own `==`, `<` and `count` know canonical equivalence and graphemes; CEL does not.
extension StringValue {
  /// Whether both have the same code points.
  public func isEqual(to other: StringValue) -> Bool {
    self === other || string.hasSameBytes(as: other.string)
  }

  /// The order of the code points, which is that of the UTF-8 bytes.
  public func compare(to other: StringValue) -> Ordering {
    string.withBytes { left in
      other.string.withBytes { right in
        let order = left.compare(to: right, count: min(left.count, right.count))
        return order == 0 ? Ordering(left.count, right.count) : Ordering(order, 0)
      }
    }
  }

  func hashBytes(into hasher: inout Hasher) {
    string.withBytes { bytes in unsafe hasher.combine(bytes: bytes.buffer) }
  }

  /// A string as a key of Swift's dictionaries, without canonical equivalence.
  public struct Key: Hashable, Sendable {
    private let value: StringValue

    /// Makes a key of a string.
    public init(_ value: StringValue) { self.value = value }

    /// Whether both strings have the same bytes.
    public static func == (left: Key, right: Key) -> Bool { left.value.isEqual(to: right.value) }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { value.hashBytes(into: &hasher) }
  }
}

extension String {
  /// Whether both strings have the same UTF-8 bytes.
  func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    // A short string lies in its value: to lend its bytes out costs more than to look at them.
    if utf8.count < 16 { return utf8.elementsEqual(other.utf8) }
    return withBytes { left in
      other.withBytes { right in left.compare(to: right, count: left.count) == 0 }
    }
  }

  /// The byte at which another string first occurs, at or after a byte of this one.
  func firstByte(of other: String, from start: Int = 0) -> Int? {
    withBytes { text in other.withBytes { wanted in text.firstPlace(of: wanted, from: start) } }
  }

  /// The last byte up to a given one at which another string occurs.
  func lastByte(of other: String, upTo end: Int) -> Int? {
    withBytes { text in
      other.withBytes { wanted in
        (0...min(end, text.count)).last { start in
          wanted.count <= text.count - start
            && text.compare(from: start, to: wanted, count: wanted.count) == 0
        }
      }
    }
  }

  func startsWithBytes(of other: String) -> Bool {
    withBytes { text in
      other.withBytes { wanted in
        wanted.count <= text.count && text.compare(to: wanted, count: wanted.count) == 0
      }
    }
  }

  func endsWithBytes(of other: String) -> Bool {
    withBytes { text in
      other.withBytes { wanted in
        let start = text.count - wanted.count
        return start >= 0 && text.compare(from: start, to: wanted, count: wanted.count) == 0
      }
    }
  }

  /// How many code points there are: all bytes but those that continue one.
  var codePointCount: Int {
    utf8.reduce(into: 0) { count, byte in count += byte & 0xC0 == 0x80 ? 0 : 1 }
  }

  /// Lends the UTF-8 bytes out for one call.
  func withBytes<Result>(_ body: (borrowing ByteView) -> Result) -> Result {
    let direct = unsafe utf8.withContiguousStorageIfAvailable { bytes in
      body(unsafe ByteView(UnsafeRawBufferPointer(bytes)))
    }
    if let direct { return direct }
    return unsafe Array(utf8).withUnsafeBytes { bytes in body(unsafe ByteView(bytes)) }
  }
}

/// Bytes that are lent out for one call.
///
/// INVARIANT: the buffer lives as long as the call that lends it; the view cannot be copied away.
@safe struct ByteView: ~Copyable {
  let buffer: UnsafeRawBufferPointer

  init(_ buffer: UnsafeRawBufferPointer) { unsafe self.buffer = buffer }

  var count: Int { unsafe buffer.count }

  /// How bytes from a place of this view stand to the first ones of another, as `memcmp` says.
  func compare(from start: Int = 0, to other: borrowing ByteView, count: Int) -> Int32 {
    precondition(
      start >= 0 && count <= self.count - start && count <= other.count,
      "a comparison reaches past the bytes that are lent")
    guard count > 0, let left = unsafe buffer.baseAddress,
      let right = unsafe other.buffer.baseAddress
    else { return 0 }
    return unsafe memcmp(left + start, right, count)
  }

  /// Where other bytes first occur, at or after a place.
  func firstPlace(of other: borrowing ByteView, from start: Int) -> Int? {
    guard start >= 0, start <= count, other.count <= count - start else { return nil }
    guard other.count > 0, let bytes = unsafe buffer.baseAddress else { return start }
    let first = unsafe Int32(other.buffer[0])
    var place = start
    while place <= count - other.count {
      let rest = count - other.count - place + 1
      guard let found = unsafe memchr(bytes + place, first, rest) else { return nil }
      place = unsafe UnsafeRawPointer(found) - bytes
      if compare(from: place, to: other, count: other.count) == 0 { return place }
      place += 1
    }
    return nil
  }
}
