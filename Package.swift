// swift-tools-version: 6.2
import PackageDescription

/// Settings for every target: Swift 6 mode, no warnings.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Settings for targets that must not touch the outside world.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]

let package = Package(
    name: "lanekeeper",
    products: [
        .executable(name: "lanekeeper", targets: ["Supervisor"]),
        .executable(name: "lane-worker", targets: ["LaneWorker"]),
        .executable(name: "lanectl", targets: ["LaneControl"]),
        .executable(name: "lanesim", targets: ["SimulationRunner"]),
        .executable(name: "fake-runtime", targets: ["FakeRuntime"]),
        .executable(name: "lanebench", targets: ["Benchmark"]),
        .executable(name: "laneload", targets: ["LoadHarness"]),
    ],
    targets: [
        // World: the only targets that touch the kernel and SQLite.
        .target(
            name: "CLinux",
            cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-Wall", "-Werror"])]
        ),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "System", dependencies: ["CLinux", "Protocol"], swiftSettings: strict),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: strict),
        // Pure: values in, values out.
        .target(name: "DataStructures", swiftSettings: pure),
        .target(name: "Protocol", dependencies: ["DataStructures"], swiftSettings: pure),
        .target(
            name: "ControlPlane",
            dependencies: ["DataStructures", "Protocol"],
            swiftSettings: pure
        ),
        .target(
            name: "LaneCore",
            dependencies: ["DataStructures", "Protocol"],
            swiftSettings: pure
        ),
        .target(
            name: "Simulation",
            dependencies: ["ControlPlane", "DataStructures", "LaneCore", "Protocol"],
            swiftSettings: pure
        ),
        // Shells: processes.
        .executableTarget(
            name: "Supervisor",
            dependencies: ["ControlPlane", "DataStructures", "Protocol", "SQLite", "System"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "LaneWorker",
            dependencies: ["DataStructures", "LaneCore", "Protocol", "System"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "LaneControl",
            dependencies: ["ControlPlane", "DataStructures", "Protocol", "System"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "SimulationRunner",
            dependencies: ["DataStructures", "Protocol", "Simulation", "System"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "FakeRuntime",
            dependencies: ["Protocol", "System"],
            swiftSettings: strict
        ),
        .target(
            name: "Harness",
            dependencies: ["Protocol", "SQLite", "System"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Benchmark",
            dependencies: [
                "ControlPlane", "DataStructures", "Harness", "Protocol", "SQLite", "System",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "LoadHarness",
            dependencies: [
                "ControlPlane", "DataStructures", "Harness", "Protocol", "SQLite", "System",
            ],
            swiftSettings: strict
        ),
        // Tests.
        .testTarget(
            name: "LedgerConformance",
            dependencies: ["ControlPlane", "DataStructures", "Protocol"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SupervisorTests",
            dependencies: [
                "ControlPlane", "DataStructures", "IntegrationSupport", "LedgerConformance",
                "Protocol", "SQLite", "Supervisor", "System",
            ],
            exclude: ["Ledger/Fixtures", "Ledger/Schema"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DataStructuresTests",
            dependencies: ["DataStructures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ProtocolTests",
            dependencies: ["DataStructures", "Protocol"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SystemTests",
            dependencies: ["Protocol", "System"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SQLiteTests",
            dependencies: ["CSQLite", "SQLite"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ControlPlaneTests",
            dependencies: ["ControlPlane", "DataStructures", "Protocol"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LaneCoreTests",
            dependencies: ["DataStructures", "LaneCore", "Protocol"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LaneWorkerTests",
            dependencies: ["DataStructures", "LaneCore", "LaneWorker", "Protocol", "System"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "ControlPlane", "DataStructures", "IntegrationSupport", "LaneCore",
                "LedgerConformance", "Protocol", "Simulation", "SimulationRunner",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TidyTests",
            exclude: ["foundation.txt", "untested.txt"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LaneControlTests",
            dependencies: ["DataStructures", "LaneControl", "Protocol", "System"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HarnessTests",
            dependencies: ["Harness", "IntegrationSupport", "Protocol", "SQLite", "System"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "BenchmarkTests",
            dependencies: ["Benchmark", "Harness", "Protocol"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LoadHarnessTests",
            dependencies: [
                "ControlPlane", "DataStructures", "Harness", "IntegrationSupport", "LoadHarness",
                "Protocol", "SQLite", "System",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ThresholdTests",
            dependencies: ["Benchmark", "Harness", "IntegrationSupport", "Protocol", "System"],
            path: "Tests/Thresholds",
            exclude: ["noop.json", "queue.json", "shell.json"],
            swiftSettings: strict
        ),
        .testTarget(name: "DeployTests", swiftSettings: strict),
        .testTarget(
            name: "DocsTests",
            dependencies: [
                "IntegrationSupport", "LaneControl", "LaneCore", "LoadHarness", "Protocol",
                "Supervisor", "System",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "IntegrationSupport",
            dependencies: ["Protocol", "SQLite", "System"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ChaosTests",
            dependencies: ["DataStructures", "IntegrationSupport", "Protocol", "System"],
            exclude: ["configuration.json"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["DataStructures", "IntegrationSupport", "Protocol", "SQLite", "System"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FakeRuntimeTests",
            dependencies: ["FakeRuntime", "Protocol", "System"],
            swiftSettings: strict
        ),
    ]
)
