import DataStructures
import Protocol

/// Nothing of a run is alive when everything has ended, by the process table; and no run has written
/// anything after its attempt was over, by its own lines and the ledger.
enum OrphanedCheck: Check {
    static let invariant = Invariant.orphaned

    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult {
        var result = CheckResult(
            examinedCount: evidence.attempts.count + evidence.survivors.count
        )
        var attempts = LookupTable<String, LedgerAttempt>()
        for attempt in evidence.attempts { attempts[attempt.runID.rawValue] = attempt }
        result.findings += evidence.survivors.map { survivor in
            finding("pid \(survivor.process.pid)", message(about: survivor, attempts))
        }
        if EvidenceClock(evidence).wentBack {
            result.gaps.append(EvidenceClock.timeGap)
        } else {
            result.findings += evidence.effects.compactMap { late($0, attempts) }
        }
        return result
    }

    private static func message(
        about survivor: Survivor,
        _ attempts: LookupTable<String, LedgerAttempt>
    ) -> String {
        guard let runID = survivor.runID else { return "one worker too many: \(survivor.command)" }
        let end: String
        if let attempt = attempts[runID] {
            end =
                attempt.endedAt.map { "\(attempt.outcome?.rawValue ?? "ended") at \($0)" }
                ?? "still open"
        } else {
            end = "not in the ledger"
        }
        return "alive, of run \(runID), \(end): \(survivor.command)"
    }

    /// A line that was written when the run was said to be gone.
    ///
    /// The supervisor reads its clock after what it has heard, so that the end of an attempt is never
    /// before the last thing that its run did.
    private static func late(
        _ effect: RunEffect,
        _ attempts: LookupTable<String, LedgerAttempt>
    ) -> Finding? {
        guard let endedAt = attempts[effect.runID.rawValue]?.endedAt, effect.at > endedAt else {
            return nil
        }
        let message = "wrote \(effect.kind.rawValue) at \(effect.at), over since \(endedAt)"
        return finding(effect.runID, message)
    }
}
