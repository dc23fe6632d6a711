import Foundation
import Testing

/// SARIF against the schema that OASIS publishes, which is not ours to ship.
///
///     SCRUPLE_SARIF_SCHEMA=sarif-schema-2.1.0.json swift test --filter SARIFSchemaTests
struct SARIFSchemaTests {
  private static let schema = ProcessInfo.processInfo.environment["SCRUPLE_SARIF_SCHEMA"]

  @Test func `the published schema is at hand`() {
    if Self.schema == nil { print("skipped: SCRUPLE_SARIF_SCHEMA names no schema of SARIF 2.1.0") }
  }

  @Test(.enabled(if: schema != nil && SchemaValidator.isThere))
  func `what lint and check write is SARIF as published`() throws {
    let schema = try #require(Self.schema)
    let folder = try Folder()
    let policies = ["--policies", Project.root.appending(path: "policies").path]
    let example = Project.root.appending(path: "docs/examples/workflows")
    for name in ["abandoned-cart.json", "abandoned-cart-mended.json"] {
      let text = try String(contentsOf: example.appending(path: name), encoding: .utf8)
      try folder.write(text, to: name)
    }
    try folder.write("{\"nodes\": [", to: "cut.json")
    let files = ["abandoned-cart.json", "abandoned-cart-mended.json", "cut.json"]
    let lint = try Command.run(["lint", "--format", "sarif"] + policies + files, in: folder)
    #expect(lint.code == 2)
    try folder.write(lint.output, to: "lint.sarif.json")
    let check = try Command.run(["check", "--format", "sarif"] + policies, in: folder)
    try folder.write(check.output, to: "check.sarif.json")
    let run = try SchemaValidator.run(
      ["lint.sarif.json", "check.sarif.json"], againstFile: schema, in: folder)
    #expect(run.code == 0, "\(run.output)\(run.errors)")
    // A log that lacks what the standard demands is refused, or the test could not fail.
    let broken = lint.output.replacingOccurrences(of: "\"text\"", with: "\"txt\"")
    try folder.write(broken, to: "broken.sarif.json")
    #expect(
      try SchemaValidator.run(["broken.sarif.json"], againstFile: schema, in: folder).code == 1)
  }
}
