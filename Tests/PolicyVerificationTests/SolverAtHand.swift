import Foundation
import Testing

@testable import PolicyVerification

/// Whether tests can ask Z3: with CI=true they try anyway, and fail where it is missing.
enum SolverAtHand {
  static let words: Comment = "Z3 is not installed: apt-get install z3"

  static var isInstalled: Bool {
    (try? Solver.installedVersion()) != nil
      || ProcessInfo.processInfo.environment["CI"] == "true"
  }
}
