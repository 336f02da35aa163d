/// The one clock reading of a turn: the same moment on both clocks.
public struct Instant: Hashable, Sendable {
    /// For durations, deadlines of our own, leases.
    public let boot: MonotonicTime
    /// For times that people or providers give, and for everything that is stored.
    public let wall: WallTime

    /// Pairs two readings of one moment.
    public init(boot: MonotonicTime, wall: WallTime) {
        self.boot = boot
        self.wall = wall
    }
}
