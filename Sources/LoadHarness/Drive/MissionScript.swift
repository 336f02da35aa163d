import Protocol

/// Turns a planned mission into the one that is submitted: a script of `fake-runtime`, which the
/// lanes run by the profile `load`.
///
/// A run first says that it has begun, last that it did all it should. The result comes after that:
/// a mission cannot be completed by a run that was killed before its end.
enum MissionScript {
    /// How long a process lives that a run leaves behind: longer than any load, so that one that is
    /// forgotten is seen.
    private static let escapedSeconds = 86_400

    /// Makes the envelope of a mission.
    ///
    /// It is made once: what is sent again after a lost connection is the same envelope, because
    /// the deadline is a part of it.
    ///
    /// - Parameters:
    ///   - mission: The plan.
    ///   - seed: Of the plan; it is a part of the idempotency key.
    ///   - instance: Where it will run.
    ///   - now: The time of its arrival, from which its deadline counts.
    /// - Returns: An envelope without a mission id.
    static func envelope(
        _ mission: PlannedMission,
        seed: UInt64,
        _ instance: some LoadTarget,
        now: WallTime
    ) -> MissionEnvelope {
        var envelope = MissionEnvelope(
            objective: text(mission, effects: instance.effectsPath, folder: instance.folder)
        )
        envelope.idempotencyKey = "load-\(seed)-\(mission.number)"
        envelope.source = "laneload"
        envelope.missionClass = mission.missionClass
        envelope.deadlineAt = mission.deadlineAfter.map { wholeMilliseconds(now + $0) }
        envelope.session = mission.isContinuing ? .continue : .fresh
        envelope.vpID = mission.pinnedLane.flatMap { instance.lane($0)?.id }
        // What is killed on purpose, again and again, must not fail for want of attempts.
        envelope.retry.maxAttempts = 100
        envelope.retry.maxRecoveries = 100
        envelope.retry.maxDeferrals = 10_000
        return envelope
    }

    /// The script of a mission, an instruction a line.
    static func text(_ mission: PlannedMission, effects: String, folder: String) -> String {
        let steps = steps(of: mission.work)
        let seconds = Double(mission.runTime.nanoseconds) / 1_000_000_000
        let lines =
            ["effect \(effects) start", "include \(StormFile.included(in: folder))"]
            + steps.before + ["sleep \(seconds)"] + steps.after
            + ["effect \(effects) end", "result ok"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a kind of work does before its time and after it.
    private static func steps(
        of work: PlannedMission.Work
    ) -> (before: [String], after: [String]) {
        switch work {
        case .plain: ([], [])
        case .escaping: (["grandchild \(escapedSeconds) setsid double-fork ignore-term"], [])
        case .stubborn: (["ignore-term"], [])
        case .flooding: (["flood 1"], [])
        case .failing: ([], ["attempt 1 exit 1"])
        case .throttled: ([], throttledSteps)
        }
    }

    private static let throttledSteps = [
        "attempt 1 limit rate_limited rejected retry_after=0.2", "attempt 1 exit 75",
    ]

    /// A time as it is on the wire.
    private static func wholeMilliseconds(_ time: WallTime) -> WallTime {
        WallTime(nanoseconds: time.nanoseconds / 1_000_000 * 1_000_000)
    }
}
