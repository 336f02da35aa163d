import DataStructures
import Protocol

/// The sources agree: the stream has no hole, what ended in the ledger was told once and as what it
/// is, each attempt has its events and each event its attempt, what runs wrote fits to both, and the
/// file is sound.
enum InconsistentCheck: Check {
    static let invariant = Invariant.inconsistent

    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult {
        var result = CheckResult()
        result.gaps = evidence.gaps
        result.findings += evidence.ledgerProblems.map { finding("ledger", $0) }
        result.findings += holes(in: evidence.events)
        let clock = EvidenceClock(evidence)
        if clock.wentBack { result.gaps.append(EvidenceClock.timeGap) }
        if evidence.events.isEmpty { result.gaps.append("there is no event") }
        let story = EventStory(evidence.events)
        result.findings += missions(evidence, story, clock)
        result.findings += attempts(evidence, story, clock)
        result.findings += answers(evidence, story, clock)
        result.findings += effects(evidence)
        result.examinedCount =
            evidence.events.count + evidence.missions.count + evidence.attempts.count
            + evidence.effects.count
        return result
    }

    // MARK: The stream

    private static func holes(in events: [EventRecord]) -> [Finding] {
        zip(events, events.dropFirst()).compactMap { event, next in
            guard event.sequence &+ 1 != next.sequence else { return nil }
            if next.sequence <= event.sequence {
                let message = "told after \(event.sequence)"
                return finding("event \(next.sequence)", message)
            }
            let count = next.sequence - event.sequence - 1
            return finding("event \(event.sequence)", "the next \(count) are missing")
        }
    }

    // MARK: Missions

    private static func missions(
        _ evidence: Evidence,
        _ story: EventStory,
        _ clock: EvidenceClock
    ) -> [Finding] {
        var known = LookupTable<MissionID, Bool>()
        var findings: [Finding] = []
        for mission in evidence.missions {
            known[mission.missionID] = true
            if let problem = problem(of: mission, story.ends[mission.missionID] ?? [], clock) {
                findings.append(finding(mission.missionID, problem))
            }
            if mission.status.isTerminal != (mission.endedAt != nil) {
                let end = mission.endedAt.map { "with an end at \($0)" } ?? "without an end"
                findings.append(finding(mission.missionID, "\(mission.status.rawValue) \(end)"))
            }
        }
        for event in evidence.events {
            guard let status = event.finalStatus, let mission = event.missionID,
                known[mission] == nil
            else { continue }
            let message =
                "\(status.rawValue) by event \(event.sequence), and not in the ledger"
            findings.append(finding(mission, message))
        }
        return findings
    }

    private static func problem(
        of mission: LedgerMission,
        _ ends: [EventRecord],
        _ clock: EvidenceClock
    ) -> String? {
        guard let first = ends.first, let status = first.finalStatus else {
            guard let endedAt = mission.endedAt, clock.covers(endedAt) else { return nil }
            return "\(mission.status.rawValue) in the ledger, and no event tells of it"
        }
        if ends.count > 1 {
            let list = ends.map { "\($0.sequence)" }.joined(separator: ", ")
            return "\(ends.count) terminal events: \(list)"
        }
        guard status != mission.status else { return nil }
        return "\(mission.status.rawValue) in the ledger, \(status.rawValue) by event"
            + " \(first.sequence)"
    }

    /// What the client was told fits to the ledger, and the stream tells of it.
    private static func answers(
        _ evidence: Evidence,
        _ story: EventStory,
        _ clock: EvidenceClock
    ) -> [Finding] {
        var classes = LookupTable<MissionID, MissionClass>()
        for mission in evidence.missions { classes[mission.missionID] = mission.missionClass }
        var findings: [Finding] = []
        for submission in evidence.submissions {
            let id = submission.missionID
            if let missionClass = classes[id], missionClass != submission.missionClass {
                let message =
                    "sent as \(submission.missionClass.rawValue),"
                    + " \(missionClass.rawValue) in the ledger"
                findings.append(finding(id, message))
            }
            // It was queued between the two.
            if clock.covers(submission.sentAt), story.isQueued[id] == nil {
                findings.append(finding(id, "acknowledged, and no event tells that it is queued"))
            }
        }
        return findings
    }

    // MARK: Attempts

    private static func attempts(
        _ evidence: Evidence,
        _ story: EventStory,
        _ clock: EvidenceClock
    ) -> [Finding] {
        var statuses = LookupTable<MissionID, MissionStatus>()
        for mission in evidence.missions { statuses[mission.missionID] = mission.status }
        var known = LookupTable<RunID, Bool>()
        var findings: [Finding] = []
        for attempt in evidence.attempts {
            known[attempt.runID] = true
            let problems =
                [
                    problemOfStart(attempt, story.starts[attempt.runID] ?? [], clock),
                    problemOfEnd(attempt, story.runEnds[attempt.runID] ?? [], clock),
                    problem(of: attempt, in: statuses[attempt.missionID]),
                ]
            findings += problems.compactMap { $0 }.map { finding(attempt.runID, $0) }
        }
        var lastFence: Int64 = 0
        for event in evidence.events where event.type == .missionDispatched {
            if let run = event.runID, known[run] == nil {
                let message = "dispatched by event \(event.sequence), and not in the ledger"
                findings.append(finding(run, message))
            }
            guard let fence = event.number("fence") else { continue }
            if fence <= lastFence {
                let message = "has fence \(fence), after \(lastFence)"
                findings.append(finding("event \(event.sequence)", message))
            }
            lastFence = fence
        }
        return findings
    }

    private static func problemOfStart(
        _ attempt: LedgerAttempt,
        _ starts: [EventRecord],
        _ clock: EvidenceClock
    ) -> String? {
        guard let first = starts.first else {
            guard clock.covers(attempt.dispatchedAt) else { return nil }
            return "in the ledger, and no event tells that it was dispatched"
        }
        if starts.count > 1 { return "dispatched by \(starts.count) events" }
        if first.vpID != attempt.lane {
            let lane = first.vpID?.rawValue ?? "no lane"
            return "on \(attempt.lane) in the ledger, on \(lane) by event \(first.sequence)"
        }
        if let fence = first.number("fence"), fence != Int64(clamping: attempt.fence.rawValue) {
            return "has fence \(attempt.fence) in the ledger, \(fence) by event \(first.sequence)"
        }
        return nil
    }

    private static func problemOfEnd(
        _ attempt: LedgerAttempt,
        _ ends: [EventRecord],
        _ clock: EvidenceClock
    ) -> String? {
        guard let outcome = attempt.outcome, let endedAt = attempt.endedAt else {
            return ends.first.map { "open in the ledger, over by event \($0.sequence)" }
        }
        guard let first = ends.first else {
            guard clock.covers(endedAt) else { return nil }
            return "\(outcome.rawValue) in the ledger, and no event tells of it"
        }
        if ends.count > 1 { return "over by \(ends.count) events" }
        guard let told = first.text("outcome"), told != outcome.rawValue else { return nil }
        return "\(outcome.rawValue) in the ledger, \(told) by event \(first.sequence)"
    }

    private static func problem(
        of attempt: LedgerAttempt,
        in status: MissionStatus?
    ) -> String? {
        guard let status else { return "an attempt of a mission that is not in the ledger" }
        if (attempt.outcome == nil) != (attempt.endedAt == nil) {
            return attempt.outcome == nil ? "over without an outcome" : "has an outcome and no end"
        }
        if attempt.outcome == nil, status.isTerminal {
            return "open though its mission is \(status.rawValue)"
        }
        if attempt.outcome == .completed, status != .completed {
            return "completed though its mission is \(status.rawValue)"
        }
        return nil
    }

    // MARK: What the runs wrote

    private static func effects(_ evidence: Evidence) -> [Finding] {
        var attempts = LookupTable<RunID, LedgerAttempt>()
        for attempt in evidence.attempts { attempts[attempt.runID] = attempt }
        var begun = LookupTable<Fence, Bool>()
        var findings: [Finding] = []
        for effect in evidence.effects {
            if effect.kind == .end, begun[effect.fence] == nil {
                findings.append(finding(effect.runID, "wrote its end and never its start"))
            }
            begun[effect.fence] = true
            if let problem = problem(of: effect, attempts[effect.runID]) {
                findings.append(finding(effect.runID, problem))
            }
        }
        return findings
    }

    private static func problem(of effect: RunEffect, _ attempt: LedgerAttempt?) -> String? {
        guard let attempt else {
            return "wrote \(effect.kind.rawValue) at \(effect.at), and is not in the ledger"
        }
        if attempt.fence != effect.fence {
            return "has fence \(attempt.fence) in the ledger, \(effect.fence) by its own line"
        }
        guard attempt.lane != effect.lane else { return nil }
        return "on \(attempt.lane) in the ledger, on \(effect.lane) by its own line"
    }
}
