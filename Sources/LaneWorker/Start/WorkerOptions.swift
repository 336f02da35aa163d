import Protocol

/// The command line of a lane worker.
struct WorkerOptions: Equatable {
    /// What the command line asks for.
    enum Request: Equatable {
        case run(WorkerOptions)
        case help
        case version
    }

    /// The text of `--help`.
    static let help = """
        usage: lane-worker --lane ID --generation N --state DIR --socket PATH
                           [--lock-fd N] [--cgroup PATH]
               lane-worker copy-workspace SRC DST [--max-mib N] [--max-files N] -- PROGRAM ARG...

        Serves one lane: runs missions in process trees of their own, and keeps each result
        until the supervisor has acknowledged it. Started by lanekeeper, not by people.

          --lane ID          the lane, for example vp.coder.primary
          --generation N     which incarnation of the lane's worker this is
          --state DIR        the lane's folder: workspace, home, tmp, logs, outbox, runs
          --socket PATH      where to listen for the supervisor; at most 107 bytes
          --lock-fd N        the descriptor that holds DIR/worker.lock; without it the lock is taken
          --cgroup PATH      a delegated control group, in which each run gets one of its own
          --help, --version  print this, or the version

        copy-workspace copies the folder SRC to DST, at most 1024 MiB and 100000 files, folders and
        links unless told otherwise, and becomes PROGRAM in DST. A worker starts the runs of shadow
        copies with it.

        SIGTERM takes nothing new, lets runs end, and exits when their results are acknowledged or
        nobody is there to do so. Exit codes: 0 done, 2 usage, 6 another worker holds the lane,
        70 the lane's folder or socket cannot be used, 126 not copied or PROGRAM not executed.

        """

    var vpID: LaneID
    var generation: Generation
    var stateFolder: String
    var socketPath: String
    var lockDescriptor: Int32?
    var controlGroup: String?

    private enum Name: String, CaseIterable {
        case lane
        case generation
        case state
        case socket
        case lockFD = "lock-fd"
        case controlGroup = "cgroup"
    }

    /// Reads a command line.
    ///
    /// - Parameter arguments: What follows the program's name.
    /// - Returns: What it asks for.
    /// - Throws: `UsageError` with every problem.
    static func parse(_ arguments: [String]) throws(UsageError) -> Request {
        if arguments.contains("--help") { return .help }
        if arguments.contains("--version") { return .version }
        var problems: [String] = []
        let values = collect(arguments, into: &problems)
        let options = WorkerOptions(values, into: &problems)
        guard let options, problems.isEmpty else { throw UsageError(problems: problems) }
        return .run(options)
    }

    private static func collect(
        _ arguments: [String],
        into problems: inout [String]
    ) -> [Name: String] {
        var values: [Name: String] = [:]
        var rest = arguments[...]
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard word.hasPrefix("--"), let name = Name(rawValue: String(parts[0].dropFirst(2)))
            else {
                problems.append("\"\(word)\" is not an option")
                continue
            }
            guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                problems.append("\(parts[0]) needs a value")
                continue
            }
            if values.updateValue(value, forKey: name) != nil {
                problems.append("\(parts[0]) is given twice")
            }
        }
        return values
    }

    private init?(_ values: [Name: String], into problems: inout [String]) {
        func read<Value>(
            _ name: Name,
            _ allowed: String,
            _ convert: (String) -> Value?
        ) -> Value? {
            guard let text = values[name] else { return nil }
            let value = convert(text)
            if value == nil { problems.append("--\(name.rawValue): \"\(text)\" is not \(allowed)") }
            return value
        }
        let vpID = read(.lane, "a lane id") { LaneID($0) }
        let generation = read(.generation, "a number") { UInt64($0).map { Generation($0) } }
        let state = read(.state, "an absolute path", Self.absolutePath)
        let socket = read(.socket, "an absolute path", Self.absolutePath)
        lockDescriptor = read(.lockFD, "a descriptor from 3 on") {
            Int32($0).flatMap { $0 >= 3 ? $0 : nil }
        }
        controlGroup = read(.controlGroup, "an absolute path", Self.absolutePath)
        for name in [Name.lane, .generation, .state, .socket] where values[name] == nil {
            problems.append("--\(name.rawValue) is missing")
        }
        guard let vpID, let generation, let state, let socket else { return nil }
        self.vpID = vpID
        self.generation = generation
        stateFolder = state
        socketPath = socket
    }

    private static func absolutePath(_ text: String) -> String? {
        guard text.hasPrefix("/") else { return nil }
        let trimmed = text.reversed().drop { $0 == "/" }
        return String(trimmed.reversed())
    }
}
