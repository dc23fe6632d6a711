import Diagnostics
import DocumentTree
import Synchronization

/// A library's documents as trees: what decides needs none, so whoever changes policies has them read
/// again.
///
/// Of 10,000 rules the trees take 30 MB.
final class DocumentTrees: Sendable {
  private let files: [SourceFile]
  private let read = Mutex<Trees?>(nil)

  struct Trees: Sendable {
    /// By policy's id; of two with one id the first.
    var policies: [String: Node] = [:]
    /// By client's id, alike.
    var clients: [String: Node] = [:]
    var vocabularies: [Node] = []
  }

  /// Files that were read before, in the order of the library.
  init(_ files: [SourceFile]) { self.files = files }

  var trees: Trees {
    read.withLock { read in
      if let read { return read }
      var trees = Trees()
      var diagnostics: [Diagnostic] = []
      for node in files.flatMap({ LibraryCompiler.reader.readYAML($0, &diagnostics) }) {
        guard let first = node.entries?.first else { continue }
        switch first.name {
        case "vocabulary": trees.vocabularies.append(node)
        case "policy":
          guard let id = first.value.scalar?.text, trees.policies[id] == nil else { continue }
          trees.policies[id] = node
        case "client":
          guard let id = first.value.scalar?.text, trees.clients[id] == nil else { continue }
          trees.clients[id] = node
        default: continue
        }
      }
      read = trees
      return trees
    }
  }
}
