import Testing

/// Same library, same facts: the same bytes, in one process or another.
struct SameBytesTests {
  @Test(arguments: [
    ["gate", "facts.yaml"], ["gate", "facts.yaml", "--format", "json"], ["gate", "facts.ndjson"],
    ["gate", "facts.ndjson", "--format", "json"], ["check", "--format", "sarif"],
    ["test", "--format", "json"], ["explain", "mail/consent-on-record"],
    ["facts", "message.email"],
  ])
  func `two processes write the same`(arguments: [String]) throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.denied, to: "facts.yaml")
    try folder.write(Requests.deniedLine + "\n" + Requests.brokenLine, to: "facts.ndjson")
    let first = try Command.run(arguments, in: folder)
    let second = try Command.run(arguments, in: folder)
    #expect(!first.output.isEmpty)
    #expect(first.output == second.output)
    #expect(first.errors == second.errors)
  }
}
