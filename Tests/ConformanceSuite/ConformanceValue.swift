package import CEL
import FoundationEssentials

/// A value as the tests write it: an object whose one key is the value's tag.
package struct ConformanceValue: Decodable, Sendable {
  package let value: Value

  private enum Tag: String, CodingKey, CaseIterable {
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case list
    case map
    case timestamp
    case duration
    case type
  }

  package init(from decoder: any Decoder) throws {
    let tags = try decoder.container(keyedBy: Tag.self)
    guard let tag = tags.allKeys.first, tags.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a value has one tag"))
    }
    func text<Result>(_ read: (String) -> Result?) throws -> Result {
      let text = try tags.decode(String.self, forKey: tag)
      guard let result = read(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: tag, in: tags, debugDescription: "`\(text)` is no \(tag.rawValue)")
      }
      return result
    }
    switch tag {
    case .null: value = .null
    case .bool: value = .bool(try tags.decode(Bool.self, forKey: tag))
    case .int: value = .int(try text { Int64($0) })
    case .uint: value = .uint(try text { UInt64($0) })
    case .double: value = .double(try text { Double($0) })
    case .string: value = .text(try text(\.self))
    case .bytes: value = .octets(try text { Data(base64Encoded: $0).map(Array.init) })
    case .list: value = .array(try tags.decode([ConformanceValue].self, forKey: tag).map(\.value))
    case .map:
      let entries = try tags.decode([[ConformanceValue]].self, forKey: tag)
      value = .map(MapValue(entries: entries.map { (key: $0[0].value, value: $0[1].value) }))
    case .timestamp: value = .timestamp(try text { Timestamp($0) })
    case .duration: value = .duration(try text { Durations.parse($0).value })
    case .type: value = .typed(try text { ConformanceType.named($0) })
    }
  }
}
