import DataStructures

/// Missions that are not submitted: a rehearsal says what would become of them.
public struct Workload: Equatable, Sendable {
    /// A name that two missions of a workload have, where each must have one of its own.
    public struct Repetition: Equatable, Sendable {
        /// Of the later mission, from 0.
        public let index: Int
        /// Of the one before it, from 0.
        public let earlierIndex: Int
        /// The field, as on the wire.
        public let field: String
        /// What both have there.
        public let value: String
    }

    /// The most missions that a running supervisor rehearses for one request; its clients wait
    /// meanwhile.
    public static let countMaxOfRequest = 100

    /// The time at which its first millisecond begins, which deadlines and holds of its missions are
    /// compared with; nil for the time of the rehearsal.
    public var startAt: WallTime?
    /// The missions, in the order in which they arrive where they do at once.
    public var missions: [WorkloadMission]

    /// Describes a workload.
    public init(_ missions: [WorkloadMission], startAt: WallTime? = nil) {
        self.missions = missions
        self.startAt = startAt
    }

    /// The first key or id that stands for a second time; nil if there is none.
    public var repetition: Repetition? {
        var keys = OrderedTable<String, Int>()
        var ids = OrderedTable<MissionID, Int>()
        for (index, mission) in missions.enumerated() {
            if let key = mission.envelope.idempotencyKey {
                if let earlier = keys[key] {
                    return Repetition(
                        index: index,
                        earlierIndex: earlier,
                        field: "idempotency_key",
                        value: key
                    )
                }
                keys[key] = index
            }
            if let id = mission.envelope.missionID {
                if let earlier = ids[id] {
                    return Repetition(
                        index: index,
                        earlierIndex: earlier,
                        field: "mission_id",
                        value: id.rawValue
                    )
                }
                ids[id] = index
            }
        }
        return nil
    }
}
