/// Numbers of the texts of many facts, found by their bytes: one table, so that one look leads to one
/// place.
///
/// Open addressing over a power of two, filled to a half at most. The texts stand one after another with
/// padding behind them, so that they are compared by words.
struct TextCodes: Sendable {
  private(set) var count = 0
  private var bytes: [UInt8] = Array(repeating: 0, count: PaddedBytes.padding)
  /// How many bytes all texts have.
  private(set) var used = 0
  private var entries = [Entry](repeating: .none, count: 256)

  struct Entry: BitwiseCopyable {
    var hash: UInt64
    var start: Int32
    var count: Int32
    var dictionary: Int32
    /// 0 where the entry is free.
    var code: Int32

    static var none: Entry { Entry(hash: 0, start: 0, count: 0, dictionary: -1, code: 0) }
  }

  mutating func insert(
    _ text: ArraySlice<UInt8>, _ hash: UInt64, ofDictionary dictionary: Int32, _ code: Int32
  ) {
    if (count + 1) * 2 > entries.count { grow() }
    let start = used
    let needed = used + text.count + PaddedBytes.padding
    if bytes.count < needed {
      bytes.append(contentsOf: repeatElement(0, count: max(needed, bytes.count * 2) - bytes.count))
    }
    for (place, byte) in zip(start..., text) { bytes[place] = byte }
    used += text.count
    count += 1
    put(
      Entry(
        hash: hash, start: Int32(start), count: Int32(text.count), dictionary: dictionary,
        code: code))
  }

  mutating func removeAll() { self = TextCodes() }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: .none, count: old.count * 2)
    for entry in old where entry.code != 0 { put(entry) }
  }

  private mutating func put(_ entry: Entry) {
    var place = Int(truncatingIfNeeded: entry.hash) & (entries.count - 1)
    while entries[place].code != 0 { place = (place + 1) & (entries.count - 1) }
    entries[place] = entry
  }

  /// Calls with the table as it is for looking up many texts.
  func withLookup<Result>(_ body: (Lookup) -> Result) -> Result {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe entries.withUnsafeBufferPointer { entries in
        guard let texts = unsafe PaddedBytes(bytes), let base = entries.baseAddress else {
          preconditionFailure("the table has room from the start")
        }
        return body(unsafe Lookup(texts: texts, entries: base, mask: entries.count - 1))
      }
    }
  }

  /// The table while it does not change.
  @safe
  struct Lookup {
    private let texts: PaddedBytes
    // INVARIANT: `mask + 1` entries, of which half are free.
    private let entries: UnsafePointer<Entry>
    private let mask: Int

    fileprivate init(texts: PaddedBytes, entries: UnsafePointer<Entry>, mask: Int) {
      self.texts = texts
      unsafe self.entries = unsafe entries
      self.mask = mask
    }

    /// The number of a text of a dictionary; 0 where it has none.
    @inline(__always)
    func code(
      _ range: Range<Int>, _ text: PaddedBytes, _ hash: UInt64, _ dictionary: Int32
    ) -> Int32 {
      var place = Int(truncatingIfNeeded: hash) & mask
      while true {
        let entry = unsafe entries[place]
        if entry.code == 0 { return 0 }
        let count = range.upperBound &- range.lowerBound
        if entry.hash == hash, entry.dictionary == dictionary, Int(entry.count) == count,
          count <= 8 || text.holds(range, texts, at: Int(entry.start))
        {
          return entry.code
        }
        place = (place &+ 1) & mask
      }
    }
  }
}
