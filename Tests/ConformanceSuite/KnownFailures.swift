/// Tests of the suite that do not pass, each with its reason.
package enum KnownFailures {
  /// By test id.
  package static let reasons: [String: String] = [:]

  /// Files of the suite whose libraries are not part of this one, with the reason.
  package static let files: [String: String] = [:]
}
