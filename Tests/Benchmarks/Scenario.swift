import Diagnostics
import DocumentTree
import FoundationEssentials
import Glibc
import PolicyCompiler
import PolicyEngine
import PolicyModel

/// The neutral scenario as a library and facts of ours, made by `scenario_library.py`.
struct Scenario {
  let files: [SourceFile]
  let requests: [SourceFile]
  /// The verdict and the broken rules of each request, apart by blanks.
  let expected: [String]

  /// Nil, with a word to the reader, where the generator is not found or fails.
  init?(rules: Int, requests count: Int) {
    let shared = unsafe getenv("SCRUPLE_SHARED").map { unsafe String(cString: $0) } ?? "../shared"
    let generator = shared + "/bench/scenario.py"
    let folder = ".build/bench-\(rules)-\(count)"
    let script = "Tests/Benchmarks/scenario_library.py"
    guard unsafe access(generator, R_OK) == 0 else {
      print("skipped: no scenario at \(generator); SCRUPLE_SHARED names the folder")
      return nil
    }
    // Ten thousand rules take minutes to make; the same arguments give the same files.
    let command = """
      test \(folder)/made -nt \(script) -a \(folder)/made -nt \(generator) || {
      python3 \(script) \(generator) --rules \(rules) --requests \(count) --out \(folder) \
      && touch \(folder)/made; }
      """
    guard unsafe system(command) == 0 else {
      print("skipped: `\(command)` failed")
      return nil
    }
    var diagnostics: [Diagnostic] = []
    let reader = DocumentReader(limits: ReadingLimits(bytes: 64 << 20), nulls: .refused)
    files = ["vocabulary.yaml", "policy.yaml"].compactMap {
      reader.load(path: folder + "/" + $0, &diagnostics)
    }
    self.requests = Self.lines(folder + "/requests.ndjson").enumerated().map {
      SourceFile(path: "request \($0 + 1)", text: $1)
    }
    expected = Self.lines(folder + "/expected.ndjson")
  }

  private static func lines(_ path: String) -> [String] {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
