package import PolicyCompiler
import PolicyModel
package import PolicyTesting

/// The library as a static site: pages that need no server, no network and no clock.
package struct Site: Sendable {
  /// Sorted by path; the same library gives the same bytes.
  package let files: [File]

  package struct File: Sendable {
    /// From the site's folder, `rules/gdpr/consent-on-record.html`.
    package let path: String
    package let text: String
  }

  /// Of all but what only tests need; paths of files are shown from the `roots` on.
  ///
  /// Nil where the library has mistakes.
  package init?(_ compilation: Compilation, _ suites: [TestSuite], roots: [String] = []) {
    guard let relinker = compilation.relinker else { return nil }
    let source = SiteSource(relinker.library, relinker, suites, roots: roots)
    let library = source.library
    let bodies = source.bodies()
    var pages = [SiteHome(source: source).page]
    pages += source.policies.map { SitePolicy(source: source, number: $0, bodies: bodies).page }
    pages += source.rules.map { SiteRule(source: source, number: $0, bodies: bodies).page }
    pages += SiteVocabulary(source: source, bodies: bodies).pages
    pages += SiteClient(source: source).pages + [SiteDates(source: source).page]
    var files = pages.map { File(path: $0.path, text: $0.html(library.identity)) }
    files.append(File(path: SiteLinks.style, text: SiteStyle.text))
    files.append(File(path: SiteLinks.script, text: SiteScript.text))
    files.append(File(path: SiteLinks.searchIndex, text: SiteSearch(source: source).script))
    self.files = files.sorted { $0.path < $1.path }
  }
}
