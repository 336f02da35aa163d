/// A reroute that is in force: what comes back to the lane's queue goes to another lane.
public struct LaneReroute: Equatable, Sendable {
    /// The other lane.
    public var target: LaneID
    /// Only missions of this class; nil for every class.
    public var missionClass: MissionClass?
    /// Who ordered it, why and when.
    public var change: OperatorChange

    /// Describes a reroute.
    ///
    /// - Parameters:
    ///   - target: The other lane.
    ///   - missionClass: Only missions of this class; nil for every class.
    ///   - change: Who ordered it, why and when.
    public init(to target: LaneID, missionClass: MissionClass?, change: OperatorChange) {
        self.target = target
        self.missionClass = missionClass
        self.change = change
    }

    /// True if it is about missions of this class.
    public func applies(to missionClass: MissionClass) -> Bool {
        self.missionClass == nil || self.missionClass == missionClass
    }
}
