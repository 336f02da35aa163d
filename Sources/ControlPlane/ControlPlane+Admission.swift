import DataStructures
import Protocol

extension ControlPlane {
    /// New missions of one request, which are taken together or not at all.
    struct Batch {
        private(set) var tally = OpenTally()
        private var laneCounts = OrderedTable<LaneID, Int>()

        /// How many of them go to a lane.
        func count(on lane: LaneID) -> Int { laneCounts[lane] ?? 0 }

        /// One more is going to be taken.
        mutating func add(_ envelope: MissionEnvelope, on lane: LaneID) {
            tally.add(envelope)
            laneCounts[lane, default: 0] += 1
        }
    }

    /// A number that admission holds below its limit.
    private struct Gauge {
        let what: String
        let count: Int
        let limit: Int
        let key: String
    }

    /// How long a refused client should wait: work that ends makes room.
    private static let retryAfterMilliseconds: UInt64 = 1000

    /// Whether one more mission may be open: in all, of its class, of its source, on its lane.
    ///
    /// - Parameters:
    ///   - envelope: The mission.
    ///   - lane: Where it would go.
    ///   - batch: What the same request has brought before it.
    /// - Returns: Nil if it may.
    func refusal(
        of envelope: MissionEnvelope,
        on lane: LaneID,
        after batch: Batch
    ) -> ControlError? {
        let missionClass = envelope.missionClass
        let gauges = [
            Gauge(
                what: "missions",
                count: tally.count + batch.tally.count,
                limit: configuration.supervisor.openMissionCountMax,
                key: "supervisor.open_missions_max"
            ),
            Gauge(
                what: "\(missionClass.rawValue) missions",
                count: tally.count(of: missionClass) + batch.tally.count(of: missionClass),
                limit: configuration.classes.openCountMax(of: missionClass),
                key: "classes.\(missionClass.rawValue)_open_max"
            ),
            Gauge(
                what: "missions of source \"\(envelope.source)\"",
                count: tally.count(ofSource: envelope.source)
                    + batch.tally.count(ofSource: envelope.source),
                limit: configuration.classes.policy(of: envelope.source).openCountMax,
                key: "open_max of the source"
            ),
            Gauge(
                what: "missions of lane \(lane)",
                count: (lanes[lane]?.openCount ?? 0) + batch.count(on: lane),
                limit: lanes[lane]?.policy.openCountMax ?? 0,
                key: "open_max of the lane"
            ),
        ]
        guard let full = gauges.first(where: { $0.count >= $0.limit }) else { return nil }
        var error = ControlError(
            .temporary,
            .queueFull,
            "\(full.count) \(full.what) are open, at most \(full.limit) may be (\(full.key))",
            hint: "try again when some have ended"
        )
        error.retryAfterMilliseconds = Self.retryAfterMilliseconds
        return error
    }
}
