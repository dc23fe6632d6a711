/// Fills an array up to a size that is known beforehand, without a look at its room for each piece.
///
/// INVARIANT: `place` never passes `end`; what does not fit ends the program.
@safe
struct ByteWriter {
  private var place: UnsafeMutableRawPointer
  private let end: UnsafeMutableRawPointer

  private init(_ place: UnsafeMutableRawPointer, _ size: Int) {
    unsafe self.place = place
    unsafe end = place + size
  }

  /// Adds to an array what a body writes, which must not be more than so many bytes; calls it for none too.
  static func append(
    to bytes: inout [UInt8], atMost size: Int, _ body: (inout ByteWriter) -> Void
  ) {
    // An array without room has no place.
    bytes.append(addingCapacity: max(size, 1)) { (span: inout OutputSpan<UInt8>) in
      unsafe span.withUnsafeMutableBufferPointer { buffer, count in
        guard let base = buffer.baseAddress else { preconditionFailure("an array has no room") }
        let start = unsafe UnsafeMutableRawPointer(base) + count
        var writer = unsafe ByteWriter(start, size)
        body(&writer)
        count += unsafe writer.place - start
      }
    }
  }

  @inline(__always)
  mutating func write(_ bytes: [UInt8], _ range: Range<Int>) {
    if range.isEmpty { return }
    unsafe bytes.withUnsafeBytes { source in
      unsafe write(UnsafeRawBufferPointer(rebasing: source[range]))
    }
  }

  @inline(__always)
  mutating func write(_ text: StaticString) {
    unsafe write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(__always)
  private mutating func write(_ source: UnsafeRawBufferPointer) {
    guard let base = source.baseAddress else { return }
    unsafe precondition(source.count <= end - place, "more is written than was said")
    unsafe place.copyMemory(from: base, byteCount: source.count)
    unsafe place += source.count
  }

  /// Writes a number that is not negative.
  mutating func write(_ number: Int) {
    var count = 1
    var rest = number / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    unsafe precondition(count <= end - place, "more is written than was said")
    rest = number
    var digit = count
    repeat {
      digit -= 1
      unsafe place.storeBytes(
        of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: digit,
        as: UInt8.self)
      rest /= 10
    } while digit > 0
    unsafe place += count
  }
}
