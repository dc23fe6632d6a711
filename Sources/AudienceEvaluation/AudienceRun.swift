package import CEL
import Diagnostics
package import FactsReading
package import PolicyEngine
package import PolicyModel

/// Judges one campaign against an audience: blocks of rows in, parts and a report out.
///
/// Blocks are read and written in order by one task and judged by others, so that both cores work and
/// the input's order is kept; memory holds a few blocks, whatever the audience's size.
package struct AudienceRun: Sendable {
  package let library: CompiledLibrary
  package let gate: Gate
  package let campaign: Campaign
  package let options: Options

  package struct Options: Sendable {
    package var at: Timestamp?
    package var clock: Timestamp?
    /// Where the parts go; nil where only the report is wanted.
    package var folder: String?
    /// Columns whose values are counted.
    package var by: [FactPath] = []
    /// A row that is rejected ends the run.
    package var isStrict = false
    /// Rows that bear one id are found.
    package var wantsUniqueIDs = false
    /// How many blocks are judged at once.
    package var width = 2
    package var blockSize = 1 << 20
    /// Rows go through columns where they can.
    package var usesColumns = true

    package init() {}
  }

  /// Where a run is.
  package struct Progress: Sendable {
    package let rows: Int
    /// In which the rows stand that have been judged.
    package let bytes: Int
    /// Of the whole input; nil where it is not known.
    package let size: Int?
  }

  package init(
    library: CompiledLibrary, gate: Gate, campaign: Campaign, options: Options
  ) {
    self.library = library
    self.gate = gate
    self.campaign = campaign
    self.options = options
  }

  /// Judges the audience that a file or the standard input (`-`) holds.
  package func run(
    _ path: String, _ form: AudienceForm, progress: (Progress) -> Void
  ) async throws(RunFailure) -> AudienceReport {
    var diagnostics: [Diagnostic] = []
    guard
      var blocks = RecordBlocks(
        path: path, form: form, blockSize: options.blockSize, &diagnostics)
    else { throw RunFailure(diagnostics) }
    let segments = try segmentSlots()
    let first = blocks.next()
    if let failure = blocks.failure { throw RunFailure([failure]) }
    guard let first else { throw RunFailure([.noRecipients(blocks.path)]) }
    let (reader, start) = try reader(first, form, blocks.path)
    let prepared = try prepared()
    let day = Day(of: prepared.now)
    let judge = try blockJudge(reader, segments.slots)

    var folder: OutputFolder?
    if let path = options.folder {
      folder = try OutputFolder(
        path, audience: blocks.path, suffix: suffix(of: blocks.path, form),
        header: Array(first.bytes[..<start]))
    }
    var duplicates = options.wantsUniqueIDs ? try DuplicateIDs() : nil
    var report = AudienceReport.Draft(tally: Tally(segmentCount: segments.slots.count))
    var waiting: [Task<BlockJudge.Result, Never>] = []
    // Where the blocks end that wait.
    var ends: [Int] = []
    // The task that reads and writes comes on top; a block in hand keeps each judge busy.
    let most = options.width + 1
    var next: RecordBlocks.Block? = first
    var nextStart = start
    while next != nil || !waiting.isEmpty {
      if let block = next {
        report.lacksLineEnd = block.lacksLineEnd
        let start = nextStart
        waiting.append(Task.detached { judge.judge(block, from: start) })
        ends.append(blocks.consumed)
        nextStart = 0
        next = blocks.next()
        if let failure = blocks.failure { throw RunFailure([failure]) }
        if waiting.count < most, next != nil { continue }
      }
      var result = await waiting.removeFirst().value
      if options.isStrict, let rejected = result.firstRejected {
        throw RunFailure(rejected.diagnostics.map(\.ofRow))
      }
      report.add(result)
      if let piece = result.piece.take() {
        try folder?.write(piece)
        judge.spare?.give(piece)
      }
      blocks.reuse(&result.bytes)
      if duplicates != nil { try duplicates?.add(result.ids) }
      progress(
        Progress(
          rows: report.tally.judged + report.tally.rejected, bytes: ends.removeFirst(),
          size: blocks.size))
    }
    if report.tally.judged + report.tally.rejected == 0 {
      throw RunFailure([.noRecipients(blocks.path)])
    }
    let finished = AudienceReport(
      draft: report, run: self, judge: judge, path: blocks.path, form: form,
      suffix: suffix(of: blocks.path, form), usedClock: prepared.usedClock,
      bytes: blocks.consumed, columns: segments.names, duplicates: try duplicates?.find(),
      warnings: gate.warnings(try rulesThatMayApply(prepared), day), day: day)
    let text = finished.json.text(pretty: true) + "\n"
    if folder != nil { try folder?.finish(report: text, page: finished.html) }
    return finished
  }

  /// What judges the blocks of a run.
  func blockJudge(
    _ reader: RecipientReader, _ segments: [Int] = []
  ) throws(RunFailure) -> BlockJudge {
    BlockJudge(
      gate: gate, reader: reader, at: options.at, clock: options.clock, segments: segments,
      writer: PieceWriter(library), examples: ExampleCollector(),
      wantsIDs: options.wantsUniqueIDs, instant: try prepared().now.text,
      pool: options.usesColumns ? try pool(reader, segments) : nil,
      spare: options.folder == nil ? nil : SparePieces())
  }

  /// The reader of rows, and where the first row starts.
  func reader(
    _ first: RecordBlocks.Block, _ form: AudienceForm, _ path: String
  ) throws(RunFailure) -> (RecipientReader, Int) {
    let facts = FactsReader(library)
    switch form {
    case .ndjson:
      guard let reader = RecipientReader(facts, onto: campaign.facts, path: path) else {
        throw RunFailure([.noRecipientGroup()])
      }
      return (reader, 0)
    case .csv:
      var cutter = RecordCutter(.csv, first.bytes, line: first.firstLine)
      guard let header = cutter.next(), !first.isTooLong else {
        throw RunFailure([.noRecipients(path)])
      }
      var diagnostics: [Diagnostic] = []
      let reader = RecipientReader(
        facts, onto: campaign.facts, path: path, header: header, of: first.bytes,
        campaign.columns, &diagnostics)
      guard let reader else {
        throw RunFailure(diagnostics.isEmpty ? [.noRecipientGroup()] : diagnostics)
      }
      return (reader, header.whole.upperBound)
    }
  }

  /// What is left of the rules once the campaign is known; nil where the recipient's facts are not free.
  package func residue() throws(RunFailure) -> Residue? { Residue(gate, try prepared()) }

  /// How the audience is judged, in words.
  package func plan(for form: AudienceForm) throws(RunFailure) -> String {
    try residue()?.plan(for: form)
      ?? "All rows are judged one by one: the client states facts of the recipient.\n"
  }

  /// Rules that may apply to somebody, for what is said of them.
  private func rulesThatMayApply(_ facts: PreparedFacts) throws(RunFailure) -> [Int] {
    try residue()?.rules.map(\.number) ?? gate.rules(inForceOn: Day(of: facts.now))
  }

  private func pool(
    _ reader: RecipientReader, _ segments: [Int]
  ) throws(RunFailure) -> ColumnJudgePool? {
    guard let residue = try residue() else { return nil }
    return ColumnJudge(residue, reader, exact: segments).map { ColumnJudgePool($0) }
  }

  /// The campaign's facts; what keeps the campaign itself from being judged ends the run here.
  private func prepared() throws(RunFailure) -> PreparedFacts {
    do throws(FactsProblem) {
      return try gate.prepare(campaign.facts, at: options.at, clock: options.clock)
    } catch {
      throw RunFailure([campaign.request.diagnostic(of: error)])
    }
  }

  /// The slots of the place and of the columns that are asked for, each once.
  private func segmentSlots() throws(RunFailure) -> (names: [String], slots: [Int]) {
    var names: [String] = []
    var slots: [Int] = []
    let vocabulary = library.vocabulary
    if let place = gate.locationSlot {
      slots.append(place)
      names.append(vocabulary.facts[place].path)
    }
    for path in options.by {
      let name = path.steps.map(\.name).joined(separator: ".")
      guard let slot = path.slot(in: vocabulary), !vocabulary.facts[slot].isGroup else {
        var nearest: String?
        if case .unknown(let found) = path.target(in: vocabulary) { nearest = found }
        throw RunFailure([.unknownSegment(name, nearest)])
      }
      if vocabulary.facts[slot].isSensitive { throw RunFailure([.sensitiveSegment(name)]) }
      if slots.contains(slot) { continue }
      slots.append(slot)
      names.append(vocabulary.facts[slot].path)
    }
    return (names, slots)
  }

  private func suffix(of path: String, _ form: AudienceForm) -> String {
    guard AudienceForm(path: path) != nil, let dot = path.lastIndex(of: ".") else {
      return form.rawValue
    }
    return String(path[path.index(after: dot)...])
  }
}

extension Diagnostic {
  /// What ended a strict run.
  fileprivate var ofRow: Diagnostic {
    var copy = self
    copy.notes.append(Note("`--strict` ends a run at the first row that is rejected"))
    return copy
  }
}

extension DiagnosticCode {
  fileprivate static let noRecipients = DiagnosticCode("no-recipients")
  fileprivate static let badSegment = DiagnosticCode("bad-segment")
}

extension Diagnostic {
  fileprivate static func noRecipients(_ path: String) -> Diagnostic {
    Diagnostic(
      .noRecipients, "`\(path)` holds no recipient", at: nil,
      help: "an empty audience is no permission; look at the export that made it")
  }

  fileprivate static func noRecipientGroup() -> Diagnostic {
    Diagnostic(
      .noRecipients, "the library's vocabulary has no facts about a `recipient`", at: nil,
      help: "declare them under `recipient` in a `vocabulary` document")
  }

  fileprivate static func unknownSegment(_ name: String, _ nearest: String?) -> Diagnostic {
    Diagnostic(
      .badSegment, "`--by` takes a fact of the recipient, and none is named `\(name)`", at: nil,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "name a whole fact: `location`, `relationship`")
  }

  fileprivate static func sensitiveSegment(_ name: String) -> Diagnostic {
    Diagnostic(
      .badSegment, "`recipient.\(name)` is sensitive, so its values are not counted", at: nil,
      help: "choose a column that may be shown")
  }
}
