import DataStructures
import Protocol

/// Nothing waited beyond its bound while others of its group started, by the event stream.
///
/// A wait is the time for which the mission was queued and not held, and its lane able to start
/// something; of a mission that goes back into the queue each wait counts for itself.
enum StarvedCheck: Check {
    static let invariant = Invariant.starved

    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult {
        var result = CheckResult()
        let clock = EvidenceClock(evidence)
        guard !clock.hasHole, !clock.wentBack else {
            result.gaps.append(clock.hasHole ? EvidenceClock.orderGap : EvidenceClock.timeGap)
            return result
        }
        for (name, bound) in [
            ("interactive", bounds.interactiveWaitP99), ("background", bounds.backgroundWaitMax),
        ] where bound == nil {
            result.gaps.append("the scenario bounds no wait of \(name) missions")
        }
        let waits = WaitHistory.waits(in: evidence)
        result.examinedCount = waits.count
        if let bound = bounds.interactiveWaitP99 {
            let waits = waits.filter { $0.missionClass == .interactive }
            if let finding = interactive(waits, bound) { result.findings.append(finding) }
        }
        if let bound = bounds.backgroundWaitMax {
            result.findings += waits.compactMap { background($0, bound) }
        }
        return result
    }

    /// One in a hundred may wait longer.
    private static func interactive(_ waits: [WaitHistory.Wait], _ bound: Interval) -> Finding? {
        let starved = waits.filter { $0.isStarved(beyond: bound) }
        guard starved.count * 100 > waits.count,
            let longest = starved.max(by: { $0.waited < $1.waited })
        else { return nil }
        let message =
            "\(starved.count) of \(waits.count) interactive missions waited more than"
            + " \(bound.wholeMilliseconds) ms, of which 1 in 100 may; this one"
            + " \(longest.waited.wholeMilliseconds) ms, while \(longest.otherCount) others started"
        return finding(longest.mission, message)
    }

    private static func background(_ wait: WaitHistory.Wait, _ bound: Interval) -> Finding? {
        guard wait.missionClass == .background, wait.isStarved(beyond: bound) else { return nil }
        let message =
            "background, waited \(wait.waited.wholeMilliseconds) ms on \(wait.lane), more than"
            + " \(bound.wholeMilliseconds) ms, while \(wait.otherCount) others started"
        return finding(wait.mission, message)
    }
}
