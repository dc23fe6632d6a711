// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A target of ours: the layers stand in docs/architecture.md, `ArchitectureTests` holds them.
func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: excluded[name] ?? [], swiftSettings: settings)
}

/// Golden files are read from where they stand.
let excluded: [String: [String]] = [
  "DiagnosticsTests": ["Cases"], "CommandTests": ["Cases"],
  "PolicyCatalogueTests": ["Cases"], "AudienceSQLTests": ["warehouse.py"],
]

let library: [Target.Dependency] = [
  "Diagnostics", "DocumentTree", "CEL", "PolicyModel", "PolicyEngine", "PolicyCompiler",
  "FactsReading",
]

/// `make docs` alone needs the plugin; users of `CEL` need not fetch it.
let documentation: [Package.Dependency] =
  Context.environment["SCRUPLE_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let package = Package(
  name: "scruple",
  products: [
    .executable(name: "scruple", targets: ["scruple"]),
    .library(name: "CEL", targets: ["CEL", "Diagnostics"]),
    .executable(name: "benchmarks", targets: ["benchmarks"]),
    .executable(name: "conformance", targets: ["conformance"]),
    .executable(name: "cel-benchmarks", targets: ["cel-benchmarks"]),
  ],
  dependencies: [
    // 19 CPU seconds of a clean debug build.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ] + documentation,
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    target("Diagnostics"),
    target("DocumentTree", ["Diagnostics", "CYAML", "CExpat"]),
    target("SharedStorage"),
    target("CEL", ["Diagnostics", "SharedStorage", "CRE2"]),
    target("PolicyModel", ["CEL", "SharedStorage", "Diagnostics"]),
    target("PolicyEngine", ["PolicyModel", "CEL", "SharedStorage", "Diagnostics"]),
    target(
      "PolicyCompiler",
      ["PolicyEngine", "PolicyModel", "CEL", "DocumentTree", "Diagnostics", "CCrypto"]),
    target(
      "FactsReading",
      ["PolicyEngine", "PolicyModel", "CEL", "DocumentTree", "SharedStorage", "Diagnostics"]),
    target(
      "AudienceEvaluation",
      ["FactsReading", "PolicyEngine", "PolicyModel", "CEL", "DocumentTree", "Diagnostics"]),
    target(
      "AudienceSQL",
      ["AudienceEvaluation", "FactsReading", "PolicyEngine", "PolicyModel", "CEL", "Diagnostics"]),
    target("DecisionWriting", ["PolicyModel", "CEL", "Diagnostics"]),
    target("ExpressionTrial", ["CEL", "DocumentTree", "Diagnostics"]),
    target(
      "WorkflowLinting", ["PolicyEngine", "PolicyModel", "CEL", "DocumentTree", "Diagnostics"]),
    target("PolicyTesting", library + ["WorkflowLinting"]),
    target("PolicyVerification", library),
    target("PolicyCatalogue", library + ["PolicyTesting"]),
    .executableTarget(
      name: "scruple",
      dependencies: library + [
        "AudienceEvaluation", "AudienceSQL", "DecisionWriting", "PolicyTesting", "PolicyCatalogue",
        "PolicyVerification", "ExpressionTrial", "WorkflowLinting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    .target(name: "AllocationCount", path: "Tests/AllocationCount"),
    .executableTarget(
      name: "benchmarks",
      dependencies: library + ["AudienceEvaluation", "WorkflowLinting", "AllocationCount"],
      path: "Tests/Benchmarks", exclude: ["scenario_library.py", "audience.py"],
      swiftSettings: settings),
    .target(
      name: "ConformanceSuite", dependencies: ["CEL", "Diagnostics"],
      path: "Tests/ConformanceSuite", swiftSettings: settings),
    .executableTarget(
      name: "conformance", dependencies: ["ConformanceSuite"], path: "Tests/Conformance",
      swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: library, path: "Tests/TestSupport",
      swiftSettings: settings),
    .executableTarget(
      name: "cel-benchmarks", dependencies: ["CEL", "Diagnostics", "AllocationCount"],
      path: "Tests/CELBenchmarks", exclude: ["compare.py"], swiftSettings: settings),
    tests("CELTests", ["CEL", "Diagnostics", "ConformanceSuite"]),
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("ShippedLibraryTests", library + ["PolicyCatalogue"]),
    tests("DocumentTreeTests", ["DocumentTree", "Diagnostics"]),
    tests("PolicyCompilerTests", library + ["TestSupport"]),
    tests("FactsReadingTests", library + ["TestSupport"]),
    tests("PolicyTestingTests", library + ["PolicyTesting"]),
    tests("WorkflowLintingTests", library + ["WorkflowLinting", "TestSupport"]),
    tests("PolicyVerificationTests", library + ["PolicyVerification", "TestSupport"]),
    tests("PolicyCatalogueTests", library + ["PolicyTesting", "PolicyCatalogue"]),
    tests("CommandTests", []),
    tests("ArchitectureTests", []),
    tests(
      "DocumentationTests", library + ["AudienceEvaluation", "PolicyTesting", "DecisionWriting"]),
    tests("PolicyEngineTests", library + ["TestSupport"]),
    tests("AudienceEvaluationTests", library + ["AudienceEvaluation", "TestSupport"]),
    tests("AudienceSQLTests", library + ["AudienceEvaluation", "AudienceSQL", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
