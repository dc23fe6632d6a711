package import CEL
package import Diagnostics

/// A policy: rules with one authority behind them.
package struct Policy: Sendable {
  package let id: String
  package let title: String
  package let authority: Authority
  /// The places whose law is hereby loaded; terms of the set `place`.
  package let covers: [Symbol]
  package let source: Source?
  package let period: Period
  package let reviewDates: ReviewDates?
  /// The numbers of its rules in the library, ascending.
  package let rules: Range<Int>
  package let range: SourceRange

  /// Where the policy's text comes from.
  package struct Source: Sendable {
    package let name: String
    package let url: String?
    package init(name: String, url: String?) {
      self.name = name
      self.url = url
    }
  }

  package init(
    id: String, title: String, authority: Authority, covers: [Symbol], source: Source?,
    period: Period, reviewDates: ReviewDates?, rules: Range<Int>, range: SourceRange
  ) {
    self.id = id
    self.title = title
    self.authority = authority
    self.covers = covers
    self.source = source
    self.period = period
    self.reviewDates = reviewDates
    self.rules = rules
    self.range = range
  }
}

/// What a client may adjust.
package struct Setting: Sendable {
  /// With its policy's id, such as `values.max_messages_per_week`.
  package let name: String
  package let type: FactType
  package let defaultValue: Value
  package let tighter: Direction
  package let doc: String
  package let slot: Int
  package let range: SourceRange

  /// Which way is the stricter one.
  package enum Direction: String, Sendable, CaseIterable {
    case lower
    case higher
    /// A longer list.
    case more
    /// A shorter list.
    case fewer
    /// No direction is stricter.
    case free
  }

  package init(
    name: String, type: FactType, defaultValue: Value, tighter: Direction, doc: String,
    slot: Int, range: SourceRange
  ) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.tighter = tighter
    self.doc = doc
    self.slot = slot
    self.range = range
  }
}

/// What differs by term and date, each row with its own citation.
package struct Table: Sendable {
  package let name: String
  /// The number of the term set of its keys.
  package let key: Int
  package let rows: [Row]
  package let range: SourceRange

  package struct Row: Sendable {
    package let term: UInt32
    package let value: Value
    package let cite: [String]
    package let period: Period
    package let range: SourceRange
    package init(
      term: UInt32, value: Value, cite: [String], period: Period, range: SourceRange
    ) {
      self.term = term
      self.value = value
      self.cite = cite
      self.period = period
      self.range = range
    }
  }

  package init(name: String, key: Int, rows: [Row], range: SourceRange) {
    self.name = name
    self.key = key
    self.rows = rows
    self.range = range
  }
}
