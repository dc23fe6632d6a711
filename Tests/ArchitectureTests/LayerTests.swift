import Testing

/// Imports go down only, as the table of `docs/architecture.md` says.
struct LayerTests {
  private static let table = LayerTable()

  @Test func `the table names every target, and no other`() {
    let targets = OwnFiles.folders(in: "Sources").filter {
      !OwnFiles.swift(below: "Sources/\($0)").isEmpty
    }
    #expect(targets == Self.table.rows.keys.sorted())
  }

  @Test func `the table itself goes down`() {
    for (name, row) in Self.table.rows where !row.isAllowedAll {
      for other in row.imports {
        let below = Self.table.rows[other]?.layer
        // `explain` shows the tests of a rule: the one import within a layer.
        let isNeighbour = name == "PolicyCatalogue" && other == "PolicyTesting"
        #expect(below.map { $0 < row.layer || isNeighbour } == true, "\(name) imports \(other)")
      }
    }
  }

  @Test(arguments: OwnFiles.folders(in: "Sources"))
  func `a target imports what the table allows`(target: String) {
    let allowed = Self.table.allowed(for: target)
    for file in OwnFiles.swift(below: "Sources/\(target)") {
      for name in file.imports where Self.table.rows[name] != nil {
        #expect(allowed.contains(name), "\(file.path) imports \(name)")
      }
    }
  }

  @Test(arguments: [
    ("CYAML", ["DocumentTree"]), ("CExpat", ["DocumentTree"]),
    ("CRE2", ["CEL"]), ("CCrypto", ["PolicyCompiler"]),
    ("ArgumentParser", ["scruple"]),
  ])
  func `each outside thing has one door`(module: String, doors: [String]) {
    let importers = OwnFiles.folders(in: "Sources").filter { target in
      OwnFiles.swift(below: "Sources/\(target)").contains { $0.imports.contains(module) }
    }
    #expect(importers == doors)
  }

  @Test(arguments: OwnFiles.folders(in: "Sources"))
  func `nothing imports the whole of Foundation`(target: String) {
    for file in OwnFiles.swift(below: "Sources/\(target)") {
      #expect(!file.imports.contains("Foundation"), "\(file.path)")
      if ["CEL", "PolicyModel", "PolicyEngine", "FactsReading"].contains(target) {
        #expect(!file.imports.contains("FoundationEssentials"), "\(file.path)")
      }
    }
  }
}
