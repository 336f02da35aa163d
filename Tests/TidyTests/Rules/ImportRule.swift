/// Each target imports exactly what the architecture's graph of targets lets it import.
struct ImportRule: Rule {
    let name = "imports"

    /// Files that may import Foundation or FoundationEssentials, with the reason.
    private let exceptionsPath = "Tests/TidyTests/foundation.txt"

    /// The one file of a pure target that may turn JSON text into values with a library.
    private let jsonPath = "Sources/Protocol/Wire/JSONLine.swift"

    /// What each target may import; pure targets come first.
    private let allowedModules: [String: [String]] = [
        "DataStructures": [],
        "Protocol": ["DataStructures"],
        "ControlPlane": ["DataStructures", "Protocol"],
        "LaneCore": ["DataStructures", "Protocol"],
        "Simulation": ["ControlPlane", "DataStructures", "LaneCore", "Protocol"],
        "System": ["CLinux", "Glibc", "Protocol"],
        "SQLite": ["CSQLite"],
        "Supervisor": ["ControlPlane", "DataStructures", "Protocol", "SQLite", "System"],
        "LaneWorker": ["DataStructures", "LaneCore", "Protocol", "System"],
        "LaneControl": ["ControlPlane", "DataStructures", "Protocol", "System"],
        "Harness": ["Protocol", "SQLite", "System"],
        "LoadHarness": [
            "ControlPlane", "DataStructures", "Harness", "Protocol", "SQLite", "System",
        ],
        "Benchmark": [
            "ControlPlane", "DataStructures", "Harness", "Protocol", "SQLite", "System",
        ],
        "SimulationRunner": [
            "ControlPlane", "DataStructures", "LaneCore", "Protocol", "Simulation", "System",
        ],
        "FakeRuntime": ["Protocol", "System"],
    ]

    /// An import at the start of a line, with or without attributes, access level and kind.
    private let importPattern =
        #"^[ \t]*(?:@\w+[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?import"#
        + #"[ \t]+(?:(?:struct|class|enum|protocol|typealias|func|var|let)[ \t]+)?(\w+)"#

    var counterexamples: [SourceTree] {
        [
            SourceTree(["Sources/Protocol/A.swift": "import Glibc\n"]),
            SourceTree(["Sources/Protocol/A.swift": "import FoundationEssentials\n"]),
            SourceTree([jsonPath: "import Foundation\n"]),
            SourceTree(["Sources/ControlPlane/A.swift": "  public import struct LaneCore.Run\n"]),
            SourceTree(["Sources/DataStructures/A.swift": "@preconcurrency import Dispatch\n"]),
            SourceTree(["Sources/LaneWorker/A.swift": "import SQLite\n"]),
            SourceTree(["Sources/Supervisor/A.swift": "internal import CLinux\n"]),
            SourceTree(["Sources/Supervisor/A.swift": "import Foundation\n"]),
            SourceTree(["Sources/Unheard/A.swift": "import System\n"]),
            SourceTree([
                "Sources/Supervisor/A.swift": "import System\n",
                exceptionsPath: "Sources/Supervisor/A.swift once read JSON\n",
            ]),
            SourceTree([
                "Sources/ControlPlane/A.swift": "import FoundationEssentials\n",
                exceptionsPath: "Sources/ControlPlane/A.swift reads JSON\n",
            ]),
        ]
    }

    var examples: [SourceTree] {
        [
            SourceTree(["Sources/System/A.swift": "import CLinux\nimport Glibc\n"]),
            SourceTree([jsonPath: "internal import FoundationEssentials\n"]),
            SourceTree(["Sources/Protocol/A.swift": "// import Glibc\nlet a = \"import Glibc\"\n"]),
            SourceTree([
                "Sources/Supervisor/A.swift": "import FoundationEssentials\n",
                exceptionsPath: "# why\nSources/Supervisor/A.swift reads JSON with comments\n",
            ]),
        ]
    }

    func findings(in tree: SourceTree) -> [Finding] {
        let pattern = Pattern(importPattern)
        let exceptions = ExceptionList(path: exceptionsPath, in: tree)
        var findings = exceptions.findings
        var usedExceptions: Set<String> = []
        for file in tree.files where file.isSwift {
            guard let target = file.target else { continue }
            guard let allowed = allowedModules[target] else {
                let message = "target \(target) has no row in ImportRule; give it one"
                findings.append(Finding(path: file.path, line: 0, message: message))
                continue
            }
            for (line, module) in pattern.matches(in: file.code) where !allowed.contains(module) {
                if isFoundation(module), mayUseFoundation(file, exceptions: exceptions) {
                    usedExceptions.insert(file.path)
                } else if file.path != jsonPath || module != "FoundationEssentials" {
                    let message = refusal(of: module, in: target, allowed: allowed)
                    findings.append(Finding(path: file.path, line: line, message: message))
                }
            }
        }
        return findings + stale(exceptions, used: usedExceptions)
    }

    private func isFoundation(_ module: String) -> Bool {
        ["Foundation", "FoundationEssentials"].contains(module)
    }

    /// Pure targets have no exceptions but the one file named above.
    private func mayUseFoundation(_ file: SourceFile, exceptions: ExceptionList) -> Bool {
        !PureTargets.contains(file) && exceptions.entries.contains { $0.path == file.path }
    }

    private func refusal(of module: String, in target: String, allowed: [String]) -> String {
        let list = allowed.isEmpty ? "nothing" : allowed.joined(separator: ", ")
        let hint = isFoundation(module) ? "; exceptions are listed in \(exceptionsPath)" : ""
        return "\(target) may not import \(module) (it may import \(list)\(hint))"
    }

    private func stale(_ exceptions: ExceptionList, used: Set<String>) -> [Finding] {
        exceptions.entries.filter { !used.contains($0.path) }.map { entry in
            let message = "\(entry.path) does not use the exception; remove the entry"
            return Finding(path: exceptions.path, line: entry.line, message: message)
        }
    }
}
