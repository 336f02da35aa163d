import Protocol

extension Scenario {
    /// How many runs there can be at once, over all lanes and pools.
    var usableSlotCount: Int {
        guard poolCount > 0 else { return laneCount * slotCount }
        return (0..<poolCount).reduce(0) { sum, pool in
            let lanes = laneCount / poolCount + (pool < laneCount % poolCount ? 1 : 0)
            return sum + min(poolSlotCount, lanes * slotCount)
        }
    }

    /// How long a run takes on average.
    var meanRunTime: Interval {
        let range = work.runTime
        return Interval(
            nanoseconds: (range.lowerBound.nanoseconds + range.upperBound.nanoseconds) / 2
        )
    }

    /// How many missions a second all slots together carry, their own time alone: what starting and
    /// ending one costs is not counted.
    ///
    /// - Returns: 0 if a run takes no time.
    var capacityPerSecond: Double {
        let nanoseconds = Double(meanRunTime.nanoseconds)
        return nanoseconds > 0 ? Double(usableSlotCount) * 1_000_000_000 / nanoseconds : 0
    }
}
