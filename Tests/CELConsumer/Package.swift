// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "cel-consumer",
  dependencies: [.package(name: "scruple", path: "../..")],
  targets: [
    .executableTarget(
      name: "consumer", dependencies: [.product(name: "CEL", package: "scruple")],
      path: "Sources")
  ]
)
