import DataStructures
import Protocol

/// What the client was told, against the ledger and what the runs wrote: each acknowledged mission is
/// known, has ended, and one whose end says that it is done has done it.
enum LostCheck: Check {
    static let invariant = Invariant.lost

    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult {
        var result = CheckResult(examinedCount: evidence.submissions.count)
        let ledger = Ledger(evidence)
        // An empty log of a machine that could not be looked at proves nothing.
        let judgesEnds = !evidence.effects.isEmpty || evidence.gaps.isEmpty
        if !judgesEnds {
            result.gaps.append("whether runs reached their end is not known: they wrote nothing")
        }
        for submission in evidence.submissions {
            let problem = ledger.problem(of: submission, judgesEnds: judgesEnds)
            if let problem { result.findings.append(finding(submission.missionID, problem)) }
        }
        return result
    }

    /// What there is beside the client's answers.
    private struct Ledger {
        private var missions = LookupTable<MissionID, LedgerMission>()
        /// Attempts that say that they completed, by mission; more than one is another's finding.
        private var completed = LookupTable<MissionID, LedgerAttempt>()
        /// Fences of the runs that wrote their last line.
        private var ends = LookupTable<Fence, RunID>()

        init(_ evidence: Evidence) {
            for mission in evidence.missions { missions[mission.missionID] = mission }
            for attempt in evidence.attempts where attempt.outcome == .completed {
                completed[attempt.missionID] = attempt
            }
            for effect in evidence.effects where effect.kind == .end {
                ends[effect.fence] = effect.runID
            }
        }

        /// What has become of a mission that the client was promised; nil if it is as it should be.
        func problem(of submission: Submission, judgesEnds: Bool) -> String? {
            guard let mission = missions[submission.missionID] else {
                return "acknowledged at \(submission.acknowledgedAt), and not in the ledger"
            }
            guard mission.status.isTerminal else {
                let reason = mission.reason.map { " (\($0.rawValue))" } ?? ""
                return "\(mission.status.rawValue)\(reason) when everything was to have ended"
            }
            guard mission.status == .completed else { return nil }
            guard let attempt = completed[mission.missionID] else {
                return "completed, and no attempt of it is"
            }
            guard judgesEnds, ends[attempt.fence] == nil else { return nil }
            return "completed, and run \(attempt.runID) never wrote its end"
        }
    }
}
