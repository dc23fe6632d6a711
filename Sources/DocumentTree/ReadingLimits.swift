/// How much of a document is read; what is larger is refused.
package struct ReadingLimits: Sendable {
  package var bytes: Int
  /// Mappings and sequences inside each other.
  package var depth: Int
  /// Scalars, sequences and mappings of one file together.
  package var nodes: Int

  package init(bytes: Int = 8 << 20, depth: Int = 64, nodes: Int = 1_000_000) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }

  package static let policies = ReadingLimits()
  package static let facts = ReadingLimits()
}

/// Where an empty value and `null` are legal.
package enum Nulls: Sendable {
  case refused
  case allowed
  /// Below the keys named here, by the first key of the document that holds them.
  case allowedBelow([String: Set<String>])

  /// As a policy library has it: in the facts of clients and of tests.
  package static let inFactsAlone = Nulls.allowedBelow([
    "client": ["facts"], "tests": ["facts", "with"],
  ])
}
