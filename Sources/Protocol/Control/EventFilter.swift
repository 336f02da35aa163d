/// Which events a subscriber gets.
public struct EventFilter: Equatable, Sendable {
    /// Those after this sequence number; nil: only new ones.
    public var cursor: UInt64?
    /// Only from this time on; an alternative to `cursor`.
    public var since: WallTime?
    /// Only types that begin with one of these, e.g.
    ///
    /// `vp.mission.`; empty means all.
    public var typePrefixes: [String] = []
    /// Only those about this mission.
    public var missionID: MissionID?
    /// Only those about this lane.
    public var vpID: LaneID?
    /// Goes on with new ones until the client leaves.
    public var follows = false
    /// At most this many where it does not follow: 1 to 500.
    public var limit = 100

    /// Creates a filter that lets every event through.
    public init() {}
}
