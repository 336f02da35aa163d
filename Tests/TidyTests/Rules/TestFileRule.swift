/// Every source file has a test file of its name, or an entry that says why not.
///
/// `Sources/T/Name.swift` is tested by a `NameTests.swift` anywhere in `Tests`. A file of an aspect,
/// `Name+Aspect.swift`, may share the test file of its type. A file that only declares data (cases,
/// stored properties, plain initialisers) has nothing that could be wrong without its users.
struct TestFileRule: Rule {
    let name = "a test file for each source file"

    /// Files without a test file of their name, with the reason.
    private let exceptionsPath = "Tests/TidyTests/untested.txt"

    /// What a file of data does not have: functions, choices, loops, computed properties.
    private let decision = Pattern(
        #"\b(?:func|if|guard|switch|for|while|repeat|subscript|throw)\b|\binit\?"#
            + #"|\bvar\s+\w+\s*:[^={\n]+\{"#
    )

    var counterexamples: [SourceTree] {
        [
            SourceTree(["Sources/System/A.swift": "func a() {}\n"]),
            SourceTree(["Sources/System/A.swift": "extension A {\n    var b: Int { 1 }\n}\n"]),
            SourceTree(["Sources/System/main.swift": "run()\n"]),
            SourceTree(["Sources/System/A+B.swift": "func a() {}\n", "Tests/T/BTests.swift": "\n"]),
            SourceTree([exceptionsPath: "Sources/System/Gone.swift has no decisions\n"]),
            SourceTree([
                "Sources/System/A.swift": "func a() {}\n",
                "Tests/SystemTests/ATests.swift": "\n",
                exceptionsPath: "Sources/System/A.swift has no decisions\n",
            ]),
            SourceTree([
                "Sources/System/A.swift": "func a() {}\n",
                exceptionsPath: "Sources/System/A.swift\n",
            ]),
        ]
    }

    var examples: [SourceTree] {
        [
            SourceTree([
                "Sources/System/A.swift": "func a() {}\n", "Tests/T/Deep/ATests.swift": "\n",
            ]),
            SourceTree(["Sources/System/A+B.swift": "func a() {}\n", "Tests/T/ATests.swift": "\n"]),
            SourceTree(["Sources/System/System.swift": "// An essay: if and for.\n"]),
            SourceTree(["Sources/System/A.swift": "enum A {\n    case b\n    var c = 1\n}\n"]),
            SourceTree([
                "Sources/System/main.swift": "func a() {}\n",
                exceptionsPath: "# why\n\nSources/System/main.swift calls one function\n",
            ]),
        ]
    }

    func findings(in tree: SourceTree) -> [Finding] {
        let exceptions = ExceptionList(path: exceptionsPath, in: tree)
        let tests = Set(tree.files.filter { $0.path.hasPrefix("Tests/") }.map(\.name))
        var findings = exceptions.findings
        for file in tree.files where isTestable(file) {
            let testName = testNames(for: file).first { tests.contains($0) }
            let entry = exceptions.entries.first { $0.path == file.path }
            switch (testName, entry) {
            case (nil, nil):
                let message = "no \(testNames(for: file)[0]) and no entry in \(exceptionsPath)"
                findings.append(Finding(path: file.path, line: 0, message: message))
            case (let testName?, let entry?):
                let message = "\(file.path) has \(testName) by now; remove the entry"
                findings.append(Finding(path: exceptionsPath, line: entry.line, message: message))
            case (_?, nil), (nil, _?):
                break
            }
        }
        return findings
    }

    /// Whether `file` computes or decides anything.
    private func isTestable(_ file: SourceFile) -> Bool {
        guard file.target != nil, file.isSwift else { return false }
        return file.name == "main.swift" || !decision.matches(in: file.code).isEmpty
    }

    private func testNames(for file: SourceFile) -> [String] {
        let baseName = String(file.name.dropLast(".swift".count))
        let typeName = baseName.prefix { $0 != "+" }
        return [baseName + "Tests.swift", typeName + "Tests.swift"]
    }
}
