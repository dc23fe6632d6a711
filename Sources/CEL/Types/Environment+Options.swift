public import Diagnostics

extension Environment {
  /// How the language is narrowed or widened.
  ///
  /// The defaults follow the CEL specification.
  public struct Options: Sendable {
    /// Whether numbers of different types may be ordered: `1 < 1.5`.
    public var crossTypeOrdering = false
    /// Whether a list or map literal of mixed types is a mistake.
    public var homogeneousLiterals = false
    /// Whether `dyn()`, `type()`, uint, bytes, optionals and type names are mistakes.
    public var refusesDynamicTypes = false
    /// Whether `has(a.b.c)` of a declared variable asks that variable's slot.
    public var presenceOfVariables = false
    /// Whether reading a variable or field that is null, outside `has`, is an error value.
    public var nullsAreUndecided = false
    /// Whether an int literal is a double where a double is expected.
    public var intLiteralsAsDoubles = false
    /// Whether `duration("30d")` is taken.
    public var extendedDurations = false
    /// Whether constant durations, instants, zones, clock times and patterns are checked.
    public var checksConstants = false
    /// How string literals become constants of opaque types; nil where they do not.
    public var constants: ConstantCoercion?
    /// How an undeclared name is reported.
    public var undeclared = Noun(code: .undeclaredName, noun: "variable")
    /// What the parser takes.
    public var parser = ParserOptions()
    /// Where the zones of constants are looked up.
    public var timeZones = TimeZoneDatabase.system

    /// The CEL specification's.
    public init() {}

    /// What the names of an environment are called.
    public struct Noun: Sendable {
      /// The code of the diagnostic.
      public let code: DiagnosticCode
      /// As in "no fact is named …".
      public let noun: String

      /// Names the things that an environment declares.
      public init(code: DiagnosticCode, noun: String) {
        self.code = code
        self.noun = noun
      }
    }
  }
}
