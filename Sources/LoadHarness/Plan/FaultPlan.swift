import DataStructures
import Protocol

/// Draws what will be done to an instance: each rule by itself, so that one more rule changes nothing
/// of the others.
enum FaultPlan {
    /// Draws the faults of all rules.
    ///
    /// - Parameters:
    ///   - scenario: Its rules, lanes and duration.
    ///   - seed: Any number.
    /// - Returns: In the order of time; of two at once, that of the first rule. None is later than
    ///   the duration.
    static func draw(_ scenario: Scenario, seed: UInt64) -> [PlannedFault] {
        var seeds = SeededGenerator(seed: seed)
        var faults: [(rule: Int, fault: PlannedFault)] = []
        for (index, rule) in scenario.faults.enumerated() {
            var generator = SeededGenerator(seed: seeds.next())
            faults += strikes(of: rule, scenario, &generator).map { (index, $0) }
        }
        return faults.sorted { ($0.fault.after, $0.rule) < ($1.fault.after, $1.rule) }
            .map(\.fault)
    }

    private static func strikes(
        of rule: FaultRule,
        _ scenario: Scenario,
        _ generator: inout SeededGenerator
    ) -> [PlannedFault] {
        var strikes: [PlannedFault] = []
        var after = gap(rule.every, &generator)
        while after < scenario.duration, strikes.count < rule.countMax ?? .max {
            let lane = Self.lane(for: rule.kind, scenario, &generator)
            strikes.append(
                PlannedFault(
                    kind: rule.kind,
                    after: after,
                    lastsFor: rule.kind.lasts ? rule.lastsFor : .zero,
                    lane: lane,
                    otherLane: otherLane(than: lane, of: scenario.laneCount, &generator)
                )
            )
            after = after + gap(rule.every, &generator)
        }
        return strikes
    }

    /// Half to one and a half times the mean, in whole milliseconds, at least one.
    private static func gap(_ mean: Interval, _ generator: inout SeededGenerator) -> Interval {
        let milliseconds = mean.wholeMilliseconds
        let least = max(1, milliseconds / 2)
        return .milliseconds(generator.next(in: least...max(least, milliseconds * 3 / 2)))
    }

    /// The first lane of a pool is the one with the pool's number: lanes are dealt out in turn.
    private static func lane(
        for kind: FaultKind,
        _ scenario: Scenario,
        _ generator: inout SeededGenerator
    ) -> Int {
        let count = kind.needsPool ? scenario.poolCount : scenario.laneCount
        return Int(generator.next(below: UInt64(max(1, count))))
    }

    private static func otherLane(
        than lane: Int,
        of laneCount: Int,
        _ generator: inout SeededGenerator
    ) -> Int {
        guard laneCount > 1 else { return lane }
        let step = 1 + Int(generator.next(below: UInt64(laneCount - 1)))
        return (lane + step) % laneCount
    }
}
