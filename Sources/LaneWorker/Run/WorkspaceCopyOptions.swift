import System

/// The command line of `lane-worker copy-workspace`.
struct WorkspaceCopyOptions: Equatable {
    /// How much a copy may come to where nobody asks for something else.
    ///
    /// A copy that is larger costs more of the disk, and of the time before its run begins, than a
    /// comparison is worth.
    static let bounds = TreeCopyBounds(mebibyteCountMax: 1_024, entryCountMax: 100_000)

    /// The folder to copy.
    var source: String
    /// The copy.
    var destination: String
    /// How much it may come to.
    var bounds: TreeCopyBounds
    /// The program to execute in it, and its arguments; never empty.
    var argv: [String]

    /// The words after the program's name.
    var arguments: [String] {
        [
            WorkspaceCopyProgram.word, source, destination,
            "--max-mib", "\(bounds.mebibyteCountMax)", "--max-files", "\(bounds.entryCountMax)",
            "--",
        ] + argv
    }

    /// Describes a copy within the usual bounds.
    init(of source: String, at destination: String, thenRunning argv: [String]) {
        self.source = source
        self.destination = destination
        bounds = Self.bounds
        self.argv = argv
    }

    /// Reads what follows the word `copy-workspace`.
    ///
    /// - Throws: `UsageError` with every problem.
    init(parsing words: ArraySlice<String>) throws(UsageError) {
        let end = words.firstIndex(of: "--") ?? words.endIndex
        var problems: [String] = []
        var paths: [String] = []
        bounds = Self.bounds
        var rest = words[..<end]
        while let word = rest.popFirst() {
            switch word {
            case "--max-mib":
                let value = Self.number(word, rest.popFirst(), &problems)
                if let value { bounds.mebibyteCountMax = UInt64(value) }
            case "--max-files":
                let value = Self.number(word, rest.popFirst(), &problems)
                if let value { bounds.entryCountMax = value }
            case _ where word.hasPrefix("/"): paths.append(word)
            default: problems.append("\"\(word)\" is neither an option nor an absolute path")
            }
        }
        argv = Array(words[end...].dropFirst())
        if paths.count != 2 { problems.append("two folders are needed, not \(paths.count)") }
        if argv.isEmpty { problems.append("there is no program after \"--\"") }
        guard problems.isEmpty else { throw UsageError(problems: problems) }
        source = paths[0]
        destination = paths[1]
    }

    private static func number(
        _ option: String,
        _ text: String?,
        _ problems: inout [String]
    ) -> Int? {
        guard let text else {
            problems.append("\(option) needs a value")
            return nil
        }
        if let value = Int(text), (0...1_000_000_000).contains(value) { return value }
        problems.append("\(option): \"\(text)\" is not a number from 0 to 1000000000")
        return nil
    }
}
