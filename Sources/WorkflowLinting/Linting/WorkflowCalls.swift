import CEL
import PolicyModel

/// What is known of a workflow from the others in its file: who calls it, and what those it calls do.
///
/// A call is found by the workflow's id, or stands in the workflow that it calls. Who else may call
/// a workflow from outside of the file is not known, and not asked.
struct WorkflowCalls: Equatable {
  /// What has been passed before the workflow is called, whoever calls it; nil where nobody does.
  var entry: Entry?
  /// By step that calls: the safeguards that the called workflow passes on every way to its end.
  var returns: [Int: Set<Symbol>] = [:]

  struct Entry: Equatable {
    /// The kinds passed on every way to every call.
    var passed: Set<Symbol>
    /// The data that some call hands over.
    var data: Set<Symbol>
    /// A wait lies between the last check and some call.
    var isStale: Bool
  }

  /// What holds for each of the workflows of a file, by their place.
  ///
  /// What is passed before a call may be passed before an earlier call, so it is worked out again
  /// until it stands still, at most once for each workflow.
  static func among(
    _ readings: [WorkflowReading], _ readAgain: (Int, WorkflowCalls) -> WorkflowReading
  ) -> [WorkflowReading] {
    let links = links(among: readings)
    guard !links.isEmpty else { return readings }
    var readings = readings
    var known = [WorkflowCalls](repeating: WorkflowCalls(), count: readings.count)
    for _ in 0...readings.count {
      let found = calls(links, readings)
      let changed = readings.indices.filter { found[$0] != known[$0] }
      if changed.isEmpty { break }
      for place in changed { readings[place] = readAgain(place, found[place]) }
      known = found
    }
    return readings
  }

  /// A step that calls a workflow of the same file.
  private struct Link {
    let caller: Int
    let step: Int
    let called: Int
    let waits: Bool
  }

  private static func links(among readings: [WorkflowReading]) -> [Link] {
    var places: [String: Int] = [:]
    for (place, reading) in readings.enumerated() {
      if let id = reading.content.workflow.id, places[id] == nil { places[id] = place }
    }
    var links: [Link] = []
    for (caller, reading) in readings.enumerated() {
      for (step, description) in reading.content.workflow.steps.enumerated() {
        guard let call = description.call, !description.isDisabled,
          let called = call.workflow.map({ places[$0] }) ?? caller
        else { continue }
        links.append(Link(caller: caller, step: step, called: called, waits: call.waits))
      }
    }
    return links.filter { entrance(of: readings[$0.called]) != nil }
  }

  private static func entrance(of reading: WorkflowReading) -> Int? {
    reading.content.workflow.steps.firstIndex { $0.isEntrance && !$0.isDisabled }
  }

  private static func calls(_ links: [Link], _ readings: [WorkflowReading]) -> [WorkflowCalls] {
    var found = [WorkflowCalls](repeating: WorkflowCalls(), count: readings.count)
    for link in links {
      let before = readings[link.caller].facts.state(at: link.step)
      if let entry = found[link.called].entry {
        found[link.called].entry = Entry(
          passed: entry.passed.intersection(before.passed), data: entry.data.union(before.data),
          isStale: entry.isStale || before.isStale)
      } else {
        found[link.called].entry = before
      }
      // Whoever does not wait for what it calls has passed nothing there.
      let called = link.waits ? entrance(of: readings[link.called]) : nil
      found[link.caller].returns[link.step] =
        called.map(readings[link.called].facts.passed) ?? []
    }
    return found
  }
}
