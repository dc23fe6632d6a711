import CEL
import PolicyModel

/// The room for the slots of one request: each is written once.
///
/// INVARIANT: what is marked is initialized, the rest is not until `fill`.
@safe struct SlotRoom: ~Copyable {
  private let start: UnsafeMutablePointer<Value>
  let count: Int
  private var marked = Bits()
  private(set) var stated = Bits()

  /// One bit a slot.
  struct Bits {
    private var words = InlineArray<16, UInt64>(repeating: 0)

    static let capacity = 16 * 64

    @inline(__always)
    subscript(slot: Int) -> Bool { words[slot &>> 6] &>> UInt64(slot & 63) & 1 != 0 }

    @inline(__always)
    mutating func insert(_ slot: Int) { words[slot &>> 6] |= 1 &<< UInt64(slot & 63) }

    /// Shows the slots whose bits are set, ascending.
    @inline(__always)
    func visit(_ body: (Int) -> Void) {
      for word in words.indices {
        var bits = words[word]
        while bits != 0 {
          body(word &* 64 &+ bits.trailingZeroBitCount)
          bits &= bits &- 1
        }
      }
    }
  }

  /// Takes memory for so many slots that nothing has been written to yet.
  ///
  /// Nil where there are more of them than bits.
  init?(_ memory: UnsafeMutableBufferPointer<Value>, count: Int) {
    guard count <= Bits.capacity, count <= memory.count, let base = memory.baseAddress
    else { return nil }
    unsafe start = base
    self.count = count
  }

  /// Whether a slot is marked for the first time.
  @inline(__always)
  mutating func mark(_ slot: Int) -> Bool {
    precondition(slot >= 0 && slot < count, "a slot lies outside of the vocabulary")
    if marked[slot] { return false }
    marked.insert(slot)
    unsafe (start + slot).initialize(to: .null)
    return true
  }

  /// Writes a value that is stated; the slot must be marked.
  @inline(__always)
  mutating func state(_ slot: Int, _ value: Value) {
    write(slot, value)
    stated.insert(slot)
  }

  /// Writes what was known before, of a slot that is marked.
  mutating func keep(_ slot: Int, from facts: borrowing Facts) { write(slot, facts.slots[slot]) }

  @inline(__always)
  private func write(_ slot: Int, _ value: Value) {
    // INVARIANT: the walk writes only what it has marked.
    precondition(slot >= 0 && slot < count, "a slot lies outside of the vocabulary")
    unsafe start[slot] = value
  }

  /// Writes what was known before into all slots that are not marked.
  mutating func fill(from facts: borrowing Facts) {
    for slot in 0..<count where !marked[slot] {
      marked.insert(slot)
      unsafe (start + slot).initialize(to: facts.slots[slot])
    }
  }
}
