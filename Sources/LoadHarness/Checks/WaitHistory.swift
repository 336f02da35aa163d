import DataStructures
import Protocol

/// How long missions waited, by the event stream.
struct WaitHistory {
    /// One wait of a mission, from the queue to its start, to its end, or to the end of the stream.
    struct Wait: Equatable {
        let mission: MissionID
        let missionClass: MissionClass
        /// Where it waited last.
        let lane: LaneID
        /// Without the time for which it was held or its lane not able.
        let waited: Interval
        /// How many others of its group started meanwhile.
        let otherCount: Int

        /// True if it waited longer than this while others started.
        func isStarved(beyond bound: Interval) -> Bool { waited > bound && otherCount > 0 }
    }

    /// A wait that goes on.
    private struct Open {
        let missionClass: MissionClass
        let lane: LaneID
        /// What the lane's counters showed when it came there.
        let timeMark: Int64
        let startMark: Int64
        /// What was counted on lanes before, less the time for which it is held.
        let time: Int64
        let starts: Int64
    }

    private let classes: ClassTable
    private var ability: LaneAbility
    private var open = OrderedTable<MissionID, Open>()
    private var waits: [Wait] = []

    private init(_ evidence: Evidence) {
        classes = ClassTable(evidence)
        ability = LaneAbility(evidence.quotas)
    }

    /// All waits, in the order of their ends; those that have none at last.
    ///
    /// - Complexity: O(n log n) in the events.
    static func waits(in evidence: Evidence) -> [Wait] {
        var history = WaitHistory(evidence)
        for event in evidence.events { history.follow(event) }
        for mission in history.open.map(\.key) { history.end(mission) }
        return history.waits
    }

    private mutating func follow(_ event: EventRecord) {
        let started = event.type == .missionDispatched ? event.missionID : nil
        // Its own start is none of the others'.
        if let started {
            ability.observe(event.emittedAt)
            end(started)
        }
        ability.follow(event)
        guard let mission = event.missionID, started == nil else { return }
        switch event.type {
        case .missionQueued, .missionInterrupted, .missionCrashed, .missionRetried,
            .missionDeferred:
            begin(mission, event)
        case .missionRerouted, .missionFallback:
            move(mission, event)
        case .missionHeld, .missionBlocked:
            open[mission] = nil
        case .missionCompleted, .missionFailed, .missionCancelled, .missionTimedOut:
            end(mission)
        default:
            break
        }
    }

    private mutating func begin(_ mission: MissionID, _ event: EventRecord) {
        guard let lane = event.vpID, let missionClass = classes[mission] else { return }
        let held = (event.number("held_ms") ?? 0) * 1_000_000
        open[mission] = entry(missionClass, on: lane, time: -held, starts: 0)
    }

    private mutating func move(_ mission: MissionID, _ event: EventRecord) {
        guard let lane = event.vpID, let old = open[mission] else { return }
        open[mission] = entry(
            old.missionClass,
            on: lane,
            time: time(of: old),
            starts: starts(during: old)
        )
    }

    private mutating func end(_ mission: MissionID) {
        guard let old = open.remove(mission) else { return }
        waits.append(
            Wait(
                mission: mission,
                missionClass: old.missionClass,
                lane: old.lane,
                waited: Interval(nanoseconds: UInt64(max(0, time(of: old)))),
                otherCount: Int(starts(during: old))
            )
        )
    }

    private func entry(
        _ missionClass: MissionClass,
        on lane: LaneID,
        time: Int64,
        starts: Int64
    ) -> Open {
        Open(
            missionClass: missionClass,
            lane: lane,
            timeMark: ability.ableTime(of: lane),
            startMark: ability.starts(besides: lane),
            time: time,
            starts: starts
        )
    }

    private func time(of wait: Open) -> Int64 {
        wait.time + ability.ableTime(of: wait.lane) - wait.timeMark
    }

    private func starts(during wait: Open) -> Int64 {
        wait.starts + ability.starts(besides: wait.lane) - wait.startMark
    }
}
