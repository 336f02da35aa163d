import DataStructures
import Protocol

/// No mission exists twice, has two accepted results, or runs twice at once: by what the client was
/// told, the ledger, the event stream, and what the runs wrote, each by itself.
enum DuplicatedCheck: Check {
    static let invariant = Invariant.duplicated

    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult {
        var result = CheckResult(
            examinedCount: evidence.missions.count + evidence.attempts.count
        )
        result.findings += answers(evidence.submissions)
        result.findings += rows(evidence)
        result.findings += results(evidence.attempts)
        let clock = EvidenceClock(evidence)
        if clock.wentBack {
            result.gaps.append(EvidenceClock.timeGap)
        } else {
            result.findings += openTwice(evidence.attempts)
        }
        if clock.hasHole {
            result.gaps.append(EvidenceClock.orderGap)
        } else {
            result.findings += dispatchedTwice(evidence.events)
        }
        result.findings += atWorkTwice(evidence.effects)
        return result
    }

    // MARK: Missions

    /// One mission of the plan has one id, and one id is one mission of the plan.
    private static func answers(_ submissions: [Submission]) -> [Finding] {
        var byNumber = LookupTable<Int, MissionID>()
        var byID = LookupTable<MissionID, Int>()
        var findings: [Finding] = []
        for submission in submissions {
            if let other = byNumber[submission.number], other != submission.missionID {
                let message = "acknowledged as number \(submission.number), as \(other) is"
                findings.append(finding(submission.missionID, message))
            }
            if let other = byID[submission.missionID], other != submission.number {
                let message = "acknowledged as number \(other) and as \(submission.number)"
                findings.append(finding(submission.missionID, message))
            }
            byNumber[submission.number] = submission.missionID
            byID[submission.missionID] = submission.number
        }
        return findings
    }

    /// One key is one row, and the row of a mission of the plan is the one that was acknowledged.
    private static func rows(_ evidence: Evidence) -> [Finding] {
        var acknowledged = LookupTable<Int, MissionID>()
        for submission in evidence.submissions {
            acknowledged[submission.number] = submission.missionID
        }
        var byKey = LookupTable<String, MissionID>()
        var seen = LookupTable<MissionID, Bool>()
        var findings: [Finding] = []
        for mission in evidence.missions {
            if seen[mission.missionID] != nil {
                findings.append(finding(mission.missionID, "in the ledger twice"))
            }
            seen[mission.missionID] = true
            guard let key = mission.key else { continue }
            if let other = byKey[key], other != mission.missionID {
                findings.append(finding(mission.missionID, "has the key \(key), as \(other) has"))
            } else if let number = number(ofKey: key), let other = acknowledged[number],
                other != mission.missionID
            {
                let message = "in the ledger as number \(number), acknowledged as \(other)"
                findings.append(finding(mission.missionID, message))
            }
            byKey[key] = mission.missionID
        }
        return findings
    }

    /// The number in a key `load-SEED-NUMBER`; nil for a key of another form.
    private static func number(ofKey key: String) -> Int? {
        let parts = key.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "load", UInt64(parts[1]) != nil else { return nil }
        return Int(parts[2])
    }

    // MARK: Runs

    private static func results(_ attempts: [LedgerAttempt]) -> [Finding] {
        var accepted = LookupTable<MissionID, RunID>()
        var findings: [Finding] = []
        for attempt in attempts where attempt.outcome == .completed {
            if let other = accepted[attempt.missionID] {
                let message = "two accepted results, of \(other) and of \(attempt.runID)"
                findings.append(finding(attempt.missionID, message))
            }
            accepted[attempt.missionID] = attempt.runID
        }
        return findings
    }

    /// An attempt that was opened while the one before it was open.
    private static func openTwice(_ attempts: [LedgerAttempt]) -> [Finding] {
        var latest = LookupTable<MissionID, LedgerAttempt>()
        var findings: [Finding] = []
        for attempt in attempts.sorted(by: { $0.fence < $1.fence }) {
            if let other = latest[attempt.missionID],
                other.endedAt.map({ $0 > attempt.dispatchedAt }) ?? true
            {
                let end = other.endedAt.map { "open until \($0)" } ?? "still open"
                let message = "dispatched at \(attempt.dispatchedAt) beside \(other.runID), \(end)"
                findings.append(finding(attempt.runID, message))
            }
            latest[attempt.missionID] = attempt
        }
        return findings
    }

    /// The same by the order of events alone.
    private static func dispatchedTwice(_ events: [EventRecord]) -> [Finding] {
        var open = LookupTable<MissionID, RunID>()
        var findings: [Finding] = []
        for event in events {
            guard let mission = event.missionID else { continue }
            if let run = event.endedRun, open[mission] == run { open[mission] = nil }
            guard event.type == .missionDispatched, let run = event.runID else { continue }
            if let other = open[mission], other != run {
                let message = "dispatched by event \(event.sequence) before \(other) had ended"
                findings.append(finding(run, message))
            }
            open[mission] = run
        }
        return findings
    }

    /// By the order of the lines that the runs themselves appended.
    private static func atWorkTwice(_ effects: [RunEffect]) -> [Finding] {
        var newest = LookupTable<MissionID, RunEffect>()
        var started = LookupTable<Fence, Bool>()
        var findings: [Finding] = []
        for effect in effects {
            if effect.kind == .overlap {
                let message = "found another run of \(effect.missionID) alive at \(effect.at)"
                findings.append(finding(effect.runID, message))
            }
            if effect.kind != .end {
                if started[effect.fence] != nil {
                    let message = "began twice, the second time at \(effect.at)"
                    findings.append(finding(effect.runID, message))
                }
                started[effect.fence] = true
            }
            if let later = newest[effect.missionID], later.fence > effect.fence {
                let message = "at work at \(effect.at), after \(later.runID) had begun"
                findings.append(finding(effect.runID, message))
            } else {
                newest[effect.missionID] = effect
            }
        }
        return findings
    }
}
