import System

/// The command line of the benchmark.
struct BenchmarkOptions: Equatable {
    /// What the command line asks for.
    enum Request: Equatable {
        case run(BenchmarkOptions)
        case help
        /// Wait for a signal: the process whose memory stands beside an idle worker's.
        case idle
    }

    /// A command line that cannot be understood.
    struct UsageError: Error, Equatable {
        let message: String
    }

    static let help = """
        usage: lanebench [--quick] [--runs N] [--programs DIR] [--directory DIR] [--json FILE]
                         [--peers DIR --clients DIR] [--verbose] [NAME...]

        Measures Lanekeeper beside the bare limits of this machine, and prints a table.

          NAME             what to measure (all): \(MeasureName.list)
          --quick          one run with few samples: shows that it works, proves nothing
          --runs N         how many runs the medians are of, 1 to 99 (5)
          --programs DIR   where lanekeeper and lane-worker are (beside this program)
          --directory DIR  where instances keep their ledgers: the disk that is measured (/tmp)
          --json FILE      writes the figures there too
          --peers DIR      where other queues and supervisors are, to stand beside ours; what is
                           not there is left out (script/bench --peers puts them there)
          --clients DIR    where their clients in Python are; with --peers only
          --verbose        shows the log of every supervisor that is measured

        Exit codes: 0 every target is met, 1 one is missed, 2 usage, 70 a measure failed.

        """

    var names: [MeasureName] = MeasureName.allCases
    var isQuick = false
    var runCount = 5
    var programs: String?
    var directory = "/tmp"
    var json: String?
    var peers: String?
    var clients: String?
    var isVerbose = false

    /// Reads a command line.
    ///
    /// - Parameter arguments: What follows the program's name.
    /// - Returns: What it asks for.
    /// - Throws: `UsageError` with one line.
    static func parse(_ arguments: [String]) throws(UsageError) -> Request {
        if arguments == ["idle"] { return .idle }
        if arguments.contains("--help") { return .help }
        var options = BenchmarkOptions()
        var names: [MeasureName] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                names.append(try name(word))
                continue
            }
            try options.take(word, &rest)
        }
        if !names.isEmpty { options.names = names }
        guard (options.peers == nil) == (options.clients == nil) else {
            throw UsageError(message: "--peers and --clients go together")
        }
        return .run(options)
    }

    private static func name(_ word: String) throws(UsageError) -> MeasureName {
        guard let name = MeasureName(rawValue: word) else {
            throw UsageError(message: "unknown measure \"\(word)\" (\(MeasureName.list))")
        }
        return name
    }

    private mutating func take(
        _ word: String,
        _ rest: inout ArraySlice<String>
    ) throws(UsageError) {
        func value() throws(UsageError) -> String {
            guard let value = rest.popFirst(), !value.isEmpty else {
                throw UsageError(message: "\(word) needs a value")
            }
            return value
        }
        switch word {
        case "--quick":
            isQuick = true
            runCount = 1
        case "--runs":
            guard let count = Int(try value()), (1...99).contains(count) else {
                throw UsageError(message: "--runs takes a number from 1 to 99")
            }
            runCount = count
        case "--programs": programs = try value()
        case "--directory": directory = try value()
        case "--json": json = try value()
        case "--peers": peers = try value()
        case "--clients": clients = try value()
        case "--verbose": isVerbose = true
        default: throw UsageError(message: "unknown option \"\(word)\"")
        }
    }
}
