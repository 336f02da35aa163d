import DataStructures
import Protocol

@testable import ControlPlane

extension Lane {
    /// A lane of the shell profile that is open, without a worker.
    static func made(
        _ id: LaneID,
        policy: LanePolicy = LanePolicy(),
        worker: WorkerMachine? = nil,
        _ change: (inout Lane) -> Void = { _ in }
    ) -> Lane {
        var lane = Lane(
            record: LaneRecord(vpID: id, sessionID: "s1", createdAt: .later(0)),
            policy: policy,
            profile: .shell,
            worker: worker ?? WorkerMachine(generation: 1, policy: policy),
            gate: LaneMachine(state: .open, isPaused: false),
            health: HealthModel(LaneHealth(), under: policy.health, at: Scene.start)
        )
        change(&lane)
        return lane
    }

    /// Lets so many missions wait for a time.
    mutating func hold(_ count: Int) {
        for order in 1...UInt64(count) { held[order] = "m1" }
    }
}

extension ActiveRun {
    /// An open attempt of this run, dispatched at the beginning of a scene.
    static func made(
        _ id: RunID,
        of mission: MissionID = "m1",
        on lane: LaneID = "vp.a",
        _ missionClass: MissionClass = .background,
        at now: MonotonicTime = .ms(0),
        _ change: (inout ActiveRun) -> Void = { _ in }
    ) -> ActiveRun {
        let record = AttemptRecord(
            runID: id,
            missionID: mission,
            number: 1,
            vpID: lane,
            generation: 1,
            fence: 1,
            sessionID: "s1",
            isFreshSession: false,
            dispatchedAt: .later(0)
        )
        var run = ActiveRun(record, missionClass: missionClass, at: now)
        change(&run)
        return run
    }
}
