import Glibc

// Prints the engine's figures as one table; all answers are checked first.
//
//     benchmarks                  every size, each in a process of its own
//     benchmarks lint             a workflow of ten thousand steps
//     benchmarks 1000             one size, as a line of the table
//     benchmarks 1000 explained   one size and one phase, for a profiler
//     benchmarks clients          one client and 10,000, each in a process of its own
//     benchmarks clients 100      so many
//     benchmarks audience POLICIES CAMPAIGN AUDIENCE    what reading and judging cost, on one thread

let arguments = CommandLine.arguments.dropFirst()

func report(_ rules: Int, _ phases: [Phase]) {
  guard var measurement = Measurement(rules: rules) else { exit(0) }
  for phase in phases { measurement.measure(phase) }
  print(measurement.row.text)
}

if arguments.first == "clients" {
  if let count = arguments.dropFirst().first.flatMap({ Int($0) }) {
    guard var scale = ClientScale(clients: count) else { exit(1) }
    scale.report()
  } else {
    print("50 policies of 20 rules, clients under 100 agencies, from files; medians of CPU time")
    print(ClientScale.heading)
    for count in [1, 10_000] {
      fflush(nil)
      guard unsafe system("'\(CommandLine.arguments[0])' clients \(count)") == 0 else { exit(1) }
    }
  }
} else if let rules = arguments.first.flatMap({ Int($0) }) {
  let phases = arguments.dropFirst().compactMap { Phase(rawValue: $0) }
  report(rules, phases.isEmpty ? Phase.allCases : phases)
} else if arguments.first == "audience", arguments.count == 4 {
  let paths = Array(arguments)
  AudienceCosts.print(policies: paths[1], campaign: paths[2], audience: paths[3])
} else if arguments.first == "lint" {
  LintFigures.print()
} else {
  print("campaign gate, 2,000 requests a size, answers checked; medians of CPU time (load: of all")
  print("threads, and on the clock); allocs: heap blocks; 2 threads: against one thread's rate")
  print(Row.heading)
  for rules in [10, 100, 1000, 10_000] {
    fflush(nil)
    // Memory that a smaller library took is no part of a larger one's peak.
    guard unsafe system("'\(CommandLine.arguments[0])' \(rules)") == 0 else { exit(1) }
  }
  fflush(nil)
  LintFigures.print()
}
