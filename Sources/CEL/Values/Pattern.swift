import CRE2

/// A regular expression in RE2's syntax.
///
/// A search takes time linear in the text. Strings match where they hold a match anywhere; `.` matches no line feed; characters are code
/// points. There are no back references and no look-around.
@safe
public final class Pattern: Sendable {
  /// The pattern as written.
  public let text: String
  /// The number of the compiled program's instructions.
  public let programSize: Int
  // INVARIANT: set once, freed only by deinit; RE2 is safe to search from many threads at once.
  nonisolated(unsafe) private let handle: OpaquePointer

  /// The longest pattern that is compiled, in bytes.
  public static let maximumLength = 4_096
  /// The largest program that is accepted, in instructions.
  public static let maximumProgramSize = 20_000
  /// What RE2 may take for one pattern's program and search states, in bytes.
  private static let maximumMemory: Int64 = 4 << 20

  /// Compiles a pattern.
  ///
  /// Throws `invalidArgument` where RE2 refuses it or it is too large.
  public init(_ text: String) throws(EvaluationError) {
    guard text.utf8.count <= Pattern.maximumLength else {
      throw EvaluationError(
        .invalidArgument,
        "the pattern is \(text.utf8.count) bytes long, over \(Pattern.maximumLength)")
    }
    var copy = text
    let handle = copy.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
        unsafe cre2_new(bytes.baseAddress, bytes.count, Pattern.maximumMemory)
      }
    }
    guard let handle = unsafe handle else {
      throw EvaluationError(.invalidArgument, "the pattern `\(text)` cannot be compiled")
    }
    if let message = unsafe cre2_error(handle) {
      let reason = unsafe String(cString: message)
      unsafe cre2_delete(handle)
      throw EvaluationError(.invalidArgument, "`\(text)` is no pattern: \(reason)")
    }
    let size = unsafe Int(cre2_program_size(handle))
    guard size <= Pattern.maximumProgramSize else {
      unsafe cre2_delete(handle)
      throw EvaluationError(
        .invalidArgument, "the pattern `\(text)` is too large: \(size) instructions")
    }
    self.text = text
    programSize = size
    unsafe self.handle = handle
  }

  deinit { unsafe cre2_delete(handle) }

  /// Whether a string holds a match.
  public func matches(_ string: String) -> Bool {
    string.withBytes { bytes in
      unsafe bytes.buffer.withMemoryRebound(to: CChar.self) { bytes in
        unsafe cre2_matches(handle, bytes.baseAddress, bytes.count)
      }
    }
  }
}
