import Diagnostics
import PolicyModel

/// A finding's parts in words, the same in every form of a report.
extension Finding {
  /// What is wrong, or what cannot be told.
  var message: String {
    guard outcome == .undecided else { return rule.because }
    let steps = others.count + 1
    let which = steps == 1 ? "here" : "here and at \(others.count.counted("more step"))"
    return
      "Cannot tell \(which): the export does not show \(missing.isEmpty ? "enough" : missing.joined(separator: ", "))."
      + " On it \(rules.count == 1 ? "hangs" : "hang") "
      + rules.map(\.rule.description).joined(separator: ", ") + "."
  }

  /// How to mend it, or how to settle it.
  var mend: String? {
    guard outcome == .undecided else { return rule.remedy }
    if missing.contains("action.purpose") {
      return "Say what it is for: `scruple: purpose PURPOSE because ...` in a note of the step."
    }
    if missing.contains(where: { $0.hasPrefix("step.") }) {
      return
        "Say what the steps before it check: `scruple: declare consent_check because ...` in their "
        + "notes, or lint an export that shows it."
    }
    return nil
  }

  /// The step as people call it, with the last part of its type.
  var stepText: String? {
    step.map { "step \"\($0.name)\" (\($0.shortType))" }
  }

  var level: String {
    switch verdict {
    case .deny: "deny"
    case .requireReview: outcome == .undecided ? "cannot tell" : "review"
    case .allow: "allow"
    }
  }

  var cites: [String] { rule.cite }
}

extension Finding.StepName {
  /// `gmail` of `n8n-nodes-base.gmail`.
  var shortType: String { type.split(separator: ".").last.map(String.init) ?? type }
}

extension Int {
  /// A count with its noun, in the plural where it is not one.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
