import Diagnostics
import DocumentTree
import FactsReading
import Foundation
import PolicyCompiler
import PolicyEngine
import PolicyModel
import Testing

/// The policies that the project ships, with the client of its clean examples.
enum ShippedLibrary {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL.path
  static let clean = "\(root)/docs/examples/clean"

  /// Compiled once.
  static let withClean: CompiledLibrary? = compile(["\(root)/policies", "\(clean)/library"], [])
    .library
  static let plain: CompiledLibrary? = compile(["\(root)/policies"], []).library

  static func compile(_ folders: [String], _ more: [SourceFile]) -> Compilation {
    var diagnostics: [Diagnostic] = []
    let files = LibraryFolder.files(in: folders, &diagnostics)
    return LibraryCompiler.compile(files + more, roots: folders + ["client"])
  }

  /// The names of the clean examples, which are kinds of action.
  static let examples: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: clean)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

  /// Every kind of action that a client can ask about.
  static func kinds(_ library: CompiledLibrary) -> [String] {
    guard let set = library.vocabulary.termSet(named: "action-kind") else { return [] }
    return set.terms.indices.filter { !set.hasParts(UInt32($0)) }.map { set.terms[$0].id }
      .filter { $0 != "flow" && !$0.hasPrefix("safeguard") }
  }

  static func facts(_ yaml: String, _ library: CompiledLibrary) throws -> Facts {
    var diagnostics: [Diagnostic] = []
    let file = SourceFile(path: "facts.yaml", text: yaml)
    let nodes = DocumentReader(limits: .facts, nulls: .allowed).readYAML(file, &diagnostics)
    let read = FactsReader(library).readYAML(try #require(nodes.first))
    #expect((diagnostics + read.diagnostics).map(\.message) == [], "\(yaml)")
    return try #require(read.facts)
  }
}
