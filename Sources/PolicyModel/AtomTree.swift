package import CEL
import Synchronization

/// An atom's expression as a tree: deciding needs none, so it is made when somebody asks for it.
///
/// Of a library of 10,000 rules the trees took more memory than all else together.
package final class AtomTree: Sendable {
  private let make: @Sendable () -> CheckedExpression
  private let made = Mutex<CheckedExpression?>(nil)

  /// `make` must give the same tree each time.
  package init(_ make: @escaping @Sendable () -> CheckedExpression) { self.make = make }

  package var checked: CheckedExpression {
    made.withLock { made in
      if let made { return made }
      let tree = make()
      made = tree
      return tree
    }
  }
}
