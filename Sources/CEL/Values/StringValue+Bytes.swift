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
        let shared = min(left.count, right.count)
        let order = unsafe shared == 0 ? 0 : memcmp(left.start, right.start, shared)
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

    public static func == (left: Key, right: Key) -> Bool { left.value.isEqual(to: right.value) }

    public func hash(into hasher: inout Hasher) { value.hashBytes(into: &hasher) }
  }
}

extension String {
  /// Whether both strings have the same UTF-8 bytes.
  func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return withBytes { left in
      other.withBytes { right in
        unsafe left.count == 0 || memcmp(left.start, right.start, left.count) == 0
      }
    }
  }

  /// The byte at which another string first occurs, at or after a byte of this one.
  func firstByte(of other: String, from start: Int = 0) -> Int? {
    withBytes { text in
      other.withBytes { wanted in
        guard start >= 0, start <= text.count, wanted.count <= text.count - start else {
          return nil
        }
        if wanted.count == 0 { return start }
        guard let first = unsafe text.start else { return nil }
        let found = unsafe memmem(first + start, text.count - start, wanted.start, wanted.count)
        guard let found = unsafe found else { return nil }
        return unsafe UnsafeRawPointer(found) - first
      }
    }
  }

  func startsWithBytes(of other: String) -> Bool {
    withBytes { text in
      other.withBytes { wanted in
        guard wanted.count <= text.count else { return false }
        return unsafe wanted.count == 0 || memcmp(text.start, wanted.start, wanted.count) == 0
      }
    }
  }

  func endsWithBytes(of other: String) -> Bool {
    withBytes { text in
      other.withBytes { wanted in
        let start = text.count - wanted.count
        guard start >= 0 else { return false }
        guard wanted.count > 0, let first = unsafe text.start else { return true }
        return unsafe memcmp(first + start, wanted.start, wanted.count) == 0
      }
    }
  }

  /// Lends the UTF-8 bytes out for one call.
  func withBytes<Result>(_ body: (borrowing ByteView) -> Result) -> Result {
    let direct = unsafe utf8.withContiguousStorageIfAvailable { bytes in
      body(unsafe ByteView(UnsafeRawBufferPointer(bytes)))
    }
    if let direct { return direct }
    return Array(utf8).withUnsafeBytes { bytes in body(unsafe ByteView(bytes)) }
  }
}

/// Bytes that are lent out for one call.
///
/// INVARIANT: the buffer lives as long as the call that lends it; the view cannot be copied away.
@safe struct ByteView: ~Copyable {
  let buffer: UnsafeRawBufferPointer

  init(_ buffer: UnsafeRawBufferPointer) { unsafe self.buffer = buffer }

  var count: Int { unsafe buffer.count }

  /// The first byte's place; it may be nil where there is none.
  var start: UnsafeRawPointer? { unsafe buffer.baseAddress }
}
