public import Protocol

/// One entitlement that lanes share: an entry of `pools`.
public struct PoolPolicy: Equatable, Sendable {
    /// Runs at once over all its lanes: 1 to 1024.
    public var slotCount = 2
    /// Of these, kept for interactive missions: 0 to `slotCount` - 1.
    public var reservedSlotCount = 0
    /// How fast runs may start.
    public var startRate = StartRate()

    /// The wait after a first throttling; each further one doubles it: 100 to 3,600,000 ms.
    public var coolingMilliseconds: UInt64 = 30_000
    /// The longest wait of our own: 100 to 86,400,000 ms; a provider may ask for more.
    public var coolingMaxMilliseconds: UInt64 = 900_000
    /// Waited beyond the reset of a window: 0 to 86,400 s.
    public var resetMarginSeconds: UInt64 = 60
    /// Waited where the provider did not say when the window is reset: 1 to 604,800 s.
    public var unknownResetSeconds: UInt64 = 1800
    /// At this much of the binding window background missions stop: 1 to 100 %.
    public var backgroundGatePercent = 70
    /// See `backgroundGatePercent`.
    public var deadlineGatePercent = 90
    /// See `backgroundGatePercent`.
    public var interactiveGatePercent = 100

    /// This much of each window is kept for what people use outside: 0 to 99 %, below
    /// `backgroundGatePercent`.
    public var outsideAllowancePercent = 0

    /// Creates the defaults.
    public init() {}

    /// How full a window counts: what is used, and what is left of the allowance for use outside.
    ///
    /// - Returns: Thousandths: 0 to 3000.
    public func chargedPermille(of reading: PoolReading) -> Int {
        max(reading.usedPermille, reading.ownPermille + outsideAllowancePercent * 10)
    }

    /// At how much of the binding window missions of a class stop.
    func gatePercent(of missionClass: MissionClass) -> Int {
        switch missionClass {
        case .interactive: interactiveGatePercent
        case .deadline: deadlineGatePercent
        case .background: backgroundGatePercent
        }
    }
}
