/// What a lane was like when a rollback trigger tripped: a file in `incidents` of the state folder,
/// kind `Incident`.
public struct IncidentSnapshot: Equatable, Sendable {
    /// The lane, as clients see it.
    public let lane: LaneView
    /// The pool that it belongs to; nil if it belongs to none.
    public let pool: PoolView?
    /// The event that told of the trip, with the figures; nil if it is not kept any more.
    public let trip: EventRecord?
    /// When it was captured: later than the trip where the supervisor died in between.
    public let capturedAt: WallTime
    /// The missions that had an attempt end on the lane last, oldest first; of each the newest
    /// attempts and the beginning of the objective.
    public var missions: [MissionView] = []
    /// The newest events of the lane, oldest first.
    public var events: [EventRecord] = []
    /// True if missions or events were left out because they are too large.
    public var isCut = false

    /// Describes a lane of which neither missions nor events are known.
    ///
    /// - Parameters:
    ///   - lane: The lane.
    ///   - pool: Its pool; nil if it belongs to none.
    ///   - trip: The event of the trip; nil if it is not kept any more.
    ///   - capturedAt: The time of the turn.
    public init(lane: LaneView, pool: PoolView?, trip: EventRecord?, capturedAt: WallTime) {
        self.lane = lane
        self.pool = pool
        self.trip = trip
        self.capturedAt = capturedAt
    }

    /// The name of a snapshot's file; names sort by the age of the trips.
    ///
    /// - Parameters:
    ///   - lane: The lane.
    ///   - sequence: The number of the event that told of the trip.
    /// - Returns: `incident-<12 digits>-<lane>.json`.
    public static func fileName(of lane: LaneID, _ sequence: UInt64) -> String {
        let digits = String(sequence)
        let zeros = String(repeating: "0", count: max(0, 12 - digits.utf8.count))
        return "\(fileNamePrefix)\(zeros)\(digits)-\(lane)\(fileNameSuffix)"
    }

    /// How the name of every snapshot's file begins.
    public static let fileNamePrefix = "incident-"
    /// How the name of every snapshot's file ends.
    public static let fileNameSuffix = ".json"
}
