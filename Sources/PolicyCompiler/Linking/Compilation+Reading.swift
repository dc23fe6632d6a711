package import Diagnostics

extension Compilation {
  /// The same with what was found wrong while its files were read.
  ///
  /// What cannot be read is as much a mistake of the library as what is read: an error takes the
  /// library away.
  package func preceded(by found: [Diagnostic]) -> Compilation {
    guard !found.isEmpty else { return self }
    let hasError = found.contains { $0.severity == .error }
    return Compilation(
      library: hasError ? nil : library, relinker: hasError ? nil : relinker,
      clients: hasError ? nil : clients, diagnostics: found + diagnostics, tests: tests,
      documentCount: documentCount)
  }
}
