/// A reference to something that somebody else keeps: to use it counts nothing.
///
/// INVARIANT: whoever makes one keeps the object for as long as the reference is used.
@frozen @safe public struct Unowned<Object: AnyObject & Sendable>: Sendable {
  @usableFromInline let reference: Unmanaged<Object>

  /// Refers to an object.
  @inlinable public init(_ object: Object) {
    unsafe reference = Unmanaged.passUnretained(object)
  }

  /// Lends the object out for one call.
  @inlinable @inline(__always)
  public func use<Result>(_ body: (Object) -> Result) -> Result {
    unsafe reference._withUnsafeGuaranteedRef(body)
  }
}
