/// Where what waits on a lane goes from now on: what `lane.reroute` asks.
public struct RerouteOrder: Equatable, Sendable {
    /// The other lane; nil ends the reroute that is in force.
    public var target: LaneID?
    /// Only missions of this class; nil for every class, and where `target` is nil.
    public var missionClass: MissionClass?

    /// Creates an order.
    ///
    /// - Parameters:
    ///   - target: The other lane; nil ends the reroute that is in force.
    ///   - missionClass: Only missions of this class; nil for every class.
    public init(to target: LaneID?, missionClass: MissionClass? = nil) {
        self.target = target
        self.missionClass = missionClass
    }
}
