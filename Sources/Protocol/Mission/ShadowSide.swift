/// What one mission of a pair came to: a mission that was copied, or its copy.
public struct ShadowSide: Equatable, Sendable {
    /// Which one.
    public var missionID: MissionID
    /// The lane that it ended on.
    public var vpID: LaneID
    /// How it ended; terminal.
    public var status: MissionStatus
    /// Why it ended so.
    public var reason: ReasonCode?
    /// How long its last attempt ran, in milliseconds of civil time; nil if that never started.
    public var runMilliseconds: UInt64?
    /// What all of its attempts used, as far as they reported it.
    public var usage = Usage()
    /// What its checks said; nil if it has none, or did not get that far.
    public var checks: CheckOutcome?

    /// Describes a mission that has ended and used nothing.
    public init(missionID: MissionID, vpID: LaneID, status: MissionStatus) {
        self.missionID = missionID
        self.vpID = vpID
        self.status = status
    }
}
