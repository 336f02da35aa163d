/// A pool's durable state: a row of `vp_pools`.
public struct PoolRecord: Equatable, Sendable {
    /// Its name in the configuration.
    public let name: String
    /// Whether it grants its slots.
    public var status = PoolStatus.open
    /// When the wait is over; nil unless cooling or exhausted.
    public var until: WallTime?
    /// The run that finds out; nil unless probing with a run.
    public var probe: RunID?
    /// When the probe is taken for a success though it has said nothing; nil unless `probe`.
    public var probeUntil: WallTime?
    /// Why nothing starts until an operator says so; nil if nothing is held.
    public var hold: PoolHold?
    /// Slots granted after a throttling, 1 or more; nil for all.
    public var slotLimit: Int?
    /// Throttlings since the last success.
    public var throttleCount: UInt64 = 0
    /// What is known of its windows, at most 32, ascending by window and model.
    public var readings: [PoolReading] = []

    /// Creates the record of a pool that is open and of which nothing is known.
    public init(name: String) {
        self.name = name
    }
}
