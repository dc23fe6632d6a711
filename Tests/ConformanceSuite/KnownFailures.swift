/// Tests of the suite that do not pass, each with its reason.
package enum KnownFailures {
  /// By the test's id.
  package static let reasons: [String: String] = [:]

  /// Files of the suite of which no test passes, by the file's name.
  package static let files = [
    "block_ext": "`cel.block` is what optimisers make of an expression, not its author"
  ]
}
