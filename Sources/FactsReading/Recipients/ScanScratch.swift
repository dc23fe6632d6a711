/// What a scan writes besides codes; each scan has its own.
///
/// INVARIANT: `text` has `PaddedBytes.padding` bytes behind `capacity`, `instants` and `places` room for `most`,
/// `order` for a member more than there are.
@safe
final class ScanScratch {
  static let capacity = 1 << 13
  static let most = 32
  /// Where joint texts are put together.
  let text: UnsafeMutablePointer<UInt8>
  let instants: UnsafeMutablePointer<InstantText>
  let places: UnsafeMutablePointer<Int>
  let ranges: UnsafeMutableBufferPointer<Range<Int>>
  /// How long the last text is.
  var count = 0
  /// The member that stood first in the last row, then by member the one that stood behind it.
  let order: UnsafeMutablePointer<UInt8>

  init(parts: Int, members: Int) {
    unsafe text = .allocate(capacity: Self.capacity + PaddedBytes.padding)
    unsafe text.initialize(repeating: 0, count: Self.capacity + PaddedBytes.padding)
    unsafe instants = .allocate(capacity: Self.most)
    unsafe places = .allocate(capacity: Self.most)
    unsafe ranges = .allocate(capacity: parts)
    unsafe ranges.initialize(repeating: 0..<0)
    unsafe order = .allocate(capacity: members + 1)
    unsafe order.initialize(repeating: 0, count: members + 1)
  }

  deinit {
    unsafe text.deallocate()
    unsafe instants.deallocate()
    unsafe places.deallocate()
    unsafe ranges.deallocate()
    unsafe order.deallocate()
  }

  /// The last text.
  var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: text, count: count)) }
}
