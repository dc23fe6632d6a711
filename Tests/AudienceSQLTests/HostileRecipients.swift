import PolicyModel
import TestSupport

/// Recipients of a vocabulary with whatever makes databases and engines differ: missing fields and nulls,
/// empty lists, coarse places, zones and clock changes, Unicode, quotes, edges of the calendar, terms that
/// are none.
struct HostileRecipients {
  let vocabulary: Vocabulary
  /// Whether maps are kept as JSON, which may hold anything.
  let isJSON: Bool
  /// The facts that are stated, by their paths below `recipient`: a query reads no others, and so cannot
  /// refuse them.
  let paths: Set<String>

  func recipient(_ dice: inout Dice) -> String {
    var members: [String] = []
    // Some are near to what is wanted of everybody, so that all is seen: allowed, denied, to review.
    if dice.chance(35) { return nearlyWell(&dice) }
    let known = dice.pick([100, 97, 90, 60])
    for fact in vocabulary.facts where fact.path.hasPrefix("recipient.") {
      let name = fact.path.dropFirst("recipient.".count)
      guard let type = fact.type, paths.contains(String(name)), dice.chance(known) else { continue }
      let value =
        // A null of a fact that may be none says so; a column's NULL does not.
        dice.chance(3) && !fact.isNullable
        ? "null" : self.value(type, String(name), fact.maximum, &dice)
      members.append("\"\(name)\":\(value)")
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// Somebody whom most campaigns may reach, with a fact or two as they come.
  private func nearlyWell(_ dice: inout Dice) -> String {
    let well = Self.well.filter { paths.contains($0.name) }
    if well.isEmpty { return "{}" }
    let changed = (0..<dice.pick([0, 1, 1, 2])).map { _ in dice.pick(well).name }
    let members = well.compactMap { fact -> String? in
      guard changed.contains(fact.name) else { return "\"\(fact.name)\":\(fact.value)" }
      guard let slot = vocabulary.slot(of: "recipient." + fact.name),
        let type = vocabulary.facts[slot].type, dice.chance(70)
      else { return nil }
      let value = self.value(type, fact.name, vocabulary.facts[slot].maximum, &dice)
      return "\"\(fact.name)\":\(value)"
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static let well: [(name: String, value: String)] = [
    ("location", "\"DE-BE\""), ("age", "34"), ("vulnerable", "false"), ("relationship", "\"lead\""),
    ("timezone", "\"Europe/Berlin\""), ("address_from_sale", "false"), ("could_refuse", "true"),
    ("corporate_subscriber", "false"), ("objections", "[]"), ("opt_outs", "{}"),
    ("data_requests", "[]"), ("restricted", "false"), ("suppressed", "false"), ("gpc", "false"),
    ("messages_last_week", "0"), ("messages_last_day", "0"), ("do_not_call", "false"),
    (
      "consents",
      """
      {"marketing.communications.email": {"granted": true, "at": "2026-05-04T09:00:00Z", \
      "method": "double_opt_in", "explicit": true, "bundled": false, "condition_of_service": false, \
      "evidence": "it's form 7", "wording": "v3", "controller": "ref", "third_parties": []}}
      """
    ),
  ]

  private func value(
    _ type: FactType, _ name: String, _ maximum: Int, _ dice: inout Dice, depth: Int = 0
  ) -> String {
    switch type {
    case .bool: return dice.chance(30) ? "true" : "false"
    case .int:
      return dice.pick([
        "0", "1", "2", "3", "5", "12", "15", "17", "18", "40", "-1", "9223372036854775807",
        "-9223372036854775808",
      ])
    case .double: return dice.pick(["0", "0.5", "-0.0", "1e308", "3"])
    case .string: return text(name, maximum, &dice)
    case .timestamp: return instant(&dice, inJSON: isJSON && depth > 0)
    case .duration: return "\"24h\""
    case .term(let set): return "\"\(term(set, &dice))\""
    case .list(let element):
      let elements = (0..<dice.pick([0, 0, 1, 2, 4])).map { _ in
        dice.chance(2) ? "null" : value(element, name, element.usualMaximum, &dice)
      }
      return "[" + elements.joined(separator: ",") + "]"
    case .map(let key, let value):
      if isJSON, let wrong = wrong(&dice, only: dice.chance(2)) { return wrong }
      var entries: [String] = []
      var keys: Set<String> = []
      for _ in 0..<dice.pick([0, 1, 1, 2, 3, 5]) {
        let name = self.value(key, "", 4096, &dice)
        guard keys.insert(name).inserted else { continue }
        let entry =
          dice.chance(1)
          ? "null" : self.value(value, "", value.usualMaximum, &dice, depth: depth + 1)
        entries.append("\(name):\(entry)")
      }
      return "{" + entries.joined(separator: ",") + "}"
    case .record(let number):
      if isJSON, let wrong = wrong(&dice, only: dice.chance(1)) { return wrong }
      var members: [String] = []
      let stated = dice.pick([100, 95, 70])
      for field in vocabulary.records[number].fields where dice.chance(stated) {
        // Most records grant something, and nothing ended them.
        if field.isNullable, dice.chance(55) {
          if dice.chance(30) { members.append("\"\(field.name)\":null") }
          continue
        }
        var value = self.value(field.type, field.name, field.maximum, &dice, depth: depth + 1)
        if field.type == .bool {
          value = (field.name == "granted") == dice.chance(85) ? "true" : "false"
        }
        if isJSON, let wrong = wrong(&dice, only: dice.chance(1)) { value = wrong }
        members.append("\"\(field.name)\":\(value)")
      }
      if isJSON, dice.chance(1) { members.append("\"colour\":true") }
      return "{" + members.joined(separator: ",") + "}"
    }
  }

  /// What no reader takes for a value of the type that should stand there.
  private func wrong(_ dice: inout Dice, only isWanted: Bool) -> String? {
    guard isWanted, isJSON else { return nil }
    return dice.pick([
      "[]", "{}", "5", "\"true\"", "true", "[{}]", "1.5", "\"2026-02-30T00:00:00Z\"", "\"\"",
    ])
  }

  private func term(_ number: Int, _ dice: inout Dice) -> String {
    let set = vocabulary.termSets[number]
    if dice.chance(1) { return dice.pick(["XX", "de", "", "marketing.", "it's", "\\\\", "DE-"]) }
    let usual: [String: [String]] = [
      "place": [
        "DE", "DE-BE", "US", "US-CA", "US-TX", "US-NY", "US-FL", "FR", "GB", "GB-SCT", "EU", "EEA",
        "CA-QC", "JP",
      ],
      "purpose": [
        "marketing", "marketing.communications", "marketing.communications.email",
        "marketing.communications.sms", "x.marketing.communications.voice",
      ],
      "opt-out": ["all", "marketing", "email", "sms", "sale"],
      "consent-method": ["double_opt_in", "opt_in", "import", "pre_ticked", "written"],
    ]
    if let usual = usual[set.name], dice.chance(80) { return dice.pick(usual) }
    return dice.pick(set.terms).id
  }

  private func text(_ name: String, _ maximum: Int, _ dice: inout Dice) -> String {
    if name == "timezone" {
      return "\""
        + dice.pick([
          "Europe/Berlin", "America/New_York", "America/Los_Angeles", "America/Chicago", "UTC", "Z",
          "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo", "Mars/Phobos", "+02:00",
          "-11:30", "05:00", "america/new_york", "", "Europe/Berlin'; --", "Etc/GMT+12", "EST",
        ]) + "\""
    }
    if dice.chance(2) {
      let length = dice.pick([maximum, maximum + 1])
      return "\"" + String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "x" : "") + "\""
    }
    return "\""
      + dice.pick([
        "ref", "ref", "form 7", "x", "mail", "xy", "Köln", "", "it's", "\\\"quoted\\\"", "a\\\\b",
        "\u{E9}", "e\u{301}", "😀",
        "\u{202E}x",
        "a\\nb", "\\t", "NULL", "'; DROP TABLE recipients; --", "$1", "{}", "REF", "ref ",
      ]) + "\""
  }

  private func instant(_ dice: inout Dice, inJSON: Bool) -> String {
    if inJSON, dice.chance(2) {
      return dice.pick([
        "\"2026-05-04T09:00:00.123456789Z\"", "\"2026-11-23T10:00:00.000000001Z\"",
        "\"2026-05-04T09:00:00+23:00\"", "\"2026-05-04T09:00:00-18:30\"",
        "\"2026-02-30T00:00:00Z\"",
        "\"2026-05-04\"", "\"2026-05-04T09:00:00\"", "\"2026-05-04t09:00:00z\"", "\"infinity\"",
        "\"2026-05-04T24:00:00Z\"", "\"2026-05-04T09:00:60Z\"", "\"2025-02-29T00:00:00Z\"",
        "\"0000-05-04T09:00:00Z\"", "\"10000-01-01T00:00:00Z\"", "\"1900-02-29T00:00:00Z\"",
      ])
    }
    return "\""
      + dice.pick([
        "2026-05-04T09:00:00Z", "2026-06-01T00:00:00Z", "2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00.000001Z", "2026-11-23T11:00:00+01:00", "2026-11-23T09:59:59.999999Z",
        "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-03-29T02:30:00Z",
        "2024-02-29T12:00:00Z", "2018-05-25T00:00:00Z", "2025-05-23T10:00:00Z",
        "2025-05-23T10:00:01Z",
        "2026-08-23T10:00:00Z", "2027-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "9999-12-31T23:59:59.999999Z", "2026-11-22T20:00:00-14:00", "2000-02-29T23:59:59+15:59",
      ]) + "\""
  }
}
