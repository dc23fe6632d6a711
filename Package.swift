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
    name: name, dependencies: dependencies + ["TestSupport"],
    exclude: [], swiftSettings: settings)
}

let package = Package(
  name: "scruple",
  products: [
    .executable(name: "scruple", targets: ["scruple"]),
    .library(name: "CEL", targets: ["CEL"]),
  ],
  dependencies: [
    // 19 CPU seconds of a clean debug build.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    target("Diagnostics"),
    target("DocumentTree", ["Diagnostics", "CYAML"]),
    target("CEL", ["Diagnostics", "CRE2"]),
    target("PolicyModel", ["CEL", "Diagnostics"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
