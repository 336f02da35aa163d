/// Everything about a process to start.
///
/// What is not said here is not inherited, except the user, the other resource limits and the root
/// folder.
public struct SpawnRequest: Sendable {
    /// The most descriptors that can be handed over.
    public static let descriptorCountMax = 64

    /// What to execute: a path if it has a slash (relative to `directory`), else a name that is
    /// looked up in the `PATH` of `environment`.
    public var executable: String
    /// The argument list, with the program's name first; never empty.
    public var arguments: [String]
    /// The whole environment, each entry `KEY=value`, in this order.
    public var environment: [String]
    /// The working directory; nil keeps the caller's.
    public var directory: String?
    /// What the child gets; 0, 1 and 2 are `/dev/null` unless they are here, all others are closed.
    public var descriptors: [DescriptorMapping] = []
    /// Starts a new session and process group, without a terminal.
    public var startsSession = true
    /// Sent to the child when the thread that started it ends; nil for none.
    public var deathSignal: Signal?
    /// The open folder of a control group that the child is born in; nil for none.
    public var controlGroup: Int32?
    /// The child and its descendants can never gain privileges by executing a file.
    public var forbidsNewPrivileges = false
    /// The file mode mask, for example 0o077; nil keeps the caller's.
    public var fileModeMask: UInt32?
    /// The soft limit of open files, at most the hard one; nil keeps the caller's.
    public var descriptorLimit: Int64?
    /// The hard limit of open files, which the child cannot raise again, at most the caller's; nil
    /// keeps that.
    ///
    /// The soft limit is at most this, too. All that the child starts inherits it.
    public var hardDescriptorLimit: Int64?

    /// Creates a request with the defaults above.
    ///
    /// - Parameters:
    ///   - executable: Path or name.
    ///   - arguments: What follows the program's name, which is `executable`.
    ///   - environment: The whole environment.
    public init(executable: String, arguments: [String] = [], environment: [String]) {
        self.executable = executable
        self.arguments = [executable] + arguments
        self.environment = environment
    }
}
