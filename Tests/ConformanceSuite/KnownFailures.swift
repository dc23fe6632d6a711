/// Tests of the suite that do not pass, each with its reason.
package enum KnownFailures {
  /// By the test's id.
  package static let reasons: [String: String] = [:]

  /// Files of the suite of which no test passes, by the file's name.
  package static let files: [String: String] = [:]
}
