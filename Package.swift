// swift-tools-version: 6.2

// Tocsin: who looks after what, who must be told, and one record both sides can verify.
//
// A folder under Sources/ is a room; CONTRIBUTING.md says what each is for. Arrows between rooms only
// point at rooms listed earlier in this file, and the pure rooms depend on nothing outside it.

import PackageDescription

let package = Package(
    name: "tocsin",
    products: [
        .executable(name: "tocsind", targets: ["tocsind"]),
        .executable(name: "tocsin", targets: ["tocsin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // System libraries: what Debian ships, with the package that brings the headers.
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Pure rooms: values in, values out. No clock, no randomness, no file, no third-party module.
        .target(name: "CivilTime"),
        .target(name: "StrictJSON"),
        .target(name: "Responsibility", dependencies: ["CivilTime"]),
        .target(name: "OnCall", dependencies: ["CivilTime"]),
        .target(name: "Presets", dependencies: ["StrictJSON"]),
        .target(
            name: "Coordination",
            dependencies: ["CivilTime", "OnCall", "Responsibility", "StrictJSON"]),

        // Digests, and the tree built on them. Pure, by way of swift-crypto.
        .target(
            name: "Hashing", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "Transparency", dependencies: ["Hashing", "StrictJSON"]),

        // Shells: each owns its threads and its failures.
        .target(name: "Threads", dependencies: ["CLinux"]),
        .target(
            name: "Ledger", dependencies: ["CLinux", "CSQLite", "Hashing", "StrictJSON", "Threads", "Transparency"]),
        .target(
            name: "Delivery", dependencies: ["CCurl", "CLinux", "Hashing", "Presets", "Threads"]),
        .target(
            name: "Intake",
            dependencies: [
                "CLinux", "CivilTime", "Coordination", "Hashing", "OnCall", "Responsibility", "StrictJSON",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "Settings",
            dependencies: [
                "CYAML", "CivilTime", "Coordination", "Hashing", "OnCall", "Presets", "Responsibility",
            ]),
        .target(
            name: "TocsinDaemon",
            dependencies: [
                "CLinux", "CivilTime", "Coordination", "Delivery", "Hashing", "Intake", "Ledger",
                "Presets", "Responsibility", "Settings", "StrictJSON", "Threads",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // Programs.
        .executableTarget(
            name: "tocsind",
            dependencies: [
                "Intake", "Settings", "TocsinDaemon",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "CommandLineTool",
            dependencies: [
                "CCurl", "CivilTime", "Coordination", "Delivery", "Hashing", "Intake", "Ledger", "Responsibility",
                "Settings", "StrictJSON", "TocsinDaemon",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(name: "tocsin", dependencies: ["CommandLineTool"]),

        // Figures about single rooms from inside; Benchmarks/Package.swift measures the programs from outside and runs it.
        .executableTarget(
            name: "tocsin-rooms", dependencies: ["CivilTime", "Coordination", "OnCall", "Responsibility"],
            path: "Benchmarks/Rooms"),

        // The coordination core on virtual time; see docs/internals/simulation.md.
        .executableTarget(
            name: "tocsin-simulate",
            dependencies: ["CivilTime", "Coordination", "OnCall", "Responsibility", "StrictJSON"],
            path: "Tests/Simulation"),

        // One folder a room. Interactions holds the stories as text; Acceptance runs the real programs against real peers.
        .target(name: "CivilTimeFixtures", dependencies: ["CivilTime"], path: "Tests/CivilTimeFixtures"),
        .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime", "CivilTimeFixtures"]),
        .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"]),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"]),
        .testTarget(name: "TransparencyTests", dependencies: ["Hashing", "Transparency"]),
        .testTarget(name: "ResponsibilityTests", dependencies: ["CivilTime", "Responsibility"]),
        .testTarget(name: "OnCallTests", dependencies: ["CivilTime", "CivilTimeFixtures", "OnCall"]),
        .testTarget(
            name: "CoordinationTests",
            dependencies: ["CivilTime", "Coordination", "OnCall", "Responsibility", "StrictJSON"]),
        .testTarget(
            name: "TimelineTests",
            dependencies: ["CivilTime", "Coordination", "OnCall", "Responsibility", "Settings", "StrictJSON"],
            path: "Tests/Timelines", exclude: ["Stories"]),
        .testTarget(
            name: "LedgerTests",
            dependencies: ["CSQLite", "Hashing", "Ledger", "StrictJSON", "Threads", "Transparency"]),
        .testTarget(name: "DeliveryTests", dependencies: ["CCurl", "CLinux", "Delivery", "Presets", "StrictJSON"]),
        .testTarget(name: "PresetsTests", dependencies: ["Presets", "StrictJSON"]),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "CivilTime", "Coordination", "Hashing", "OnCall", "Presets", "Responsibility", "Settings", "StrictJSON",
            ]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["CivilTime", "CommandLineTool", "Delivery", "Hashing", "Ledger", "StrictJSON"]),
        .testTarget(
            name: "IntakeTests",
            dependencies: [
                "CLinux", "CivilTime", "Coordination", "Hashing", "Intake", "OnCall", "Responsibility", "StrictJSON",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "TocsinDaemonTests",
            dependencies: [
                "CivilTime", "Coordination", "Hashing", "Ledger", "OnCall", "Responsibility", "StrictJSON", "Threads",
                "TocsinDaemon",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "TidyTests"),
        .testTarget(name: "AcceptanceTests"),
    ]
)

// One set of rules for every target of ours. System libraries have no Swift code to set rules for.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .treatAllWarnings(as: .error),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
