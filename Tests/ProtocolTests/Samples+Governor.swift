@testable import Protocol

extension Samples {
    static func workload() throws -> Workload {
        var first = MissionEnvelope(objective: "true")
        first.idempotencyKey = "brief"
        first.missionClass = .interactive
        first.source = "simone"
        return Workload(
            [
                WorkloadMission(first, arriveAtMilliseconds: 1500, takesMilliseconds: 60_000),
                WorkloadMission(MissionEnvelope(objective: "true"), takesMilliseconds: 1),
            ],
            startAt: try time("2026-11-21T10:00:00.000Z")
        )
    }

    static func rehearsal() throws -> Rehearsal {
        let missions = try workload().missions
        var started = RehearsedMission(missions[0], number: 1)
        started.vpID = try lane()
        started.outcome = .started
        started.startAtMilliseconds = 4000
        started.endAtMilliseconds = 64_000
        started.attemptCount = 1
        started.reason = .slotsBusy
        started.summary = "2 of 2 slots are in use, 1 kept for interactive; 0 before it"
        var refused = RehearsedMission(missions[1], number: 2)
        refused.missionID = try mission()
        refused.outcome = .refused
        refused.reason = .queueFull
        return Rehearsal(
            [started, refused],
            startAt: try time("2026-11-21T10:00:00.000Z"),
            isComplete: true
        )
    }

    static func governorLine() throws -> GovernorLine {
        var line = GovernorLine(
            try mission(),
            from: "cron",
            of: .background,
            on: try lane(),
            why: try why()
        )
        line.pool = "claude-max"
        line.waitingCount = 41
        line.passedOverCount = 8
        line.isNext = true
        line.isShare = true
        return line
    }
}
