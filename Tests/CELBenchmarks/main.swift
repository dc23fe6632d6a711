// Prints what ten typical conditions cost, from text to truth, as one table.
//
// Each condition's truth is checked first. With `--json` conditions, facts and figures are one line
// of JSON, for a program that measures another implementation beside this one.

import Glibc

var measurements: [Measurement] = []
for condition in Condition.all {
  guard let measurement = await Measurement(condition) else {
    print("\(condition.name): `\(condition.text)` is not \(condition.expected)")
    exit(1)
  }
  measurements.append(measurement)
}
if CommandLine.arguments.contains("--json") {
  print(Figures.json(measurements))
} else {
  print(Measurement.heading)
  for measurement in measurements { print(measurement.text) }
}
