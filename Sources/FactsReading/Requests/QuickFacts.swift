import CEL
package import PolicyModel

/// What was read of a request of the common form.
package struct QuickFacts: Sendable {
  package let facts: Facts
  /// Where the request names its client.
  let clientPlace: Range<Int>?
}

extension FactsLayout {
  /// Reads a request in one pass over its bytes; nil where it is left to the full reader.
  ///
  /// Takes two blocks for the slots and their origins, and what strings, lists and maps take.
  func readQuickly(
    _ bytes: [UInt8], _ range: Range<Int>, onto base: Facts, depthLimit: Int
  ) -> QuickFacts? {
    var isRead = false
    var stated = SlotRoom.Bits()
    var client: String?
    var clientPlace: Range<Int>?
    let slots = unsafe [Value](unsafeUninitializedCapacity: slotCount) { memory, written in
      guard let room = unsafe SlotRoom(memory, count: base.slots.count) else { return }
      var walk = QuickWalk(self, onto: base, range, depthLimit: depthLimit, room)
      isRead = walk.readRequest(bytes.span)
      client = walk.client
      clientPlace = walk.clientPlace
      let filled = walk.finish()
      stated = filled.stated
      written = filled.count
    }
    guard isRead else { return nil }
    var origins = base.origins
    stated.visit { origins[$0] = .stated }
    return QuickFacts(
      facts: Facts(slots: slots, origins: origins, client: client), clientPlace: clientPlace)
  }
}
