/// What the exit status of our programs means, and what a refused request maps to.
public enum ExitCode: Int32, CaseIterable, Sendable {
    /// Done, or the condition was reached.
    case done = 0
    /// The object failed: a mission waited for failed, a lane is parked.
    case objectFailed = 1
    /// The command line is wrong.
    case usage = 2
    /// No such object.
    case notFound = 4
    /// Refused by policy or governor.
    case refused = 5
    /// Same key with another body, terminal, stale fence or version.
    case conflict = 6
    /// The supervisor cannot be reached.
    case unreachable = 69
    /// Ledger or invariant failure of the supervisor.
    case internalFailure = 70
    /// Temporary: try again.
    case temporary = 75
    /// Not permitted.
    case notPermitted = 77
    /// The configuration is invalid.
    case configuration = 78
    /// A wait timed out.
    case waitTimedOut = 99
}
