/// Elements that never change and belong to one owner, whom they leave with.
///
/// What many threads evaluate on is read through these: reading an element counts no reference to
/// the whole, where an array of the same counts two, on a word that all threads then write to.
///
/// INVARIANT: the elements are initialized until `deinit`, and nobody writes to them.
@frozen @safe public struct FrozenArray<Element>: ~Copyable {
  /// Nil where there are no elements: most of a plan's tables are empty and take no block.
  @usableFromInline let start: UnsafeMutablePointer<Element>?
  /// How many elements there are.
  public let count: Int

  /// Takes the elements of an array.
  @inlinable public init(_ elements: [Element]) {
    count = elements.count
    guard count > 0 else {
      unsafe start = nil
      return
    }
    let block = UnsafeMutablePointer<Element>.allocate(capacity: count)
    for place in 0..<count { unsafe (block + place).initialize(to: elements[place]) }
    unsafe start = block
  }

  @inlinable deinit {
    unsafe start?.deinitialize(count: count)
    unsafe start?.deallocate()
  }

  /// The element of a place, which must be one of `0..<count`.
  @inlinable public subscript(_ place: Int) -> Element {
    @inline(__always)
    unsafeAddress {
      guard place >= 0, place < count, let start = unsafe start else {
        preconditionFailure("a place lies outside of a frozen array")
      }
      return unsafe UnsafePointer(start + place)
    }
  }

  /// Where the element of a place, which must be one of `0..<count`, and those behind it stand.
  ///
  /// Only for as long as this array is there.
  @inlinable @unsafe
  public func pointer(to place: Int) -> UnsafePointer<Element> {
    guard place >= 0, place < count, let start = unsafe start else {
      preconditionFailure("a place lies outside of a frozen array")
    }
    return unsafe UnsafePointer(start + place)
  }

  /// The places of all elements.
  @inlinable public var indices: Range<Int> { 0..<count }

  /// The elements of some places, copied.
  @inlinable public func array(_ places: Range<Int>) -> [Element] {
    var elements: [Element] = []
    for place in places { elements.append(self[place]) }
    return elements
  }
}

// INVARIANT: see above; what never changes may be read by all threads.
extension FrozenArray: @unchecked Sendable where Element: Sendable {}
