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
  /// By step: every way there begins with a message that somebody sent.
  private let answersSomebody: [Bool]

  init(_ content: WorkflowContent, _ provenance: Provenance, _ annotations: Annotations) {
    self.content = content
    self.provenance = provenance
    self.annotations = annotations
    surroundings = Words.normalized(content.workflow.name)
    answersSomebody = Self.answers(content)
  }

  /// Fills in the facts of a message, or of what is put into a tool that sends; other steps are left
  /// as they are.
  mutating func read(_ step: Int) {
    let kind = content.mapped[step].kind
    guard !content.workflow.steps[step].isDisabled else { return }
    if content.terms.isWithin(kind, "audience.upload") { return readUpload(step) }
    guard content.terms.reachesPerson(kind) else { return }
    let mapped = content.mapped[step]
    let texts = mapped.texts(.subject) + mapped.texts(.body)
    let authors = findAuthors(of: texts, at: step)
    let prompts = self.prompts(of: authors)
    let words = content.words(texts)
    // The machine that writes may have been told by another what for.
    let brief = self.prompts(of: provenance.chain(authors))
    if reachesOwnTeam(step, words, brief, takesData: !content.references(texts).isEmpty) {
      content.mapped[step].kind = content.terms.kind("message.internal")
      return
    }
    readAuthor(step, texts, authors)
    readWayOut(step, texts, words, prompts, authors)
    if !authors.isEmpty {
      state("action.content.ai_disclosed", .bool(content.tells("ai_disclosure", words)), step)
    }
    readPurpose(step, words, prompts, brief)
  }

  private func prompts(of steps: [Int]) -> String {
    content.words(steps.flatMap { content.mapped[$0].texts(.prompt) })
  }

  /// Who is put into a tool that sends is written to by it: with a machine's text, if one is put in.
  private mutating func readUpload(_ step: Int) {
    let parameters = Parameters(
      node: content.workflow.steps[step].parameters, reader: content.mapper.reader)
    let authors = findAuthors(of: parameters.allTexts, at: step)
    state("action.content.ai_generated", .bool(!authors.isEmpty), step)
    if !authors.isEmpty { state("action.content.ai_disclosed", .bool(false), step) }
  }

  /// The steps of models that wrote what some texts take over.
  private func findAuthors(of texts: [Scalar], at step: Int) -> [Int] {
    let references = content.references(texts)
    var authors = references.flatMap { provenance.writers(of: $0, at: step, in: content) }
    if content.workflow.steps[step].role == .tool,
      references.contains(where: { $0.source == .model })
    {
      // The agent that calls the tool writes what it hands over.
      authors += content.workflow.edges.filter { $0.to == step && $0.kind == .tool }.map(\.from)
    }
    return authors
  }

  /// Whether a machine wrote it; a text that is not shown may be one's only where there is one.
  private mutating func readAuthor(_ step: Int, _ texts: [Scalar], _ authors: [Int]) {
    if authors.isEmpty, texts.isEmpty, !provenance.writers.isEmpty { return }
    state("action.content.ai_generated", .bool(!authors.isEmpty), step)
  }

  private mutating func state(_ path: String, _ value: Value, _ step: Int) {
    guard let slot = content.terms.slot(path), content.mapped[step].facts[slot] == nil else {
      return
    }
    content.mapped[step].facts[slot] = value
  }

  // MARK: Whom it reaches

  /// A fixed address, or one that stands for somebody of the team.
  ///
  /// Whoever publishes a workflow puts `user@example.com` in place of any address: then a text that
  /// speaks to customers is one for customers.
  private func reachesOwnTeam(
    _ step: Int, _ words: String, _ brief: String, takesData: Bool
  ) -> Bool {
    let name = Words.normalized(content.workflow.steps[step].name)
    if content.tells("own_team_step", name) || content.tells("own_team_text", words) { return true }
    let recipients = content.mapped[step].texts(.to)
    guard !recipients.isEmpty else { return false }
    let speaksToCustomers = content.tells(
      "to_customers", words + name + brief + (takesData ? surroundings : ""))
    return recipients.allSatisfy { scalar in
      let references = content.mapper.reader.references(in: scalar.text)
      if references.isEmpty {
        guard let address = content.mapper.reader.literal(scalar.text) else { return false }
        return !speaksToCustomers || !content.tells("placeholder", Words.normalized(address))
      }
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

  private mutating func readPurpose(
    _ step: Int, _ words: String, _ prompts: String, _ brief: String
  ) {
    let kind = content.mapped[step].kind
    if let said = annotations.purpose(of: step) {
      return state("action.purpose", .symbol(said), step)
    }
    guard let slot = content.terms.slot("action.purpose"), content.mapped[step].facts[slot] == nil
    else { return }
    // Where all parameters were taken out, a name alone tells nothing.
    guard !content.isEmptied else { return }
    let name = Words.normalized(content.workflow.steps[step].name)
    let isAnswer = answersSender(step) || !content.mapped[step].texts(.thread).isEmpty
    var isMarketing: Bool?
    let isToForm = !isAnswer && answersForm(step)
    // What an answer is for, its own text tells; the prompt and the workflow speak of the whole.
    let levels =
      isAnswer ? [words] : isToForm ? [words, name] : [words, name, prompts, brief, surroundings]
    for level in levels where isMarketing == nil {
      let markets = content.count("marketing", level)
      let serves = content.count("transactional", level)
      if markets != serves { isMarketing = markets > serves }
    }
    if isMarketing == nil, isToForm {
      if content.tells("mass_mailing", prompts) {
        isMarketing = true
      } else if content.count("transactional", prompts) > content.count("marketing", prompts) {
        isMarketing = false
      }
    }
    if isMarketing == nil, answersSomebody[step] || isAnswer { isMarketing = false }
    guard let isMarketing else { return }
    let purpose = isMarketing ? marketing(kind) : service(kind)
    if let purpose { state("action.purpose", .symbol(purpose), step) }
    if !isMarketing { state("action.transactional", .bool(true), step) }
  }

  /// By step: whether only messages that came in lead to it.
  private static func answers(_ content: WorkflowContent) -> [Bool] {
    let steps = content.workflow.steps
    let triggers = steps.indices.filter { steps[$0].role == .trigger && !steps[$0].isDisabled }
    let inbound = Set(
      triggers.filter { content.tells("inbound", Words.normalized(steps[$0].type)) })
    let byMessage = content.workflow.steps(after: inbound)
    let otherwise = content.workflow.steps(after: Set(triggers).subtracting(inbound))
    return steps.indices.map { byMessage.contains($0) && !otherwise.contains($0) }
  }

  /// It goes back to whoever wrote what started the flow.
  private func answersSender(_ step: Int) -> Bool {
    let references = content.references(content.mapped[step].texts(.to))
    return !references.isEmpty
      && references.allSatisfy { content.tells("sender", Words.normalized($0.field)) }
  }

  /// It goes to whoever filled in the form that started the flow.
  private func answersForm(_ step: Int) -> Bool {
    let references = content.references(content.mapped[step].texts(.to))
    return !references.isEmpty
      && references.allSatisfy { reference in
        guard case .step(let name) = reference.source, let place = content.place(of: name) else {
          return false
        }
        return content.workflow.steps[place].role == .trigger
      }
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
