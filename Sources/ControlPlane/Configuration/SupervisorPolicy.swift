public import Protocol

/// Limits of the supervisor as a whole: section `supervisor`.
public struct SupervisorPolicy: Equatable, Sendable {
    /// How long a stop waits for runs and workers, ladder included: 1 to 3600 s.
    public var stopDeadlineSeconds: UInt64 = 60
    /// Below this much free space nothing new is taken: 1 to 1,048,576 MiB.
    public var minFreeMiB: UInt64 = 64
    /// The most missions that may be open at once: 1 to 1,000,000.
    public var openMissionCountMax = 200_000
    /// Whether runs get a cgroup: where one can be made, or never.
    public var usesControlGroups = true
    /// The worker program; empty: `lane-worker` beside the supervisor's own program.
    public var workerPath = ""
    /// The least level that is logged: `debug`, `info`, `warning`, `error`.
    public var logLevel = "info"
    /// The lane whose rollout the switches of the environment initialise; nil for none.
    public var coderLane: LaneID?
    /// When the machine has no room for another start.
    public var host = HostPolicy()

    /// Creates the defaults.
    public init() {}
}
