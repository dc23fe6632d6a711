/// A mistake in what a person wrote: what is wrong, where, and how to mend it.
public struct Diagnostic: Sendable {
  /// How much it weighs.
  public var severity: Severity
  /// What kind of mistake it is.
  public var code: DiagnosticCode
  /// Lower case, no full stop, the user's own words in backticks.
  public var message: String
  /// Nil where the mistake lies in no file (a missing folder, a bad argument).
  public var range: SourceRange?
  /// How to mend it.
  public var help: String?
  /// Other places that belong to it, each with what it has to do with it.
  public var notes: [Note]
  /// Whether the words at the range must not be shown, nor the line that they stand in.
  public var isWithheld = false

  /// Another place that belongs to a diagnostic.
  public struct Note: Sendable {
    /// What the place has to do with it, in the style of the diagnostic's message.
    public var message: String
    /// Nil where it lies in no file.
    public var range: SourceRange?

    /// A note without a place says something of the whole.
    public init(_ message: String, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  /// An error, where nothing else is said.
  public init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange?, help: String? = nil,
    notes: [Note] = [], severity: Severity = .error
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.range = range
    self.help = help
    self.notes = notes
  }

  /// The same diagnostic with nothing of the text that it points to.
  public func withheld() -> Diagnostic {
    var copy = self
    copy.isWithheld = true
    return copy
  }

  /// The same diagnostic with every range of it moved, as from an expression's own text to the
  /// file in which the expression stands.
  public func relocated(_ move: (SourceRange) -> SourceRange) -> Diagnostic {
    var copy = self
    copy.range = range.map(move)
    copy.notes = notes.map { Note($0.message, at: $0.range.map(move)) }
    return copy
  }
}

/// How much a diagnostic weighs: an error stops everything, a warning is only said.
public enum Severity: String, Sendable, Comparable {
  /// Something to look at; what was asked for is done.
  case warning
  /// A mistake; nothing is evaluated.
  case error

  /// A warning is less than an error.
  public static func < (left: Severity, right: Severity) -> Bool {
    left == .warning && right == .error
  }
}

/// The stable name of a kind of mistake, in kebab case; its page is `docs/diagnostics/<code>.md`.
///
/// Each is declared once, as a static constant in the file of the check that finds it.
public struct DiagnosticCode: RawRepresentable, Hashable, Sendable {
  /// The name itself.
  public let rawValue: String

  /// As `RawRepresentable` asks for it.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// The name in kebab case.
  public init(_ rawValue: String) { self.rawValue = rawValue }
}
