public import DataStructures

/// How a runtime is started and understood: a profile of the configuration, as a worker gets it.
public struct LaunchProfile: Equatable, Sendable {
    /// What a run is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A process tree that `argv` starts.
        case process
        /// Nothing: the worker completes it as soon as it is ordered, and `argv` is empty.
        case noop
    }

    /// What the runtime reads on standard input.
    public enum Input: String, CaseIterable, Hashable, Sendable {
        /// Nothing: `/dev/null`.
        case none
        /// The objective, then end of file.
        case objective
    }

    /// Where the runtime's reports come from, besides `LANE_REPORT_FD`.
    public enum Output: String, CaseIterable, Hashable, Sendable {
        /// Nowhere else: standard output is log.
        case text
        /// Lines of standard output that are JSON objects with a string key `lane`.
        case laneLines = "lane-lines"
    }

    /// The profile's name in the configuration.
    public var name: String
    /// What its runs are.
    public var kind = Kind.process
    /// Program and arguments; empty if its runs have no process.
    ///
    /// Whole elements `{{objective}}`, `{{objective_file}}`, `{{workspace}}`, `{{mission_id}}`,
    /// `{{run_id}}`, `{{session_id}}`, `{{vp_id}}`, `{{result_file}}` are replaced.
    public var argv: [String]
    /// What standard input is.
    public var input = Input.none
    /// Where reports come from.
    public var output = Output.text
    /// Environment entries of the profile, names and values, on top of the fixed ones.
    public var environment = OrderedTable<String, String>()
    /// The value of `PATH`.
    public var path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    /// How long the tree has from SIGTERM to SIGKILL.
    public var termGraceMilliseconds: UInt64 = 10_000
    /// How long what is left after the leader's exit has from SIGTERM to SIGKILL.
    public var leftoverGraceMilliseconds: UInt64 = 2_000
    /// The most bytes of log kept for one attempt.
    public var logByteCountMax: UInt64 = 16 * 1024 * 1024

    /// Creates a profile that runs `argv`.
    public init(name: String, argv: [String]) {
        self.name = name
        self.argv = argv
    }
}
