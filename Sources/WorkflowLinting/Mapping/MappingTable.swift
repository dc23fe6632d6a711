package import CEL
package import PolicyModel

/// All mappings that speak of one tool, put together for looking things up.
///
/// A team's own mappings of the tool come before the one that bears the tool's id.
package final class MappingTable: Sendable {
  package let tool: String
  private let steps: [StepMapping]
  private let byType: [String: [Int]]
  /// Those whose type holds a `*`.
  private let patterns: [(parts: [Substring], index: Int)]
  private let effectFreeTypes: Set<String>
  private let effectFreePatterns: [[Substring]]
  package let requests: [StepCase]
  package let texts: [TextPattern]
  private let fields: [FieldNames]
  private let phrases: [String: [String]]

  package init(tool: String, mappings: [Mapping]) {
    let own = mappings.filter { $0.tool == tool && $0.id != tool }
    let ordered = own + mappings.filter { $0.id == tool } + mappings.filter { $0.tool == nil }
    self.tool = tool
    steps = ordered.flatMap(\.steps)
    var byType: [String: [Int]] = [:]
    var patterns: [(parts: [Substring], index: Int)] = []
    for (index, step) in steps.enumerated() {
      for type in step.types {
        if type.contains("*") {
          patterns.append((Self.parts(type), index))
        } else {
          byType[type, default: []].append(index)
        }
      }
    }
    self.byType = byType
    self.patterns = patterns
    let free = ordered.flatMap(\.effectFree).map(\.type)
    effectFreeTypes = Set(free)
    effectFreePatterns = free.filter { $0.contains("*") }.map(Self.parts)
    requests = ordered.flatMap(\.requests)
    texts = ordered.flatMap(\.texts)
    fields = ordered.flatMap(\.fields)
    var phrases: [String: [String]] = [:]
    for list in ordered.flatMap(\.phrases) { phrases[list.name, default: []] += list.phrases }
    self.phrases = phrases
  }

  /// Whether steps of a type are known to have no effect.
  package func isEffectFree(_ type: String) -> Bool {
    effectFreeTypes.contains(type) || effectFreePatterns.contains { Self.matches(type, $0) }
  }

  /// What is known of steps of a type, in the order in which it is to be asked: names before
  /// patterns.
  package func mappings(of type: String, version: Double?) -> [StepMapping] {
    let named = byType[type] ?? []
    let matched = patterns.filter { Self.matches(type, $0.parts) }.map(\.index)
    return (named + matched).map { steps[$0] }.filter { step in
      guard let version else { return true }
      return version >= step.from ?? -.infinity && version < step.below ?? .infinity
    }
  }

  /// Whether a text, as words, holds one of the phrases of a list.
  package func tells(_ list: String, _ words: String) -> Bool {
    phrases[list].map { Words.hold(words, oneOf: $0) } ?? false
  }

  /// How many phrases of a list a text, as words, holds.
  package func count(_ list: String, _ words: String) -> Int {
    phrases[list].map { $0.count { words.holds($0) } } ?? 0
  }

  /// The categories of data that fields of such a name hold.
  package func categories(ofField name: String) -> [Symbol] {
    let words = Words.normalized(name)
    return fields.filter {
      Words.hold(words, oneOf: $0.names) && !Words.hold(words, oneOf: $0.exceptions)
    }.map(\.data)
  }

  private static func parts(_ pattern: String) -> [Substring] {
    pattern.split(separator: "*", omittingEmptySubsequences: false)
  }

  /// Whether a name consists of the parts of a pattern with anything between them.
  private static func matches(_ name: String, _ parts: [Substring]) -> Bool {
    guard let first = parts.first, let last = parts.last, name.hasPrefix(first) else {
      return false
    }
    var rest = name.dropFirst(first.count)
    guard parts.count > 1 else { return rest.isEmpty }
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}

extension Substring {
  fileprivate func firstRange(of part: Substring) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }
}
