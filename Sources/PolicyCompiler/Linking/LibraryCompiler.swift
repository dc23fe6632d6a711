package import CEL
package import Diagnostics
import DocumentTree
import PolicyEngine
package import PolicyModel

/// What became of a library's files.
package struct Compilation: Sendable {
  /// Nil where there is any error.
  package let library: CompiledLibrary?
  /// Links changed policies against the library; nil where it is.
  package let relinker: PolicyRelinker?
  /// Links changed clients against the library; nil where it is.
  package let clients: ClientRelinker?
  /// All mistakes of all files, in the order of the files and places.
  package let diagnostics: [Diagnostic]
  /// In the order of the files.
  package let tests: [TestsDocument]
  package let documentCount: Int
}

/// Makes a library of files: reads all documents, links and checks them.
///
/// Nothing here reads a clock, and no file but the time zones'; the order of the files makes no
/// difference.
package enum LibraryCompiler {
  static let reader = DocumentReader(limits: .policies, nulls: .inFactsAlone)

  /// Compiles all files together.
  ///
  /// The roots are the folders that the files were found in: `adopts: [house/*]` and the digest
  /// speak of paths below them. Without any, the folder that all files have in common is taken.
  package static func compile(
    _ files: [SourceFile], roots: [String] = [], timeZones: TimeZoneDatabase = .system
  ) -> Compilation {
    // Deciding reads no file: every zone is in memory before the first decision.
    timeZones.preload()
    let paths = LibraryPaths(roots: roots, files: files)
    let sorted = files.map { (path: paths.path(of: $0), file: $0) }.sorted {
      ($0.path, $0.file.path) < ($1.path, $1.file.path)
    }
    var diagnostics: [Diagnostic] = []
    var documents = LibraryDocuments()
    for (_, file) in sorted {
      for node in reader.readYAML(file, &diagnostics) {
        documents.add(node, file, &diagnostics)
      }
    }
    let linker = LibraryLinker(
      documents: documents, trees: DocumentTrees(sorted.map(\.file)), paths: paths, files: sorted,
      timeZones: timeZones)
    let linked = linker.link(&diagnostics)
    let places = Dictionary(
      sorted.enumerated().map { (ObjectIdentifier($1.file), $0) },
      uniquingKeysWith: { first, _ in first })
    diagnostics.sortByPlace(places)
    let isWrong = diagnostics.contains { $0.severity == .error }
    return Compilation(
      library: isWrong ? nil : linked.policies.library,
      relinker: isWrong ? nil : linked.policies, clients: isWrong ? nil : linked.clients,
      diagnostics: diagnostics, tests: documents.tests, documentCount: documents.count)
  }
}

/// The documents of all files, by kind.
struct LibraryDocuments {
  private(set) var vocabularies: [VocabularySyntax] = []
  private(set) var policies: [PolicySyntax] = []
  private(set) var clients: [ClientSyntax] = []
  private(set) var mappings: [MappingSyntax] = []
  private(set) var tests: [TestsDocument] = []
  private(set) var count = 0
  /// By policy's id: the file that it stands in.
  private(set) var files: [String: SourceFile] = [:]

  mutating func add(_ node: Node, _ file: SourceFile, _ diagnostics: inout [Diagnostic]) {
    count += 1
    switch DocumentSyntax.read(node, &diagnostics) {
    case .vocabulary(let vocabulary): vocabularies.append(vocabulary)
    case .policy(let policy):
      policies.append(policy)
      if files[policy.id.text] == nil { files[policy.id.text] = file }
    case .client(let client): clients.append(client)
    case .mapping(let mapping): mappings.append(mapping)
    case .tests(let document): tests.append(document)
    case nil: break
    }
  }
}

extension [Diagnostic] {
  /// Sorts by file, place and code; what has no place comes first.
  fileprivate mutating func sortByPlace(_ files: [ObjectIdentifier: Int]) {
    let keyed = enumerated().map { index, diagnostic in
      let file = diagnostic.range.map { files[ObjectIdentifier($0.file)] ?? -1 } ?? -2
      let start = diagnostic.range?.bytes.lowerBound ?? 0
      return (key: (file, start, diagnostic.code.rawValue, index), diagnostic: diagnostic)
    }
    self = keyed.sorted { $0.key < $1.key }.map(\.diagnostic)
  }
}
