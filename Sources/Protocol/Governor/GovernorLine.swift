/// The missions of one class that wait on one lane: which is the first, and why it has not started.
public struct GovernorLine: Equatable, Sendable {
    /// The lane.
    public var vpID: LaneID
    /// The pool whose lanes its starts are weighed against; nil for a lane alone.
    public var pool: String?
    /// The class.
    public var missionClass: MissionClass
    /// How many missions wait in it.
    public var waitingCount: Int
    /// How often its oldest mission was passed over: on the lane or in the pool, whichever is more.
    public var passedOverCount: Int
    /// The mission that starts next of it.
    public var missionID: MissionID
    /// Who sent that mission.
    public var source: String
    /// True if that mission is the next of the lane's whole pool, or of the lane alone, once it has
    /// room.
    public var isNext = false
    /// True if it is the next because its class was passed over as often as may be.
    public var isShare = false
    /// Why that mission has not started.
    public var why: WhyAnswer

    /// Describes a line whose first mission is not the next of its pool.
    ///
    /// - Parameters:
    ///   - missionID: The mission that starts next of it.
    ///   - source: Who sent that mission.
    ///   - missionClass: The class of both.
    ///   - vpID: The lane.
    ///   - why: Why that mission has not started.
    public init(
        _ missionID: MissionID,
        from source: String,
        of missionClass: MissionClass,
        on vpID: LaneID,
        why: WhyAnswer
    ) {
        self.missionID = missionID
        self.source = source
        self.missionClass = missionClass
        self.vpID = vpID
        self.why = why
        waitingCount = 1
        passedOverCount = 0
    }
}
