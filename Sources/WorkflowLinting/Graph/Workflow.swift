package import Diagnostics
package import DocumentTree

/// An automation as its tool exported it: steps, and how one leads to another.
package struct Workflow: Sendable {
  /// The tool's id, which is the id of its mapping.
  package let tool: String
  /// What other workflows call it by; nil where the export does not say.
  package let id: String?
  package let name: String
  /// Nil where the export does not say.
  package let isActive: Bool?
  package let steps: [Step]
  package let edges: [Edge]
  /// What its team wrote beside it: notes on the canvas, tags, a description.
  package let remarks: [Remark]
  /// What is wrong with the export itself, and read over.
  package let problems: [Diagnostic]
  /// Where it begins in the file.
  package let range: SourceRange

  package init(
    tool: String, id: String? = nil, name: String, isActive: Bool?, steps: [Step], edges: [Edge],
    remarks: [Remark], problems: [Diagnostic], range: SourceRange
  ) {
    self.tool = tool
    self.id = id
    self.name = name
    self.isActive = isActive
    self.steps = steps
    self.edges = edges
    self.remarks = remarks
    self.problems = problems
    self.range = range
  }
}

extension Workflow {
  /// The places of the steps that some steps lead to; parts belong to a step and lead nowhere.
  func steps(after starts: Set<Int>) -> Set<Int> {
    guard !starts.isEmpty else { return [] }
    var next = [[Int]](repeating: [], count: steps.count)
    for edge in edges where edge.kind != .part { next[edge.from].append(edge.to) }
    var seen: Set<Int> = []
    var waiting = Array(starts)
    while let step = waiting.popLast() {
      for follower in next[step] where seen.insert(follower).inserted { waiting.append(follower) }
    }
    return seen
  }
}

/// One step of a workflow, still as its tool describes it.
package struct Step: Sendable {
  /// Unique in its workflow.
  package let id: String
  package let name: String
  package let type: String
  /// What stands in for the type where no mapping knows it: `gmail` for `gmailTool`.
  package let standIns: [String]
  package let version: Double?
  /// A mapping of names to values.
  package let parameters: Node
  package let role: Role
  /// Switched off: what reaches it goes on by its first output.
  package let isDisabled: Bool
  /// The conditions of its outputs, where it parts the flow by some.
  package let branches: [Branch]
  /// The first condition under which it runs at all, as on a module of Make.
  package let entry: Branch?
  /// The workflow that it runs, and whether it waits for what comes of that.
  package let call: Call?
  /// It starts the workflow where another one calls it.
  package let isEntrance: Bool
  /// Items that somebody kept with it for trying things out.
  package let pinned: Node?
  package let remarks: [Remark]
  /// Where its name, or what identifies it, stands.
  package let range: SourceRange

  /// A call of another workflow, or of the one that it stands in.
  package struct Call: Sendable, Hashable {
    /// Nil for the workflow itself.
    package let workflow: String?
    package let waits: Bool

    package init(workflow: String?, waits: Bool) {
      self.workflow = workflow
      self.waits = waits
    }
  }

  package enum Role: Sendable, Hashable {
    /// It starts the workflow.
    case trigger
    case step
    /// An AI agent may call it.
    case tool
    /// It belongs to another step and does nothing by itself: a model, a memory.
    case part
    /// Text on the canvas.
    case note
  }

  package init(
    id: String, name: String, type: String, standIns: [String] = [], version: Double? = nil,
    parameters: Node, role: Role, isDisabled: Bool = false, branches: [Branch] = [],
    entry: Branch? = nil, call: Call? = nil, isEntrance: Bool = false, pinned: Node? = nil,
    remarks: [Remark] = [], range: SourceRange
  ) {
    self.id = id
    self.name = name
    self.type = type
    self.standIns = standIns
    self.version = version
    self.parameters = parameters
    self.role = role
    self.isDisabled = isDisabled
    self.branches = branches
    self.entry = entry
    self.call = call
    self.isEntrance = isEntrance
    self.pinned = pinned
    self.remarks = remarks
    self.range = range
  }
}

/// A way from one step to the next, by the steps' places in `Workflow.steps`.
package struct Edge: Sendable, Hashable {
  package let from: Int
  package let output: Int
  package let to: Int
  package let kind: Kind

  package enum Kind: Sendable, Hashable {
    case flow
    /// Taken only where the step failed.
    case error
    /// From an AI agent to a tool that it may call.
    case tool
    /// From a part to the step that it belongs to.
    case part
  }

  package init(from: Int, output: Int = 0, to: Int, kind: Kind = .flow) {
    self.from = from
    self.output = output
    self.to = to
    self.kind = kind
  }
}

/// An output of a step with the conditions under which it is taken.
package struct Branch: Sendable {
  package let output: Int
  /// Any of these lists must hold as a whole; none: taken where no other is.
  package let tests: [[Test]]

  package init(output: Int, tests: [[Test]]) {
    self.output = output
    self.tests = tests
  }
}

/// One comparison of a condition.
package struct Test: Sendable {
  /// What is compared, as written: `={{ $json.consent }}`.
  package let subject: String
  package let operation: Operation
  /// What it is compared with, as written; empty where with nothing.
  package let value: String

  package enum Operation: Sendable {
    case equals
    case differs
    case contains
    case lacks
    case present
    case absent
    /// An order, a pattern: neither a yes nor a no.
    case other
  }

  package init(_ subject: String, _ operation: Operation, _ value: String) {
    self.subject = subject
    self.operation = operation
    self.value = value
  }
}

/// What people wrote beside a step or workflow.
package struct Remark: Sendable {
  package let text: String
  package let scalar: Scalar?
  package let range: SourceRange

  package init(_ scalar: Scalar) {
    text = scalar.text
    self.scalar = scalar
    range = scalar.range
  }
}
