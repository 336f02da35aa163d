/// One entitlement that lanes share: an entry of `pools`.
public struct PoolPolicy: Equatable, Sendable {
    /// Runs at once over all its lanes: 1 to 1024.
    public var slotCount = 2
    /// Of these, kept for interactive missions: 0 to `slotCount` - 1.
    public var reservedSlotCount = 0
    /// How fast runs may start.
    public var startRate = StartRate()

    /// Creates the defaults.
    public init() {}
}
