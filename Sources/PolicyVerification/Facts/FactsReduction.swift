import Diagnostics

/// Leaves out of a request what an example does not need: a solver states more than that.
///
/// Greedy, from the first member to the last and from the outside in: nothing that is left can be left
/// out by itself.
enum FactsReduction {
  /// The least request for which something still holds, which it does for the whole.
  static func reduced(_ request: JSONValue, while holds: (JSONValue) -> Bool) -> JSONValue {
    guard case .object(let entries) = request else { return request }
    var reduced = entries
    for (place, entry) in entries.enumerated() where entry.key == "now" {
      // A day that readers know, where the day does not matter.
      var usual = reduced
      usual[place].value = .string(Witness.usualNow)
      if holds(.object(usual)) { reduced = usual }
    }
    return shrink(.object(reduced), isRoot: true, holds)
  }

  /// `holds`: whether a value in this place is enough.
  private static func shrink(
    _ value: JSONValue, isRoot: Bool = false, _ holds: (JSONValue) -> Bool
  ) -> JSONValue {
    switch value {
    case .object(var entries):
      var place = 0
      while place < entries.count {
        let entry = entries[place]
        if isRoot, entry.key == "client" || entry.key == "now" {
          place += 1
          continue
        }
        let rest = entries.filter { $0.key != entry.key }
        if holds(.object(rest)) {
          entries = rest
          continue
        }
        entries[place].value = shrink(entry.value) { part in
          var changed = entries
          changed[place].value = part
          return holds(.object(changed))
        }
        place += 1
      }
      return .object(entries)
    case .array(var elements):
      var place = 0
      while place < elements.count {
        let element = elements.remove(at: place)
        if holds(.array(elements)) { continue }
        elements.insert(element, at: place)
        elements[place] = shrink(element) { part in
          var changed = elements
          changed[place] = part
          return holds(.array(changed))
        }
        place += 1
      }
      return .array(elements)
    default: return value
    }
  }
}
