package import Diagnostics
import DocumentTree

/// One step by which a policy, or a client's document, is changed, so as to see whether a test notices.
package struct Mutation: Sendable {
  package let kind: Kind
  /// The policy's or the client's id; `vocabulary core` for what all policies share.
  package let policy: String
  /// The rule's id; nil where the step changes more than one rule.
  package let rule: String?
  /// The part of the rule or policy: `when`, `exception soft-opt-in`, `define is_loud`.
  package let part: String
  /// What stood there.
  package let range: SourceRange
  /// What was done, in words.
  package let what: String
  /// What case would notice.
  package let hint: String
  let target: Target

  /// What is done to a policy.
  package enum Kind: String, Sendable, CaseIterable {
    case dropRule = "drop-rule"
    case dropException = "drop-exception"
    case dropCondition = "drop-condition"
    case dropRow = "drop-row"
    case dropSetting = "drop-setting"
    case dropWaiver = "drop-waiver"
    case negate
    case swapLogic = "swap-logic"
    case moveNumber = "move-number"
    case moveBoundary = "move-boundary"
    case moveDate = "move-date"
    case widenTerm = "widen-term"
    case narrowTerm = "narrow-term"
    case swapVerdict = "swap-verdict"
    case swapUnknown = "swap-unknown"
  }

  /// What is to be linked anew.
  enum Target: Sendable {
    /// One rule, by its place in the policy, as it reads now.
    case rule(Int, Node)
    /// The policy without a rule, by its place.
    case withoutRule(Int, Node)
    /// The whole policy, as it reads now.
    case policy(Node, Reach)
    /// A definition of a vocabulary document, by the document's place, as it reads now.
    case definition(String, Int, Node)
    /// The whole document of a client, as it reads now; with the place of the one rule that differs, or
    /// of the one that is not there any more.
    case client(Node, OwnRule)
  }

  /// What becomes of a client's own rules.
  enum OwnRule: Sendable {
    case changed(Int)
    case dropped(Int)
    /// Something else about the client is changed.
    case untouched
  }

  /// How far a step in what rules share can be followed into them.
  enum Reach: Sendable {
    /// Conditions and dates change, and all words mean what they meant before.
    case conditions
    /// Words change their meaning.
    case definitions
    /// The places change for which the policy is the law.
    case places
    /// Values change: nothing that conditions show.
    case values
  }
}

/// A step on its way up from where it is made to the rule or policy that it changes.
struct Edit {
  let kind: Mutation.Kind
  let range: SourceRange
  let what: String
  let hint: String
  /// The node as it reads after the step.
  var node: Node

  init(
    _ kind: Mutation.Kind, at range: SourceRange, _ what: String, hint: String, _ node: Node
  ) {
    self.kind = kind
    self.range = range
    self.what = what
    self.hint = hint
    self.node = node
  }
}

extension [Edit] {
  /// The same steps, seen from the mapping that has the changed node under a key.
  func within(_ parent: Node, key: String) -> [Edit] {
    map { edit in
      var edit = edit
      edit.node = parent.replacing(key: key, by: edit.node)
      return edit
    }
  }

  /// The same steps, seen from the list that has the changed node at a place.
  func within(_ parent: Node, at index: Int) -> [Edit] {
    map { edit in
      var edit = edit
      edit.node = parent.replacing(at: index, by: edit.node)
      return edit
    }
  }
}

extension Node {
  /// The mapping with another value under a key, which is added where it is not there yet; without
  /// the key where the value is nil.
  func replacing(key: String, by value: Node?) -> Node {
    var entries = entries ?? []
    let place = entries.firstIndex { $0.name == key }
    switch (place, value) {
    case (let place?, let value?):
      entries[place] = Entry(key: entries[place].key, value: value)
    case (let place?, nil): entries.remove(at: place)
    case (nil, let value?):
      let name = Node(.scalar(Scalar(key, style: .doubleQuoted, range: range)), at: range)
      entries.append(Entry(key: name, value: value))
    case (nil, nil): break
    }
    return Node(.mapping(entries), at: range)
  }

  /// The list with another element at a place, or without the one there.
  func replacing(at index: Int, by element: Node?) -> Node {
    var elements = elements ?? []
    if let element { elements[index] = element } else { elements.remove(at: index) }
    return Node(.sequence(elements), at: range)
  }

  /// Another text in this node's place.
  func saying(_ text: String) -> Node {
    Node(.scalar(Scalar(text, style: .doubleQuoted, range: range)), at: range)
  }
}
