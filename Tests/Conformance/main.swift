// Runs CEL's conformance tests and prints `passed/total` a file, and of all in the last line.
//
// `--failures` prints each test that does not pass, with its reason.

import ConformanceSuite
import FoundationEssentials
import Glibc

let folder = ConformanceFolder(environment: ProcessInfo.processInfo.environment)
guard folder.exists else {
  print("no conformance tests at \(folder.path); name their folder in CEL_CONFORMANCE")
  exit(2)
}
let report = ConformanceReport(try folder.files(), ConformanceRun())
for file in report.files {
  let known = KnownFailures.files[file.file].map { ": \($0)" } ?? ""
  print("\(file.passed)/\(file.total) \(file.file)\(known)")
  guard CommandLine.arguments.contains("--failures") else { continue }
  for failure in file.failures {
    let known = KnownFailures.reasons[failure.id].map { " (known: \($0))" } ?? ""
    print("  \(failure.id)\(known)\n    \(failure.expression)\n    \(failure.reason)")
  }
}
print("\(report.passed)/\(report.total)")
