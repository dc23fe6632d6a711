package import Diagnostics

/// One line of an input that is too large to be held as a whole.
package struct InputLine: Sendable {
  /// The path of the whole input, `<stdin>` for the standard input.
  package let path: String
  /// Counted from 1 in the whole input.
  package let number: Int
  /// Without the line's end.
  package let bytes: [UInt8]

  package init(path: String, number: Int, bytes: [UInt8]) {
    self.path = path
    self.number = number
    self.bytes = bytes
  }

  /// The line as a text whose places are those in the whole input.
  package var file: SourceFile { SourceFile(path: path, bytes: bytes, firstLine: number) }
}
