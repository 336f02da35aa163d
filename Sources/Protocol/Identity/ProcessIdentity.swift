/// A process that cannot be mistaken for a later one with the same pid.
public struct ProcessIdentity: Hashable, Sendable {
    /// The process id.
    public let pid: Int32
    /// Clock ticks after boot at which it started: field 22 of `/proc/<pid>/stat`.
    public let startTicks: UInt64

    /// Pairs a pid with its start time.
    public init(pid: Int32, startTicks: UInt64) {
        self.pid = pid
        self.startTicks = startTicks
    }
}
