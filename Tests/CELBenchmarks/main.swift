// Prints what ten typical conditions cost, from text to truth, as one table.
//
// Each condition's truth is checked first.

import Glibc

print(Measurement.heading)
for condition in Condition.all {
  guard let measurement = await Measurement(condition) else {
    print("\(condition.name): `\(condition.text)` is not \(condition.expected)")
    exit(1)
  }
  print(measurement.text)
}
