package import CEL
package import Diagnostics

/// One thing of a library that begins or ends on a day: from then on it demands something else.
package struct DatedChange: Sendable {
  /// The first day on which it is otherwise.
  package let day: Day
  package let subject: Subject
  package let begins: Bool
  package let cite: [String]
  /// Where it is written.
  package let range: SourceRange?
  /// The numbers of the rules that it concerns, ascending.
  package let rules: [Int]

  package init(
    day: Day, subject: Subject, begins: Bool, cite: [String], range: SourceRange?, rules: [Int]
  ) {
    self.day = day
    self.subject = subject
    self.begins = begins
    self.cite = cite
    self.range = range
    self.rules = rules
  }

  package enum Subject: Sendable {
    /// By its number in the library.
    case rule(Int)
    /// Of one rule.
    case exception(rule: Int, id: String)
    /// A row of a table, by their numbers, and the value that a row ending the day before gave.
    case row(table: Int, row: Int, before: Value?)
    /// A client's waiver of a rule.
    case waiver(rule: Int, id: String)
    /// A term, by its number, becomes or ceases to be part of another of its set.
    case part(set: Int, part: UInt32, whole: UInt32)
  }
}
