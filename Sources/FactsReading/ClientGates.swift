package import Diagnostics
package import PolicyEngine
package import PolicyModel

/// The gates of a library's clients, made when they are first asked for.
///
/// From the second client on they share one index.
package struct ClientGates: Sendable {
  private let library: CompiledLibrary
  /// The client that is asked for, for requests that name none.
  private let chosen: String?
  private var gates: [String: Gate] = [:]
  private var shared: SharedGates?

  package init(library: CompiledLibrary, client: String?) {
    self.library = library
    chosen = client
  }

  /// The gate of the client that a request names, or that was chosen for it.
  ///
  /// Errors: `no-client`, `unknown-client`, `two-clients`, at the range given.
  package mutating func gate(
    named stated: String?, at range: SourceRange?
  ) throws(ClientProblem) -> Gate {
    if let stated, let chosen, stated != chosen {
      throw ClientProblem(.twoClients(stated, chosen, range))
    }
    guard let id = stated ?? chosen else { throw ClientProblem(.noClient(library, range)) }
    if let gate = gates[id] { return gate }
    guard let client = library.client(named: id) else {
      throw ClientProblem(.unknownClient(id, library, range))
    }
    if !gates.isEmpty, shared == nil { shared = SharedGates(library) }
    let gate = shared?.gate(of: client) ?? Gate(library: library, client: client)
    gates[id] = gate
    return gate
  }
}

/// A request that no client stands behind, or two.
package struct ClientProblem: Error {
  package let diagnostic: Diagnostic

  fileprivate init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}

extension DiagnosticCode {
  package static let noClient = DiagnosticCode("no-client")
  package static let unknownClient = DiagnosticCode("unknown-client")
  package static let twoClients = DiagnosticCode("two-clients")
}

extension Diagnostic {
  fileprivate static func noClient(_ library: CompiledLibrary, _ range: SourceRange?) -> Diagnostic
  {
    let known = library.clients.map(\.id).listed
    return Diagnostic(
      .noClient, "nobody says whose action this is", at: range,
      help: known.isEmpty
        ? "the library has no client: write a document `client: ID` that adopts policies"
        : "state `client`, or give `--client`; the library knows \(known)")
  }

  fileprivate static func unknownClient(
    _ id: String, _ library: CompiledLibrary, _ range: SourceRange?
  ) -> Diagnostic {
    let ids = library.clients.map(\.id)
    let nearest = Suggestion.nearest(to: id, in: ids)
    let known = ids.isEmpty ? "none" : ids.listed
    return Diagnostic(
      .unknownClient, "no client is named `\(id)`", at: range,
      help: nearest.map { "did you mean `\($0)`?" } ?? "the library knows \(known)")
  }

  fileprivate static func twoClients(
    _ stated: String, _ chosen: String, _ range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .twoClients, "the facts name the client `\(stated)`, but `\(chosen)` is asked for",
      at: range, help: "leave one of them out")
  }
}

extension [String] {
  /// The first few in backticks, and how many more there are.
  fileprivate var listed: String {
    let most = 10
    let named = prefix(most).map { "`\($0)`" }.joined(separator: ", ")
    return count > most ? "\(named) and \(count - most) more" : named
  }
}
