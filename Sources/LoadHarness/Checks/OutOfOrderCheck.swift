import DataStructures
import Protocol

/// No mission started before one that was to start first: an interactive one before any other, a
/// deadline one before a background one, and of deadlines the earliest, on one lane.
///
/// Only what the governor's rules forbid for certain is a finding. Whoever is passed over must have
/// been ready on that very lane, so that it could have had the slot, the permit, the start rate and
/// the machine that the other one got: what may start a lower class may start a higher one. What waits
/// for a time, is held, or continues a session is not judged as the one who was passed over; in which
/// order one class's sources take turns is not judged at all. A start that its class was due is no
/// inversion (`ShareBound`).
enum OutOfOrderCheck: Check {
    static let invariant = Invariant.outOfOrder

    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult {
        var result = CheckResult()
        guard !EvidenceClock(evidence).hasHole else {
            result.gaps.append(EvidenceClock.orderGap)
            return result
        }
        guard !evidence.events.contains(where: { $0.type == .laneRolloutChanged }) else {
            result.gaps.append("a rollout was changed: which missions it keeps out is not told")
            return result
        }
        var replay = StartReplay(evidence)
        for event in evidence.events {
            guard let inversion = replay.follow(event) else { continue }
            let message =
                "\(inversion.missionClass.rawValue), started by event \(event.sequence) before"
                + " \(inversion.rival) on \(inversion.lane), which was \(inversion.reason)"
            result.findings.append(finding(inversion.mission, message))
        }
        result.examinedCount = replay.judgedCount
        if replay.undecidedCount > 0 {
            result.gaps.append(
                "\(replay.undecidedCount) starts were not compared with missions of a higher class"
                    + " that waited for a time or were held"
            )
        }
        return result
    }
}
