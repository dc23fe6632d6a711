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
  /// Where facts are stated; nil after a quick reading, which notes none.
  private let notedPlaces: [Place]?
  /// What finds the places by reading the request once more, and which bytes.
  private let reader: (reader: FactsReader, bytes: Range<Int>)?
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
    notedPlaces = places
    reader = nil
    self.clientPlace = clientPlace
  }

  /// What was read quickly; where a fact is stated is found when it is asked for.
  init(_ read: QuickFacts, _ file: SourceFile, _ bytes: Range<Int>, by reader: FactsReader) {
    facts = read.facts
    diagnostics = []
    self.file = file
    notedPlaces = nil
    self.reader = (reader, bytes)
    clientPlace = read.clientPlace
  }

  private var places: [Place] {
    if let notedPlaces { return notedPlaces }
    return reader.flatMap { $0.reader.readFully(file, $0.bytes).notedPlaces } ?? []
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
