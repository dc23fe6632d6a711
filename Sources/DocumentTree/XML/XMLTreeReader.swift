import CExpat
package import Diagnostics

extension DiagnosticCode {
  package static let xmlSyntax = DiagnosticCode("xml-syntax")
  package static let xmlDoctype = DiagnosticCode("xml-doctype")
}

extension DocumentReader {
  /// The root element of an XML text, as a mapping of its one name; nil where it is not well-formed or passes a limit.
  ///
  /// An element with text alone is a scalar, one with elements inside a mapping of their names in the
  /// order of the text, in which a name may stand more than once. Attributes and comments are passed
  /// over. A document type, and with it every entity of one's own, is refused.
  package func readXML(
    _ file: SourceFile, _ diagnostics: inout [Diagnostic]
  ) -> Node? {
    if file.bytes.count > limits.bytes {
      diagnostics.append(.tooLarge(file.path, limits.bytes, at: SourceRange(file, 0..<0)))
      return nil
    }
    let builder = XMLBuilder(file, limits)
    let parser = ExpatParser(builder)
    if let problem = parser.parse(file) {
      diagnostics.append(problem)
      return nil
    }
    return builder.root
  }
}

/// Owns the parser of expat.
@safe private struct ExpatParser: ~Copyable {
  private let handle: OpaquePointer?
  private let builder: XMLBuilder

  init(_ builder: XMLBuilder) {
    self.builder = builder
    unsafe handle = XML_ParserCreate("UTF-8")
    guard let handle = unsafe handle else { return }
    unsafe XML_SetUserData(handle, Unmanaged.passUnretained(builder).toOpaque())
    unsafe XML_SetElementHandler(
      handle, { data, name, _ in unsafe XMLBuilder.of(data)?.open(name) },
      { data, _ in unsafe XMLBuilder.of(data)?.close() })
    unsafe XML_SetCharacterDataHandler(
      handle, { data, text, count in unsafe XMLBuilder.of(data)?.add(text, Int(count)) })
    unsafe XML_SetStartDoctypeDeclHandler(
      handle, { data, _, _, _, _ in unsafe XMLBuilder.of(data)?.refuseDoctype() })
    unsafe builder.parser = handle
  }

  deinit {
    if let handle = unsafe handle { unsafe XML_ParserFree(handle) }
  }

  /// Nil where all is well.
  func parse(_ file: SourceFile) -> Diagnostic? {
    guard let handle = unsafe handle else {
      return Diagnostic(.xmlSyntax, "the parser of XML cannot be started", at: nil)
    }
    let status = unsafe file.bytes.withUnsafeBytes { bytes in
      unsafe XML_Parse(
        handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32(clamping: bytes.count),
        1)
    }
    if let problem = builder.problem { return problem }
    guard status != XML_STATUS_OK else { return nil }
    let offset = max(0, unsafe Int(XML_GetCurrentByteIndex(handle)))
    let code = unsafe XML_GetErrorCode(handle)
    let reason =
      unsafe XML_ErrorString(code).map { unsafe String(cString: $0) } ?? "not well-formed"
    return Diagnostic(
      .xmlSyntax, "this is not XML: \(reason)",
      at: SourceRange(file, min(offset, file.bytes.count)..<min(offset + 1, file.bytes.count)),
      help: "export the file again, or mend it at this place")
  }
}

/// Puts the elements together, one below the other.
@safe private final class XMLBuilder {
  /// An element that is not closed yet.
  private struct Open {
    let name: String
    let start: Int
    /// Where what is inside begins.
    let inside: Int
    var text = ""
    var entries: [Node.Entry] = []
  }

  let file: SourceFile
  let limits: ReadingLimits
  private(set) var root: Node?
  private(set) var problem: Diagnostic?
  /// For places and for stopping it; owned by who reads.
  var parser: OpaquePointer?
  private var stack: [Open] = []
  private var count = 0

  init(_ file: SourceFile, _ limits: ReadingLimits) {
    self.file = file
    self.limits = limits
  }

  static func of(_ data: UnsafeMutableRawPointer?) -> XMLBuilder? {
    unsafe data.map { unsafe Unmanaged<XMLBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  func open(_ name: UnsafePointer<CChar>?) {
    guard problem == nil else { return }
    count += 1
    let start = place
    let length = unsafe parser.map { unsafe Int(XML_GetCurrentByteCount($0)) } ?? 0
    if stack.count >= limits.depth || count > limits.nodes {
      return stop(
        Diagnostic(
          .nestingTooDeep,
          "elements stand more than \(limits.depth) deep, or are more than \(limits.nodes)",
          at: SourceRange(file, start..<start + length), help: "split the file"))
    }
    let text = unsafe name.map { unsafe String(cString: $0) } ?? ""
    let local = text.split(separator: ":").last.map(String.init) ?? text
    stack.append(Open(name: local, start: start, inside: start + length))
  }

  func add(_ text: UnsafePointer<CChar>?, _ length: Int) {
    guard problem == nil, !stack.isEmpty, let text = unsafe text else { return }
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: length)
    unsafe stack[stack.count - 1].text += String(decoding: bytes, as: UTF8.self)
  }

  func close() {
    guard problem == nil, let element = stack.popLast() else { return }
    let end = place
    let length = unsafe parser.map { unsafe Int(XML_GetCurrentByteCount($0)) } ?? 0
    let node: Node
    if element.entries.isEmpty {
      let range = SourceRange(file, element.inside..<max(element.inside, end))
      node = Node(.scalar(Scalar(element.text, style: .plain, range: range)), at: range)
    } else {
      node = Node(.mapping(element.entries), at: SourceRange(file, element.start..<end + length))
    }
    let tag = SourceRange(file, element.start..<min(element.inside, file.bytes.count))
    let key = Node(.scalar(Scalar(element.name, style: .plain, range: tag)), at: tag)
    let entry = Node.Entry(key: key, value: node)
    if stack.isEmpty {
      root = Node(.mapping([entry]), at: node.range)
    } else {
      stack[stack.count - 1].entries.append(entry)
    }
  }

  func refuseDoctype() {
    stop(
      Diagnostic(
        .xmlDoctype, "a document type is not read: it may bring entities of its own",
        at: SourceRange(file, place..<min(place + 1, file.bytes.count)),
        help: "take `<!DOCTYPE ...>` out"))
  }

  private var place: Int { unsafe parser.map { unsafe Int(XML_GetCurrentByteIndex($0)) } ?? 0 }

  private func stop(_ diagnostic: Diagnostic) {
    problem = diagnostic
    if let parser = unsafe parser { unsafe XML_StopParser(parser, XML_Bool(0)) }
  }
}
