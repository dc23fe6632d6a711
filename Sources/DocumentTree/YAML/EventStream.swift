import CYAML
import Diagnostics

/// libyaml's parser over a file: the one place that knows of C.
///
/// The file must be well-formed UTF-8 (`TextCheck`), so that libyaml's reader has nothing to refuse.
@safe
struct EventStream: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let offsets: CodePointOffsets

  init(_ file: SourceFile, from start: Int, isASCII: Bool) {
    offsets = CodePointOffsets(file.bytes, from: start, isASCII: isASCII)
    unsafe input = UnsafeMutableBufferPointer.allocate(capacity: file.bytes.count - start)
    _ = unsafe input.initialize(from: file.bytes[start...])
    unsafe parser = UnsafeMutablePointer.allocate(capacity: 1)
    let isReady = unsafe yaml_parser_initialize(parser)
    precondition(isReady == 1, "no memory for a YAML parser")
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  mutating func next() throws(YAMLProblem) -> YAMLEvent {
    var raw = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw problem() }
    defer { unsafe yaml_event_delete(&raw) }
    let start = unsafe offsets.byte(ofCodePoint: Int(raw.start_mark.index))
    let end = unsafe offsets.byte(ofCodePoint: Int(raw.end_mark.index))
    return unsafe YAMLEvent(kind: Self.kind(of: raw), bytes: start..<max(start, end))
  }

  private static func kind(of raw: borrowing yaml_event_t) -> YAMLEvent.Kind {
    switch unsafe raw.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT:
      let start = unsafe raw.data.document_start
      let hasTags = unsafe start.tag_directives.start != start.tag_directives.end
      return unsafe .documentStart(hasDirectives: start.version_directive != nil || hasTags)
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_SCALAR_EVENT:
      let scalar = unsafe raw.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return unsafe .scalar(
        String(decoding: bytes, as: UTF8.self), style(scalar.style),
        properties(scalar.tag, scalar.anchor))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe raw.data.sequence_start
      return unsafe .sequenceStart(
        isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE, properties(start.tag, start.anchor))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = unsafe raw.data.mapping_start
      return unsafe .mappingStart(
        isFlow: start.style == YAML_FLOW_MAPPING_STYLE, properties(start.tag, start.anchor))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> Scalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private static func properties(
    _ tag: UnsafeMutablePointer<yaml_char_t>?, _ anchor: UnsafeMutablePointer<yaml_char_t>?
  ) -> YAMLEvent.Properties {
    unsafe YAMLEvent.Properties(hasTag: tag != nil, hasAnchor: anchor != nil)
  }

  private func problem() -> YAMLProblem {
    let message = unsafe parser.pointee.problem.map { unsafe String(cString: $0) }
    var context: (message: String, offset: Int)?
    if let text = unsafe parser.pointee.context {
      let mark = unsafe Int(parser.pointee.context_mark.index)
      context = unsafe (String(cString: text), offsets.byte(ofCodePoint: mark))
    }
    return YAMLProblem(
      message: message ?? "this is not YAML",
      offset: unsafe offsets.byte(ofCodePoint: Int(parser.pointee.problem_mark.index)),
      context: context)
  }
}
