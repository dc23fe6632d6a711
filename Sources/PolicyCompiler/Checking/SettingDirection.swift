package import CEL
package import PolicyModel

extension Setting.Direction {
  /// Whether a value lies on the wrong side of another of its type.
  package func isLooser(_ value: Value, than other: Value) -> Bool {
    switch self {
    case .free: false
    case .lower: Self.isLess(other, value)
    case .higher: Self.isLess(value, other)
    case .more: !Self.holds(value, all: other)
    case .fewer: !Self.holds(other, all: value)
    }
  }

  private static func isLess(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int(let left), .int(let right)): left < right
    case (.double(let left), .double(let right)): left < right
    case (.duration(let left), .duration(let right)): left < right
    case (.timestamp(let left), .timestamp(let right)): left < right
    default: false
    }
  }

  private static func holds(_ list: Value, all parts: Value) -> Bool {
    guard case .list(let list) = list, case .list(let parts) = parts else { return true }
    return parts.elements.allSatisfy { part in
      list.elements.contains { Value.equal($0, part) }
    }
  }
}
