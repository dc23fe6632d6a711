package import Diagnostics
package import PolicyEngine
package import PolicyModel

/// What was read of a request, with the places of its facts.
package struct ReadFacts: Sendable {
  /// Nil where the request is refused: for its mistakes, or for those that the reading of its text
  /// has reported.
  package let facts: Facts?
  package let diagnostics: [Diagnostic]
  private let file: SourceFile
  private let places: [Place]
  private let clientPlace: Range<Int>?

  /// Where a slot was stated.
  struct Place: BitwiseCopyable {
    let slot: Int
    private let start: Int
    private let end: Int

    init(slot: Int, _ bytes: Range<Int>) {
      self.slot = slot
      start = bytes.lowerBound
      end = bytes.upperBound
    }

    var bytes: Range<Int> { start..<end }
  }

  init(
    facts: Facts?, diagnostics: [Diagnostic], file: SourceFile, places: [Place],
    clientPlace: Range<Int>?
  ) {
    self.facts = facts
    self.diagnostics = diagnostics
    self.file = file
    self.places = places
    self.clientPlace = clientPlace
  }

  /// Where a fact or a group of facts is stated; nil where it is not.
  package func range(ofSlot slot: Int) -> SourceRange? {
    places.first { $0.slot == slot }.map { SourceRange(file, $0.bytes) }
  }

  /// Where the request names its client.
  package var clientRange: SourceRange? {
    clientPlace.map { SourceRange(file, $0) }
  }

  /// What keeps well-formed facts from being judged, at the fact that is at fault.
  package func diagnostic(of problem: FactsProblem) -> Diagnostic {
    Diagnostic(
      problem.code, problem.message, at: problem.slot.flatMap { range(ofSlot: $0) },
      help: problem.help)
  }
}
