import Protocol

/// What `laneload run` was asked for.
struct LoadOptions: Equatable {
    /// What the command line asks for.
    enum Request: Equatable {
        case run(LoadOptions)
        case list
        case help
        case version
    }

    /// A scenario's name, or the path of its file.
    var scenario = ""
    var overrides = ScenarioOverrides()
    /// Decides missions and faults; drawn if nil.
    var seed: UInt64?
    /// What is written to standard output.
    var output = OutputFormat.table
    /// A file for a report besides; its ending says the format.
    var report: String?
    /// The control socket of a running supervisor; nil starts one.
    var socket: String?
    /// The folder of lanekeeper, lane-worker and fake-runtime; nil for that of this program.
    var programs: String?
    /// True if the instance's folder stays.
    var keepsFiles = false

    /// Reads a command line.
    ///
    /// - Parameter arguments: What follows the program's name.
    /// - Returns: What it asks for.
    /// - Throws: `LoadFailure` with exit code 2 and one line.
    static func parse(_ arguments: [String]) throws(LoadFailure) -> Request {
        if arguments.contains("--help") || arguments.contains("-h") { return .help }
        guard let verb = arguments.first else {
            throw LoadFailure(usage: "say what to do: run SCENARIO, list, --help, --version")
        }
        switch verb {
        case "help": return .help
        case "version", "--version": return .version
        case "list":
            guard arguments.count == 1 else {
                throw LoadFailure(usage: "list takes nothing, not \"\(arguments[1])\"")
            }
            return .list
        case "run":
            return .run(try LoadOptions(arguments.dropFirst()))
        default:
            let known = "run SCENARIO, list, --help, --version"
            throw LoadFailure(usage: "unknown command \"\(verb)\" (\(known))")
        }
    }

    private init(_ words: ArraySlice<String>) throws(LoadFailure) {
        var rest = words
        var names: [String] = []
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-" else {
                names.append(word)
                continue
            }
            try take(word, &rest)
        }
        guard let name = names.first else {
            throw LoadFailure(usage: "run needs a scenario or its file (laneload list has them)")
        }
        guard names.count == 1 else {
            throw LoadFailure(usage: "run takes one scenario, not also \"\(names[1])\"")
        }
        scenario = name
        guard socket == nil || overrides.faults == nil || overrides.faults == [] else {
            throw LoadFailure(usage: "--faults cannot be used with --socket: it would do harm")
        }
        guard socket == nil || !keepsFiles else {
            throw LoadFailure(usage: "--keep cannot be used with --socket: there is no instance")
        }
    }

    /// For tests: what follows `run`.
    init(run words: String...) throws(LoadFailure) {
        try self.init(words[...])
    }

    private mutating func take(
        _ word: String,
        _ rest: inout ArraySlice<String>
    ) throws(LoadFailure) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        if name == "--keep" {
            guard parts.count == 1 else { throw LoadFailure(usage: "--keep takes no value") }
            keepsFiles = true
            return
        }
        guard let option = OptionName(rawValue: name) else {
            let known = OptionName.allCases.map(\.rawValue) + ["--keep"]
            let hint = NearestName.suggestion(for: name, among: known)
            throw LoadFailure(
                usage: "unknown option \"\(name)\" ("
                    + (hint.map { "did you mean \($0)?" } ?? "laneload --help has all") + ")"
            )
        }
        guard let text = parts.count == 2 ? String(parts[1]) : rest.popFirst(), !text.isEmpty else {
            throw LoadFailure(usage: "\(name) needs a value: \(option.allowed)")
        }
        guard set(option, to: text) else {
            throw LoadFailure(usage: "\(name) takes \(option.allowed), not \"\(text)\"")
        }
    }

    /// Takes a value; false if it is none.
    private mutating func set(_ option: OptionName, to text: String) -> Bool {
        switch option {
        case .lanes:
            overrides.laneCount = OptionText.count(text, in: 1...64)
            return overrides.laneCount != nil
        case .missions:
            overrides.missionCountMax = OptionText.count(text, in: 1...10_000_000)
            return overrides.missionCountMax != nil
        case .duration:
            overrides.duration = OptionText.duration(text)
            return overrides.duration != nil
        case .classes:
            overrides.classes = OptionText.weights(text)
            return overrides.classes != nil
        case .arrival:
            overrides.arrival = ArrivalKind(rawValue: text)
            return overrides.arrival != nil
        case .faults:
            overrides.faults = OptionText.faults(text)
            return overrides.faults != nil
        case .seed:
            seed = UInt64(text)
            return seed != nil
        case .output:
            guard let format = OutputFormat(rawValue: text) else { return false }
            output = format
            return true
        case .report:
            report = text
            return OutputFormat(fileName: text) != nil
        case .socket:
            socket = text
            return true
        case .programs:
            programs = text
            return true
        }
    }
}
