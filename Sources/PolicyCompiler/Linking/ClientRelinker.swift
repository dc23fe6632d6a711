import CEL
package import Diagnostics
package import DocumentTree
import PolicyEngine
package import PolicyModel

/// Links one changed file of clients against a library that is linked already.
///
/// Only the clients in the file are checked, and those under them, since what is above binds them;
/// policies and all other clients stay as they are.
package struct ClientRelinker: Sendable {
  package private(set) var library: CompiledLibrary
  private var policies: PolicyLinker
  private let clients: ClientLinker
  private var tree: ClientTree
  /// By id.
  private var linked: [String: LinkedClient]
  /// Sorted by path.
  private var files: [(path: String, file: SourceFile)]
  private let paths: LibraryPaths
  private let options: Environment.Options

  init(
    library: CompiledLibrary, policies: PolicyLinker, clients: ClientLinker, tree: ClientTree,
    linked: [String: LinkedClient], files: [(path: String, file: SourceFile)],
    paths: LibraryPaths, options: Environment.Options
  ) {
    self.library = library
    self.policies = policies
    self.clients = clients
    self.tree = tree
    self.linked = linked
    self.files = files
    self.paths = paths
    self.options = options
  }

  /// What became of a changed file.
  package struct Change: Sendable {
    /// The library with the change; nil where there is any error, and then nothing has changed.
    package let library: CompiledLibrary?
    /// The mistakes of what was checked.
    package let diagnostics: [Diagnostic]
    /// The ids of the clients that were checked, parents first.
    package let checked: [String]
  }

  /// Takes a file in the place of the one of its path.
  ///
  /// Nil where that is not all that changes: where the file, as it was or as it is, holds anything but
  /// clients, where clients come or go, or stand under another. Then the library has to be compiled
  /// whole.
  package mutating func replace(_ file: SourceFile) -> Change? {
    let path = paths.path(of: file)
    guard let place = files.firstIndex(where: { $0.path == path }) else { return nil }
    let old = documents(in: files[place].file)
    let new = documents(in: file)
    guard old.clients.count == old.nodes.count else { return nil }
    if new.diagnostics.contains(where: { $0.severity == .error }) {
      return Change(library: nil, diagnostics: new.diagnostics, checked: [])
    }
    let ids = new.clients.map(\.id.text)
    guard new.clients.count == new.nodes.count,
      ids.sorted() == old.clients.map(\.id.text).sorted()
    else { return nil }
    var next = self
    for client in new.clients {
      guard let tree = next.tree.replacing(client) else { return nil }
      next.tree = tree
    }
    var diagnostics = new.diagnostics
    next.files[place].file = file
    let branches = next.tree.branches(of: ids)
    next.link(new.clients, branches, &diagnostics)
    let isWrong = diagnostics.contains { $0.severity == .error }
    if !isWrong { self = next }
    return Change(
      library: isWrong ? nil : library, diagnostics: diagnostics, checked: branches.map(\.id.text))
  }

  /// The library with one client's document as it reads now; nil where that is refused.
  package func relinking(client node: Node) -> CompiledLibrary? {
    var diagnostics: [Diagnostic] = []
    guard let client = ClientSyntax(node, &diagnostics), let tree = tree.replacing(client) else {
      return nil
    }
    var next = self
    next.tree = tree
    next.link([client], next.tree.branches(of: [client.id.text]), &diagnostics)
    return diagnostics.contains { $0.severity == .error } ? nil : next.library
  }

  private func documents(in file: SourceFile) -> (
    clients: [ClientSyntax], nodes: [Node], diagnostics: [Diagnostic]
  ) {
    var diagnostics: [Diagnostic] = []
    let nodes = DocumentReader(limits: .policies, nulls: .inFactsAlone)
      .readYAML(file, &diagnostics)
    var found = LibraryDocuments()
    for node in nodes { found.add(node, file, &diagnostics) }
    return (found.clients, nodes, diagnostics)
  }

  private mutating func link(
    _ changed: [ClientSyntax], _ branches: [ClientSyntax], _ diagnostics: inout [Diagnostic]
  ) {
    var rules = library.rules
    var bound = library.policies
    var linkedRules: [RuleLinker.Linked] = []
    for client in changed {
      guard let number = clients.directory.own[client.id.text] else { continue }
      let old = bound[number].rules
      let own = policies.relink(client, as: number, from: old.lowerBound, &diagnostics)
      linkedRules += own.rules
      rules.replaceSubrange(old, with: own.rules.map(\.rule))
      bound[number] = own.policy
      let shift = own.rules.count - old.count
      if shift != 0 {
        for later in bound.indices.dropFirst(number + 1) {
          bound[later] = bound[later].moved(by: shift)
        }
      }
    }
    for client in branches {
      linked[client.id.text] = clients.link(
        client, under: client.under.flatMap { linked[$0.text] }, isBroken: false, &diagnostics)
    }
    var all = library.clients
    for client in branches {
      guard let place = library.clientNumber(named: client.id.text),
        let new = linked[client.id.text]?.client
      else { continue }
      all[place] = new
    }
    let identity = library.identity
    library = CompiledLibrary(
      vocabulary: library.vocabulary, policies: bound, rules: rules,
      atoms: policies.atoms.atoms, settings: library.settings, tables: policies.tables.tables,
      clients: all, mappings: library.mappings,
      identity: LibraryIdentity(
        digest: LibraryDigest.digest(
          of: files, timeZones: identity.timeZones, engine: identity.engine),
        engine: identity.engine, timeZones: identity.timeZones),
      timeZones: library.timeZones, documentCount: library.documentCount,
      sharedAtomCount: library.sharedAtomCount)
    RuleChecks.check(linkedRules, library, options, &diagnostics)
  }
}
