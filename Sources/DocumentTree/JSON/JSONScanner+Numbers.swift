/// A number in JSON, where it stands.
package struct JSONNumber: Sendable {
  package let range: Range<Int>
  /// Written without a fraction and an exponent.
  package let isInteger: Bool
}

extension JSONScanner {
  /// Steps over a number and checks it.
  ///
  /// `-? (0 | [1-9][0-9]*) (\. [0-9]+)? ([eE] [-+]? [0-9]+)?`
  package mutating func readNumber() throws(JSONProblem) -> JSONNumber {
    skipBlanks()
    let start = position
    var isInteger = true
    if isNext("-") { position += 1 }
    let first = position
    guard skipDigits() else { throw .expected("a digit", at: position, self) }
    if bytes[first] == UInt8(ascii: "0"), position > first + 1 {
      throw .leadingZero(start..<position)
    }
    if isNext(".") {
      isInteger = false
      position += 1
      guard skipDigits() else { throw .expected("a digit", at: position, self) }
    }
    if isNext("e") || isNext("E") {
      isInteger = false
      position += 1
      if isNext("+") || isNext("-") { position += 1 }
      guard skipDigits() else { throw .expected("a digit", at: position, self) }
    }
    return JSONNumber(range: start..<position, isInteger: isInteger)
  }

  /// Nil where it is not written as an integer, or Int64 does not hold it.
  package func int(_ number: JSONNumber) -> Int64? {
    guard number.isInteger else { return nil }
    let isNegative = bytes[number.range.lowerBound] == UInt8(ascii: "-")
    var value: Int64 = 0
    for index in number.range.lowerBound + (isNegative ? 1 : 0)..<number.range.upperBound {
      let digit = Int64(bytes[index] - UInt8(ascii: "0"))
      let (tens, tensOverflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) =
        isNegative
        ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      if tensOverflow || overflow { return nil }
      value = sum
    }
    return value
  }

  /// The nearest double; nil where it is infinite.
  package func double(_ number: JSONNumber) -> Double? {
    guard let value = Double(String(decoding: bytes[number.range], as: UTF8.self)) else {
      return nil
    }
    return value.isFinite ? value : nil
  }

  private func isNext(_ scalar: Unicode.Scalar) -> Bool {
    position < end && bytes[position] == UInt8(ascii: scalar)
  }

  private mutating func skipDigits() -> Bool {
    let start = position
    while position < end, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position > start
  }
}
