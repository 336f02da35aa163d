import Protocol

/// How much of what was there was used.
enum UsageFigures {
    static func all(_ evidence: Evidence) -> [LoadFigure] {
        [utilization(evidence)] + slots(evidence)
            + evidence.quotas.pools.indices.flatMap { pool(at: $0, evidence) }
    }

    /// Slots that can be in use at once: of a pool's lanes no more than the pool grants.
    static func slotCount(of quotas: Quotas) -> Int {
        let alone = quotas.lanes.filter { $0.pool == nil }.reduce(0) { $0 + $1.slotCount }
        return quotas.pools.reduce(alone) { sum, pool in
            let lanes = quotas.lanes.filter { $0.pool == pool.name }
            return sum + min(pool.slotCount, lanes.reduce(0) { $0 + $1.slotCount })
        }
    }

    /// Slot-seconds that attempts held while missions arrived, of those that there were.
    private static func utilization(_ evidence: Evidence) -> LoadFigure {
        let seconds = evidence.ceasedAt.since(evidence.beganAt).secondCount
        let available = seconds * Double(slotCount(of: evidence.quotas))
        let held = evidence.attempts.map { attempt in
            let from = max(attempt.dispatchedAt, evidence.beganAt)
            let until = min(attempt.endedAt ?? evidence.endedAt, evidence.ceasedAt)
            return until.since(from).secondCount
        }
        return LoadFigure(
            name: "utilization of slots",
            key: "utilization_percent",
            unit: "%",
            value: available > 0 ? held.reduce(0, +) * 100 / available : 0,
            sampleCount: available > 0 ? held.count { $0 > 0 } : 0
        )
    }

    private static func slots(_ evidence: Evidence) -> [LoadFigure] {
        let used = evidence.samples.map { Double($0.runCounts.reduce(0, +)) }
        return [
            LoadFigure.count("slots", "slots", slotCount(of: evidence.quotas), "slots")
        ] + meanAndPeak("slots used", "slots_used", used)
    }

    private static func pool(at index: Int, _ evidence: Evidence) -> [LoadFigure] {
        let quota = evidence.quotas.pools[index]
        let readings = evidence.samples.compactMap { sample in
            index < sample.pools.count ? sample.pools[index] : nil
        }
        let name = "pool \(quota.name)"
        let key = "pool_\(quota.name)"
        return [.count("\(name) slots", "\(key)_slots", quota.slotCount, "slots")]
            + meanAndPeak(
                "\(name) held",
                "\(key)_held",
                readings.map { Double($0.grantedSlotCount) }
            )
            + meanAndPeak("\(name) used", "\(key)_used", readings.map { Double($0.usedSlotCount) })
    }

    private static func meanAndPeak(
        _ name: String,
        _ key: String,
        _ values: [Double]
    ) -> [LoadFigure] {
        let values = Distribution(values)
        return [("mean", values.mean), ("peak", values.most)].map { which, value in
            LoadFigure(
                name: "\(name), \(which)",
                key: "\(key)_\(which)",
                unit: "slots",
                value: value,
                sampleCount: values.count
            )
        }
    }
}
