import Protocol

/// The evidence with what belongs together found once.
struct LoadHistory {
    let evidence: Evidence
    /// Missions that were open at some time of the load, in the order of their creation: a history
    /// that was there before says nothing of it.
    let missions: [LedgerMission]
    private let missionsByID: [MissionID: LedgerMission]
    private let attemptsByMission: [MissionID: [LedgerAttempt]]

    /// Joins missions with their attempts.
    ///
    /// - Complexity: O(n log n) in missions and attempts.
    init(_ evidence: Evidence) {
        self.evidence = evidence
        let missions = evidence.missions.filter { mission in
            mission.endedAt.map { $0 >= evidence.beganAt } ?? true
        }
        let missionsByID = Dictionary(missions.map { ($0.missionID, $0) }) { first, _ in first }
        let attempts = evidence.attempts.filter { missionsByID[$0.missionID] != nil }
        self.missions = missions
        self.missionsByID = missionsByID
        attemptsByMission = Dictionary(grouping: attempts, by: \.missionID)
            .mapValues { $0.sorted { $0.fence < $1.fence } }
    }

    /// The attempts at a mission, in the order of their fences.
    func attempts(of mission: MissionID) -> [LedgerAttempt] {
        attemptsByMission[mission] ?? []
    }

    /// How long missions of a class waited, from `queued` to their first `dispatched`, in
    /// milliseconds; what waited before the load began counts from its beginning.
    ///
    /// - Parameter missionClass: Nil for all classes.
    /// - Returns: One for each that has one, in the order of the evidence.
    func waits(of missionClass: MissionClass?) -> [Double] {
        missions.compactMap { mission in
            guard missionClass.map({ $0 == mission.missionClass }) ?? true,
                let first = attempts(of: mission.missionID).first
            else { return nil }
            let queuedAt = max(mission.createdAt, evidence.beganAt)
            return first.dispatchedAt.since(queuedAt).millisecondCount
        }
    }

    /// From the first sending of a submit to its acknowledgement, in milliseconds.
    ///
    /// - Parameter missionClass: Nil for all classes.
    /// - Returns: One for each that has one, in the order of the evidence.
    func acknowledgements(of missionClass: MissionClass?) -> [Double] {
        evidence.submissions.compactMap { submission in
            guard missionClass.map({ $0 == submission.missionClass }) ?? true else { return nil }
            return submission.acknowledgedAt.since(submission.sentAt).millisecondCount
        }
    }

    /// From the first sending of a submit to the end of a mission that completed, in milliseconds.
    ///
    /// - Parameter missionClass: Nil for all classes.
    /// - Returns: One for each that has one, in the order of the evidence.
    func lives(of missionClass: MissionClass?) -> [Double] {
        evidence.submissions.compactMap { submission in
            guard missionClass.map({ $0 == submission.missionClass }) ?? true,
                let mission = missionsByID[submission.missionID], mission.status == .completed,
                let endedAt = mission.endedAt
            else { return nil }
            return endedAt.since(submission.sentAt).millisecondCount
        }
    }

    /// From the start to the end of attempts that completed, in milliseconds.
    var runTimes: [Double] {
        evidence.attempts.compactMap { attempt in
            guard attempt.outcome == .completed, let startedAt = attempt.startedAt,
                let endedAt = attempt.endedAt, endedAt >= evidence.beganAt
            else { return nil }
            return endedAt.since(startedAt).millisecondCount
        }
    }
}
