/// A form of code that must not appear in some files.
struct BannedPattern: Rule {
    /// The files in which a form is banned.
    enum Scope {
        /// Swift files of pure targets.
        case pure
        /// Swift files of all targets under `Sources`.
        case sources
        /// Files of state machines in `ControlPlane` and `LaneCore`.
        case machines
        /// All Swift files, tests included; comments are searched, not code.
        case comments

        /// A path inside of the scope, for the rule's own examples.
        var samplePath: String {
            switch self {
            case .pure: "Sources/Protocol/Sample.swift"
            case .sources: "Sources/Supervisor/Sample.swift"
            case .machines: "Sources/LaneCore/SampleMachine.swift"
            case .comments: "Tests/SystemTests/SampleTests.swift"
            }
        }

        /// Whether `file` is in the scope.
        func contains(_ file: SourceFile) -> Bool {
            guard file.isSwift else { return false }
            switch self {
            case .pure: return PureTargets.contains(file)
            case .sources: return file.target != nil
            case .machines: return Self.isMachine(file)
            case .comments: return true
            }
        }

        private static func isMachine(_ file: SourceFile) -> Bool {
            let baseName = file.name.split(separator: "+")[0].split(separator: ".")[0]
            return ["ControlPlane", "LaneCore"].contains(file.target)
                && baseName.hasSuffix("Machine")
        }
    }

    /// What the form is called in findings.
    let name: String

    /// A regular expression over code (over comments in scope `comments`).
    let pattern: String

    /// Where it is banned.
    let scope: Scope

    /// What goes wrong with it, or what to write instead.
    let reason: String

    /// Source text that has the form; each must be found.
    let offenders: [String]

    /// Source text that looks similar and is right.
    let innocents: [String]

    /// Paths where the form is allowed.
    var exceptions: [String] = []

    var counterexamples: [SourceTree] {
        offenders.map { SourceTree([scope.samplePath: $0 + "\n"]) }
    }

    var examples: [SourceTree] {
        innocents.map { SourceTree([scope.samplePath: $0 + "\n"]) }
    }

    func findings(in tree: SourceTree) -> [Finding] {
        let expression = Pattern(pattern)
        let files = tree.files.filter { scope.contains($0) && !exceptions.contains($0.path) }
        return files.flatMap { file in
            let text = scope == .comments ? file.comments : file.code
            return expression.matches(in: text).map { match in
                Finding(path: file.path, line: match.line, message: "\(name): \(reason)")
            }
        }
    }
}
