import System

/// The command line of the supervisor.
struct SupervisorOptions: Equatable {
    /// What the command line asks for.
    enum Request: Equatable {
        case run(SupervisorOptions)
        /// Copies the ledger at one path to another; the supervisor starts itself so.
        case copyLedger(from: String, to: String)
        case help
        case version
    }

    /// A command line that cannot be understood.
    struct UsageError: Error, Equatable {
        let message: String
    }

    static let help = """
        usage: lanekeeper run [--config FILE] [--state DIR] [--runtime DIR] [--lock-fd N]
               lanekeeper copy-ledger FILE COPY
               lanekeeper version | help

        Supervises lane workers: starts one for each lane, gives them missions, and answers lanectl.

          --config FILE   the configuration (system: /etc/lanekeeper/lanekeeper.json; else
                          $XDG_CONFIG_HOME/lanekeeper/lanekeeper.json; without a file: built-in)
          --state DIR     ledger, lanes, logs (root: /var/lib/lanekeeper; else
                          $XDG_STATE_HOME/lanekeeper)
          --runtime DIR   sockets (root: /run/lanekeeper; else $XDG_RUNTIME_DIR/lanekeeper)
          --lock-fd N     the held supervisor.lock, given by a supervisor that replaces itself

        copy-ledger writes a copy of a ledger, which may be in use, and checks it in full.

        Signals: TERM, INT stop (a second one at once), HUP reloads, USR2 replaces the program.
        Exit codes: 0 stopped, 2 usage, 6 another supervisor runs, 70 ledger or invariant failure,
        77 not permitted, 78 configuration invalid.

        """

    var configuration: String?
    var state: String
    var runtime: String
    var lockDescriptor: Int32?

    /// Reads a command line.
    ///
    /// - Parameters:
    ///   - arguments: What follows the program's name.
    ///   - isRoot: Whether the system's folders are the default.
    ///   - environment: Looks up a variable.
    /// - Returns: What is to be done.
    /// - Throws: `UsageError` with one line.
    static func parse(
        _ arguments: [String],
        isRoot: Bool,
        environment: (String) -> String?
    ) throws(UsageError) -> Request {
        guard let verb = arguments.first else {
            throw UsageError(message: "no command given (\(verbs))")
        }
        switch verb {
        case "help", "--help", "-h": return .help
        case "version", "--version": return .version
        case "copy-ledger": return try copy(arguments.dropFirst())
        case "run": break
        default: throw UsageError(message: "unknown command \"\(verb)\" (\(verbs))")
        }
        if arguments.contains("--help") { return .help }
        let values = try collect(arguments.dropFirst())
        let state: String
        if let given = values["--state"] {
            state = given
        } else {
            state = try folder("XDG_STATE_HOME", ".local/state", "/var/lib", isRoot, environment)
        }
        let runtime: String
        if let given = values["--runtime"] {
            runtime = given
        } else {
            runtime = try folder("XDG_RUNTIME_DIR", nil, "/run", isRoot, environment)
        }
        return .run(
            SupervisorOptions(
                configuration: values["--config"].map(absolute),
                state: absolute(state),
                runtime: absolute(runtime),
                lockDescriptor: try descriptor(values["--lock-fd"])
            )
        )
    }

    private static let verbs = "run, copy-ledger, version, help"

    private static func copy(_ paths: ArraySlice<String>) throws(UsageError) -> Request {
        guard let from = paths.first, let to = paths.last, paths.count == 2 else {
            throw UsageError(message: "copy-ledger takes the ledger and the copy's path")
        }
        return .copyLedger(from: absolute(from), to: absolute(to))
    }

    private static func descriptor(_ text: String?) throws(UsageError) -> Int32? {
        guard let text else { return nil }
        guard let number = Int32(text), number > 2 else {
            throw UsageError(message: "--lock-fd takes a descriptor above 2, not \"\(text)\"")
        }
        return number
    }

    private static let names = ["--config", "--state", "--runtime", "--lock-fd"]

    private static func collect(
        _ arguments: ArraySlice<String>
    ) throws(UsageError) -> [String: String] {
        var values: [String: String] = [:]
        var rest = arguments
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard names.contains(name) else {
                throw UsageError(
                    message: "unknown option \"\(word)\" (\(names.joined(separator: ", ")))"
                )
            }
            let value = parts.count == 2 ? String(parts[1]) : rest.popFirst()
            guard let value, !value.isEmpty else {
                throw UsageError(message: "\(name) needs a value")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw UsageError(message: "\(name) is given twice")
            }
        }
        return values
    }

    private static func folder(
        _ variable: String,
        _ belowHome: String?,
        _ system: String,
        _ isRoot: Bool,
        _ environment: (String) -> String?
    ) throws(UsageError) -> String {
        if isRoot { return "\(system)/lanekeeper" }
        if let base = environment(variable), !base.isEmpty { return "\(base)/lanekeeper" }
        if let belowHome, let home = environment("HOME"), !home.isEmpty {
            return "\(home)/\(belowHome)/lanekeeper"
        }
        let option = belowHome == nil ? "--runtime" : "--state"
        throw UsageError(message: "\(variable) is not set (give \(option) DIR)")
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        // Without a working directory the path stays relative, and the error names it.
        let here = try? Files.resolve(".")
        return here.map { "\($0)/\(path)" } ?? path
    }
}
