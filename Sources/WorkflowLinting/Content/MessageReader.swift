import CEL
import DocumentTree
import PolicyModel

/// Reads what a message shows of itself: whom it reaches, what it is for, who wrote it, whether it
/// offers a way out.
struct MessageReader {
  var content: WorkflowContent
  let provenance: Provenance
  let annotations: Annotations
  /// The name of the workflow and what is written beside it, as words.
  private let surroundings: String
  /// The workflow begins with a message that somebody sent.
  private let answersSomebody: Bool

  init(_ content: WorkflowContent, _ provenance: Provenance, _ annotations: Annotations) {
    self.content = content
    self.provenance = provenance
    self.annotations = annotations
    surroundings = Words.normalized(content.workflow.name)
    answersSomebody = content.workflow.steps.indices.contains { step in
      content.workflow.steps[step].role == .trigger
        && content.tells("inbound", Words.normalized(content.workflow.steps[step].type))
    }
  }

  /// Fills in the facts of a message; other steps are left as they are.
  mutating func read(_ step: Int) {
    guard content.terms.reachesPerson(content.mapped[step].kind),
      !content.workflow.steps[step].isDisabled
    else { return }
    if reachesOwnTeam(step) {
      content.mapped[step].kind = content.terms.kind("message.internal")
      return
    }
    let mapped = content.mapped[step]
    let texts = mapped.texts(.subject) + mapped.texts(.body)
    let references = content.references(texts)
    var authors: [Int] = []
    for reference in references {
      authors += provenance.writers(of: reference, at: step, in: &content)
    }
    if content.workflow.steps[step].role == .tool,
      references.contains(where: { $0.source == .model })
    {
      // The agent that calls the tool writes what it hands over.
      authors += content.workflow.edges.filter { $0.to == step && $0.kind == .tool }.map(\.from)
    }
    let prompts = content.words(authors.flatMap { content.mapped[$0].texts(.prompt) })
    let words = content.words(texts)
    set("action.content.ai_generated", authors.isEmpty, texts, step) { !$0 }
    readWayOut(step, texts, words, prompts, authors)
    if !authors.isEmpty {
      state("action.content.ai_disclosed", .bool(content.tells("ai_disclosure", words)), step)
    }
    readPurpose(step, words, prompts)
  }

  /// States that something is so or not, unless there are no texts to tell it from.
  private mutating func set(
    _ path: String, _ isAbsent: Bool, _ texts: [Scalar], _ step: Int, _ value: (Bool) -> Bool
  ) {
    if texts.isEmpty, isAbsent { return }
    state(path, .bool(value(isAbsent)), step)
  }

  private mutating func state(_ path: String, _ value: Value, _ step: Int) {
    guard let slot = content.terms.slot(path), content.mapped[step].facts[slot] == nil else {
      return
    }
    content.mapped[step].facts[slot] = value
  }

  // MARK: Whom it reaches

  /// A fixed address, or one that stands for somebody of the team.
  private func reachesOwnTeam(_ step: Int) -> Bool {
    let mapped = content.mapped[step]
    let name = Words.normalized(content.workflow.steps[step].name)
    let words = content.words(mapped.texts(.subject) + mapped.texts(.body))
    if content.tells("own_team_step", name) || content.tells("own_team_text", words) { return true }
    let recipients = mapped.texts(.to)
    guard !recipients.isEmpty else { return false }
    return recipients.allSatisfy { scalar in
      let references = content.mapper.reader.references(in: scalar.text)
      if references.isEmpty { return content.mapper.reader.literal(scalar.text) != nil }
      return references.allSatisfy { reference in
        if content.constant(reference) != nil { return true }
        switch reference.source {
        case .model: return false
        case .setting: return true
        case .incoming, .step: break
        }
        return content.tells("own_team", Words.normalized(reference.field))
      }
    }
  }

  // MARK: What it is for

  private mutating func readPurpose(_ step: Int, _ words: String, _ prompts: String) {
    let kind = content.mapped[step].kind
    if let said = annotations.purpose(of: step) {
      return state("action.purpose", .symbol(said), step)
    }
    guard let slot = content.terms.slot("action.purpose"), content.mapped[step].facts[slot] == nil
    else { return }
    let name = Words.normalized(content.workflow.steps[step].name)
    var isMarketing: Bool?
    for level in [words, name, prompts, surroundings] where isMarketing == nil {
      let markets = content.tells("marketing", level)
      let serves = content.tells("transactional", level)
      if markets != serves { isMarketing = markets }
    }
    if isMarketing == nil,
      answersSomebody || answersSender(step) || !content.mapped[step].texts(.thread).isEmpty
    {
      isMarketing = false
    }
    guard let isMarketing else { return }
    let purpose = isMarketing ? marketing(kind) : service(kind)
    if let purpose { state("action.purpose", .symbol(purpose), step) }
    if !isMarketing { state("action.transactional", .bool(true), step) }
  }

  /// It goes back to whoever wrote what started the flow.
  private func answersSender(_ step: Int) -> Bool {
    let references = content.references(content.mapped[step].texts(.to))
    return !references.isEmpty
      && references.allSatisfy { content.tells("sender", Words.normalized($0.field)) }
  }

  private func marketing(_ kind: Symbol?) -> Symbol? {
    let purposes = [
      ("message.email", "marketing.communications.email"),
      ("message.sms", "marketing.communications.sms"),
      ("message.push", "x.marketing.communications.push"),
      ("message.voice", "x.marketing.communications.voice"),
      ("message.chat", "x.marketing.communications.chat"),
      ("message.post", "x.marketing.communications.post"),
    ]
    let own = purposes.first { content.terms.isWithin(kind, $0.0) }?.1
    return own.flatMap(content.terms.purpose) ?? content.terms.purpose("marketing.communications")
  }

  private func service(_ kind: Symbol?) -> Symbol? {
    if content.terms.isWithin(kind, "message.email") {
      return content.terms.purpose("essential.service.notifications.email")
    }
    if content.terms.isWithin(kind, "message.sms") {
      return content.terms.purpose("essential.service.notifications.sms")
    }
    return content.terms.purpose("essential.service.notifications")
  }

  // MARK: The way out

  /// A way to opt out is there where the text, or what a machine is told to write, speaks of it; it
  /// is not there where all of that can be read and does not.
  private mutating func readWayOut(
    _ step: Int, _ texts: [Scalar], _ words: String, _ prompts: String, _ authors: [Int]
  ) {
    if content.tells("way_out", words + prompts) {
      return state("action.content.has_unsubscribe", .bool(true), step)
    }
    guard !texts.isEmpty else { return }
    let isHidden = texts.contains { content.mapper.reader.literal($0.text) == nil }
    let isWritten =
      !authors.isEmpty && authors.allSatisfy { !content.mapped[$0].texts(.prompt).isEmpty }
    if !isHidden || isWritten {
      state("action.content.has_unsubscribe", .bool(false), step)
    }
  }
}
