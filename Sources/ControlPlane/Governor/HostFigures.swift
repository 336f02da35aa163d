/// What the machine says of its room, as it was measured last; nil is unknown and holds nothing.
public struct HostFigures: Equatable, Sendable {
    /// Memory that can be had without swapping, in KiB: the least of what the machine has left and
    /// what the limits of our control group and those around it leave.
    public var availableKiB: UInt64?
    /// Share of the last 10 s in which something waited for memory, 0 to 100 %.
    public var memoryPressurePercent: UInt64?
    /// Share of the last 10 s in which something waited for a processor, 0 to 100 %.
    public var cpuPressurePercent: UInt64?

    /// Creates figures of which nothing is known.
    public init() {}
}
