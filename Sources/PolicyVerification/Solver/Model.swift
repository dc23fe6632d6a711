/// Values of symbols that make a formula true.
struct Model {
  enum Value: Equatable {
    case truth(Bool)
    case integer(Int128)
    case real(Double)
    case choice(UInt32)
  }

  /// By symbol's number.
  let values: [Int32: Value]

  func truth(_ symbol: Int32) -> Bool? {
    if case .truth(let value) = values[symbol] { value } else { nil }
  }
}

/// Reads what Z3 answers to `get-value`.
enum ModelText {
  /// How many more brackets a text opens than it closes.
  static func depth(of text: String) -> Int {
    var depth = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
    }
    return depth
  }

  /// The values by symbol's number; nil where the text is something else.
  static func values(in text: String) -> [Int32: Model.Value]? {
    var reader = Reader(text)
    guard case .list(let pairs)? = reader.next() else { return nil }
    var values: [Int32: Model.Value] = [:]
    for pair in pairs {
      guard case .list(let parts) = pair, parts.count == 2, case .word(let name) = parts[0],
        let number = Int32(name.dropFirst()), let value = value(of: parts[1])
      else { return nil }
      values[number] = value
    }
    return values
  }

  private static func value(of part: Part) -> Model.Value? {
    switch part {
    case .word("true"): return .truth(true)
    case .word("false"): return .truth(false)
    case .word(let word) where word.hasPrefix("#x"):
      return UInt32(word.dropFirst(2), radix: 16).map(Model.Value.choice)
    case .word(let word) where word.hasPrefix("#b"):
      return UInt32(word.dropFirst(2), radix: 2).map(Model.Value.choice)
    case .word(let word):
      if let number = Int128(word) { return .integer(number) }
      return real(of: part).map(Model.Value.real)
    case .list(let parts):
      if parts.count == 2, case .word("-") = parts[0],
        case .integer(let inner)? = value(of: parts[1])
      {
        return .integer(-inner)
      }
      return real(of: part).map(Model.Value.real)
    }
  }

  /// The double next to a real number.
  private static func real(of part: Part) -> Double? {
    switch part {
    case .word(let word): return Double(word)
    case .list(let parts):
      guard case .word(let function)? = parts.first else { return nil }
      let operands = parts.dropFirst().compactMap { real(of: $0) }
      guard operands.count == parts.count - 1 else { return nil }
      switch (function, operands.count) {
      case ("-", 1): return -operands[0]
      case ("/", 2): return operands[0] / operands[1]
      case (_, _): return nil
      }
    }
  }

  private indirect enum Part {
    case word(String)
    case list([Part])
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> Part? {
      skipBlanks()
      guard place < bytes.count else { return nil }
      guard bytes[place] == UInt8(ascii: "(") else { return word() }
      place += 1
      var parts: [Part] = []
      while true {
        skipBlanks()
        guard place < bytes.count else { return nil }
        if bytes[place] == UInt8(ascii: ")") {
          place += 1
          return .list(parts)
        }
        guard let part = next() else { return nil }
        parts.append(part)
      }
    }

    private mutating func word() -> Part {
      let start = place
      while place < bytes.count, !isBlank(bytes[place]), bytes[place] != UInt8(ascii: "("),
        bytes[place] != UInt8(ascii: ")")
      {
        place += 1
      }
      return .word(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func skipBlanks() {
      while place < bytes.count, isBlank(bytes[place]) { place += 1 }
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D }
  }
}
