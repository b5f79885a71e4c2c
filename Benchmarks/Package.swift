// swift-tools-version: 6.2

// Figures about Tocsin, measured from outside on the real programs, beside a peer or a limit in the same run.

import PackageDescription

let package = Package(
    name: "tocsin-benchmarks",
    targets: [.executableTarget(name: "tocsin-bench", swiftSettings: [.swiftLanguageMode(.v6)])]
)
