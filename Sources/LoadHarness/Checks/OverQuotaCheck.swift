import DataStructures
import Protocol

/// At no instant more ran than lanes and pools have slots, those that are reserved counted too, and
/// nothing started in a pool that was closed.
///
/// Asked of four sources, each by itself: the order of events, the attempts of the ledger, the lines
/// that the runs wrote, and what the supervisor said of itself. Each interval of a source lies inside
/// the time for which the slot was taken, so that what overlaps there did overlap.
enum OverQuotaCheck: Check {
    static let invariant = Invariant.overQuota

    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult {
        var result = CheckResult()
        let clock = EvidenceClock(evidence)
        let history = SlotHistory(evidence)
        if clock.hasHole {
            result.gaps.append(EvidenceClock.orderGap)
        } else {
            let changes = history.changes(of: evidence.events)
            sweep(changes, evidence.quotas, in: &result) { "by event \($0)" }
            result.findings += startsInClosedPools(evidence)
        }
        if clock.wentBack {
            result.gaps.append(EvidenceClock.timeGap)
        } else {
            let attempts = history.changes(of: evidence.attempts)
            sweep(attempts, evidence.quotas, in: &result) { "by the ledger at \(time($0))" }
            let effects = history.changes(of: evidence.effects, killedAt: evidence.attempts)
            sweep(effects, evidence.quotas, in: &result) { "by its own line at \(time($0))" }
            if history.hasQuestions {
                result.gaps.append(
                    "runs that waited for a person are not counted in pools by ledger and effects"
                )
            }
        }
        result.findings += excessesOfSamples(evidence)
        result.examinedCount += evidence.samples.count
        return result
    }

    private static func time(_ nanoseconds: Int64) -> WallTime {
        WallTime(nanoseconds: nanoseconds)
    }

    private static func sweep(
        _ changes: [SlotChange],
        _ quotas: Quotas,
        in result: inout CheckResult,
        place: (Int64) -> String
    ) {
        var sweep = SlotSweep(quotas)
        result.findings += sweep.excesses(in: changes).map { excess in
            let message = "\(excess.what): \(excess.run) started \(place(excess.place))"
            return finding(excess.object, message)
        }
        result.examinedCount += changes.count { $0.kind == .started }
    }

    // MARK: Closed pools

    private static func startsInClosedPools(_ evidence: Evidence) -> [Finding] {
        var pools = LookupTable<LaneID, String>()
        for lane in evidence.quotas.lanes { pools[lane.id] = lane.pool }
        var gates = LookupTable<String, PoolGate>()
        for pool in evidence.quotas.pools { gates[pool.name] = PoolGate() }
        var findings: [Finding] = []
        for event in evidence.events {
            if let pool = event.text("pool") { gates.modify(pool) { $0.note(event) } }
            guard let lane = event.vpID, let pool = pools[lane] else { continue }
            if let run = event.endedRun { gates.modify(pool) { $0.ended(run) } }
            guard event.type == .missionDispatched, let run = event.runID else { continue }
            if let obstacle = gates[pool]?.obstacle {
                let message = "started by event \(event.sequence) in pool \(pool), \(obstacle)"
                findings.append(finding(run, message))
            }
            gates.modify(pool) { $0.started(run) }
        }
        return findings
    }

    // MARK: What the supervisor said

    private static func excessesOfSamples(_ evidence: Evidence) -> [Finding] {
        let lanes = evidence.quotas.lanes
        var isOver = Array(repeating: false, count: lanes.count)
        var findings: [Finding] = []
        for sample in evidence.samples {
            for (index, (lane, count)) in zip(lanes, sample.runCounts).enumerated() {
                defer { isOver[index] = count > lane.slotCount }
                guard count > lane.slotCount, !isOver[index] else { continue }
                let message =
                    "\(count) runs in \(lane.slotCount) slots, by its status at \(sample.at)"
                findings.append(finding(lane.id, message))
            }
        }
        return findings
    }
}
