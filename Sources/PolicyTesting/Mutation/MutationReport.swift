import Diagnostics

/// What tests notice of the steps by which policies are changed.
package struct MutationReport: Sendable {
  /// Sorted by id.
  package let policies: [Policy]

  package struct Policy: Sendable {
    package let id: String
    /// How many steps a test noticed.
    package let killed: Int
    /// How many steps the compiler refused: nobody could make them unseen.
    package let refused: Int
    /// What no test noticed, in the order of the text.
    package let alive: [Mutation]
    /// What no test can notice, with the proof.
    package let equivalent: [Equivalent]

    package var count: Int { killed + refused + alive.count + equivalent.count }
  }

  /// A step that changes no decision.
  package struct Equivalent: Sendable {
    package let mutation: Mutation
    package let proof: String
  }

  package var aliveCount: Int { policies.reduce(0) { $0 + $1.alive.count } }
}

extension Mutation {
  /// Where it is made, `gdpr/consent-on-record, when`.
  var place: String { (rule.map { "\(policy)/\($0)" } ?? policy) + ", \(part)" }

  var file: String { range.file.path }

  var line: Int { range.start.line }
}
