import Diagnostics

extension DiagnosticCode {
  /// No function or macro has the name that is called.
  static let unknownFunction = DiagnosticCode("unknown-function")
  /// A function is called with operands that it does not take.
  static let noSuchOverload = DiagnosticCode("no-such-overload")
}

/// What is said of calls that cannot be.
extension Checker {
  /// Reports a name that no function has.
  ///
  /// The operands are checked for their own mistakes.
  mutating func unknownFunction(
    _ node: Expression, _ name: String, _ operands: [Expression], target: Expression? = nil
  ) -> ValueType {
    for operand in operands { _ = check(operand) }
    report(
      .unknownFunction, "no function is named `\(name)`", nameRange(of: node, name, target),
      help: helpForUnknown(name))
    return .error
  }

  private func helpForUnknown(_ name: String) -> String? {
    if let use = Checker.macros[name] { return "it is written `\(use)`" }
    let definitions = environment.names.compactMap { name, binding in
      if case .definition = binding { name } else { nil }
    }
    let functions = environment.functions.keys.filter { $0.utf8.first.map(isLetter) ?? false }
    let custom = options.parser.customMacros.map(\.name)
    return suggestion(
      for: name, in: (functions + definitions + custom + Checker.macros.keys).sorted())
  }

  private static let macros = [
    "has": "has(x.field)", "all": "xs.all(x, x > 0)", "exists": "xs.exists(x, x > 0)",
    "exists_one": "xs.exists_one(x, x > 0)", "filter": "xs.filter(x, x > 0)",
    "map": "xs.map(x, x + 1)",
  ]

  private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

  /// Where a call's name stands in the text; the whole call where it is not found.
  private func nameRange(
    of node: Expression, _ name: String, _ target: Expression?
  ) -> Range<Int> {
    let bytes = source.bytes
    let skipped = Array(" \t\r\n).".utf8)
    var start = target?.range.upperBound ?? node.range.lowerBound
    while target != nil, start < bytes.count, skipped.contains(bytes[start]) { start += 1 }
    guard start < bytes.count, bytes[start...].starts(with: name.utf8) else { return node.range }
    return start..<(start + name.utf8.count)
  }

  /// Reports operands that no overload takes; silent where an operand is wrong already.
  mutating func reportNoOverload(_ call: Call, _ types: [ValueType]) -> ValueType {
    guard !types.contains(where: { unifier.substitute($0).contains { $0 == .error } }) else {
      return .error
    }
    let signature = Checker.signature(call.name, isMember: call.isMember, types.map(text))
    report(
      .noSuchOverload, "there is no `\(signature)`", culprit(of: call, types) ?? call.node.range,
      help: help(for: call, types))
    return .error
  }

  /// The one operand that does not fit the one overload that the call can mean.
  private mutating func culprit(of call: Call, _ types: [ValueType]) -> Range<Int>? {
    let possible = call.overloads.overloads.filter {
      $0.isMember == call.isMember && $0.parameters.count == types.count
    }
    guard possible.count == 1, let overload = possible.first, types.count > 1 else { return nil }
    let mark = unifier.mark
    defer { unifier.rollBack(to: mark) }
    let (parameters, _) = unifier.instantiate(overload)
    let wrong = parameters.indices.filter { !unifier.unify(parameters[$0], types[$0]) }
    guard wrong.count == 1, call.name.utf8.first.map(isLetter) ?? false else { return nil }
    return call.operands[wrong[0]].range
  }

  private func help(for call: Call, _ types: [ValueType]) -> String? {
    if let help = helpForOperands(call, types.map(unifier.settle)) { return help }
    guard call.name.utf8.first.map(isLetter) ?? false else { return nil }
    let overloads = call.overloads.overloads
    // Often the call is right but for its form: `f(x)` in place of `x.f()`, or the reverse.
    let otherForm = overloads.filter { $0.isMember != call.isMember && takes($0, types) }
    let sameForm = overloads.filter { $0.isMember == call.isMember }
    let offered = [otherForm, sameForm, overloads].first { !$0.isEmpty } ?? []
    let texts = offered.prefix(4).map { overload in
      let types = overload.parameters.map(\.description)
      return "`\(Checker.signature(call.name, isMember: overload.isMember, types))`"
    }
    return texts.count > 3 || texts.isEmpty ? nil : "there is " + texts.joined(separator: ", ")
  }

  private func takes(_ overload: Overload, _ types: [ValueType]) -> Bool {
    var trial = unifier
    let (parameters, _) = trial.instantiate(overload)
    return parameters.count == types.count
      && zip(parameters, types).allSatisfy { trial.unify($0, $1) }
  }

  private func helpForOperands(_ call: Call, _ types: [ValueType]) -> String? {
    if types.contains(.null), call.name == "_==_" || call.name == "_!=_" {
      return "ask with `has(...)` whether something is stated"
    }
    for (operand, type) in zip(call.operands, types) {
      guard case .literal(.string(let literal)) = operand.kind, type == .string else { continue }
      if types.contains(.timestamp), Timestamp(literal) != nil {
        return "write `timestamp(\"\(literal)\")`"
      }
      if types.contains(.timestamp) || types.contains(.duration),
        Durations.parse(literal, allowsDays: options.extendedDurations).value != nil
      {
        return "write `duration(\"\(literal)\")`"
      }
    }
    guard types.count == 2, types[0] != types[1] else { return nil }
    let numbers: Set<ValueType> = [.int, .uint, .double]
    if numbers.isSuperset(of: types) { return "make both of one type, as with `double(x)`" }
    if call.name == "_==_", types.contains(where: isList), !types.allSatisfy(isList) {
      return "ask with `in` whether it is one of several"
    }
    let texts: Set<ValueType> = [
      .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .string,
    ]
    if call.name == "_+_", types.contains(.string), texts.isSuperset(of: types) {
      return "make a text of the other by `string(...)`"
    }
    let constant = types.first { options.constants?.applies($0) == true }
    guard let constant, types.contains(.string) else { return nil }
    return "only a text that is written out becomes a `\(constant)`"
  }

  private func isList(_ type: ValueType) -> Bool {
    if case .list = type { true } else { false }
  }

  /// A call as types: `int + string`, `string.startsWith(int)`, `list(int)[string]`.
  static func signature(_ name: String, isMember: Bool, _ types: [String]) -> String {
    if isMember, let receiver = types.first {
      return "\(receiver).\(name)(\(types.dropFirst().joined(separator: ", ")))"
    }
    if types.count == 2 {
      if name == "_[_]" { return "\(types[0])[\(types[1])]" }
      if name == "_[?_]" { return "\(types[0])[?\(types[1])]" }
      if name == "@in" { return "\(types[0]) in \(types[1])" }
      let isBinary = name.hasPrefix("_") && name.hasSuffix("_") && name.utf8.count > 2
      if isBinary { return "\(types[0]) \(name.dropFirst().dropLast()) \(types[1])" }
    }
    if types.count == 1, name == "!_" || name == "-_" { return "\(name.prefix(1))\(types[0])" }
    return "\(name)(\(types.joined(separator: ", ")))"
  }
}
