import CEL
package import Diagnostics
package import PolicyModel

/// A decision as JSON, in the form that `docs/schemas/decision.schema.json` describes.
package enum DecisionJSON {
  /// Raised when a consumer could no longer read what is written.
  package static let format: Int64 = 1
  package static let notice =
    "Scruple checks an action against rules that people wrote. This is no legal advice."

  package static func value(of decision: Decision) -> JSONValue {
    .object([
      ("format", .int(format)),
      ("notice", .string(notice)),
      ("verdict", .string(decision.verdict.rawValue)),
      ("ungoverned", text(decision.ungoverned)),
      ("client", .string(decision.client)),
      ("now", .string(decision.now.text)),
      ("citations", .array(decision.citations.map(value))),
      ("duties", .array(decision.duties.map(value))),
      ("reviews", .array(decision.reviews.map(value))),
      ("changes", decision.changes.map { .array($0.changes.map(value)) } ?? .null),
      ("changes_complete", decision.changes.map { .bool($0.isComplete) } ?? .null),
      ("missing", texts(decision.missing)),
      ("warnings", texts(decision.warnings)),
      ("library", value(of: decision.library)),
    ])
  }

  static func value(of library: LibraryIdentity) -> JSONValue {
    .object([
      ("digest", .string(library.digest)),
      ("engine", .string(library.engine)),
      ("tzdata", .string(library.timeZones)),
    ])
  }

  static func value(_ citation: Citation) -> JSONValue {
    .object([
      ("rule", .string(citation.rule.description)),
      ("outcome", .string(citation.outcome.rawValue)),
      ("verdict", text(citation.verdict?.rawValue)),
      ("cite", texts(citation.cite)),
      ("confidence", text(citation.confidence?.rawValue)),
      ("title", text(citation.title)),
      ("because", .string(citation.because)),
      ("remedy", text(citation.remedy)),
      (
        "source",
        .object([("file", .string(citation.file)), ("line", .int(Int64(citation.line)))])
      ),
      ("atoms", .array(citation.atoms.map(value))),
      ("missing", texts(citation.missing)),
      ("errors", texts(citation.errors)),
      ("exceptions", .array(citation.exceptions.map(value))),
      ("waiver", citation.waiver.map(value) ?? .null),
    ])
  }

  private static func value(_ atom: AtomFinding) -> JSONValue {
    let truth: JSONValue =
      switch atom.value {
      case .yes: .bool(true)
      case .no: .bool(false)
      case .unknown: .string("unknown")
      case .error: .string("error")
      }
    return .object([
      ("expression", .string(atom.expression)),
      ("value", truth),
      ("role", .string(atom.role.rawValue)),
      (
        "facts",
        .array(
          atom.facts.map { fact in
            .object([
              ("fact", .string(fact.fact)), ("value", .string(fact.value)),
              ("origin", .string(fact.origin.word)),
            ])
          })
      ),
    ])
  }

  private static func value(_ exception: ExceptionFinding) -> JSONValue {
    .object([("exception", .string(exception.exception)), ("cite", texts(exception.cite))])
  }

  private static func value(_ waiver: WaiverFinding) -> JSONValue {
    .object([
      ("waiver", .string(waiver.waiver)), ("client", .string(waiver.client)),
      ("by", .string(waiver.by)), ("reason", .string(waiver.reason)),
      ("from", .string(waiver.from.text)), ("until", .string(waiver.until.text)),
    ])
  }

  private static func value(_ duty: DutyCitation) -> JSONValue {
    .object([
      ("rule", .string(duty.rule.description)), ("duty", .string(duty.duty)),
      ("text", .string(duty.text)), ("value", text(duty.value)),
    ])
  }

  private static func value(_ review: ReviewCitation) -> JSONValue {
    .object([
      ("rule", text(review.rule?.description)), ("by", texts(review.demand.by)),
      ("quorum", .int(Int64(review.demand.quorum))),
      ("within", text(review.demand.within.map(DurationText.text))),
      ("reviewers", texts(review.reviewers)),
    ])
  }

  private static func value(_ change: Change) -> JSONValue {
    let obtained = change.obtain.map { obtained in
      JSONValue.object([
        ("fact", .string(obtained.fact)), ("from", .string(obtained.from)),
        ("to", .string(obtained.to)),
      ])
    }
    return .object([("obtain", .array(obtained)), ("state", texts(change.state))])
  }

  static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension Facts.Origin {
  /// The origin as decisions show it.
  var word: String {
    switch self {
    case .notStated: "not stated"
    case .stated: "stated"
    case .standing: "client"
    case .defaulted: "default"
    }
  }
}
