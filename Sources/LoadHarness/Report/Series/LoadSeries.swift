import Protocol

/// What the samples of a load show over time.
struct LoadSeries {
    let frame: TimeFrame
    private let samples: [LoadSample]
    private let quotas: Quotas
    private let seconds: [Double]
    private let gaps: [Bool]

    /// Takes the times of the samples.
    init(_ evidence: Evidence) {
        let frame = TimeFrame(evidence)
        let seconds = evidence.samples.map { frame.seconds($0.at) }
        self.frame = frame
        self.seconds = seconds
        samples = evidence.samples
        quotas = evidence.quotas
        gaps = Self.gaps(seconds)
    }

    /// True for each sample that is much later than the one before: nothing was seen in between.
    ///
    /// Four times the usual distance, and at least a second: less is a slow answer.
    private static func gaps(_ seconds: [Double]) -> [Bool] {
        let distances = zip(seconds.dropFirst(), seconds).map { $0.0 - $0.1 }
        let limit = max(1, 4 * Distribution(distances).quantile(0.5))
        return seconds.isEmpty ? [] : [false] + distances.map { $0 > limit }
    }

    /// Missions that wait, by class.
    var queued: [TimeSeries] {
        MissionClass.allCases.enumerated().map { index, missionClass in
            series(missionClass.rawValue) { sample in
                index < sample.queuedCounts.count ? Double(sample.queuedCounts[index]) : nil
            }
        }
    }

    /// Runs of all lanes.
    var used: TimeSeries {
        series("all lanes") { Double($0.runCounts.reduce(0, +)) }
    }

    /// Runs of each lane, in the order of the quotas.
    var usedByLane: [TimeSeries] {
        quotas.lanes.enumerated().map { index, lane in
            series(lane.id.rawValue) { sample in
                index < sample.runCounts.count ? Double(sample.runCounts[index]) : nil
            }
        }
    }

    /// Permits of each pool that are in use, in the order of the quotas.
    var usedByPool: [TimeSeries] {
        byPool { Double($0.usedSlotCount) }
    }

    /// Permits that each pool grants, in the order of the quotas.
    var grantedByPool: [TimeSeries] {
        byPool { Double($0.grantedSlotCount) }
    }

    /// Of the supervisor, in MiB.
    var memory: TimeSeries {
        series("resident memory") { $0.residentKiB.map { Double($0) / 1024 } }
    }

    /// Open in the supervisor.
    var descriptors: TimeSeries {
        series("descriptors") { $0.descriptorCount.map(Double.init) }
    }

    /// Of the ledger with its log, in MiB.
    var ledger: TimeSeries {
        series("ledger") { $0.ledgerByteCount.map { Double($0) / 1_048_576 } }
    }

    /// The states of a pool, each with when it began and ended; neighbours differ or are apart.
    ///
    /// - Parameter index: In the order of the quotas.
    /// - Returns: In the order of time.
    func poolStates(at index: Int) -> [StateSpan] {
        var spans: [StateSpan] = []
        for (number, sample) in samples.enumerated() where index < sample.pools.count {
            let status = sample.pools[index].status
            let at = seconds[number]
            if let last = spans.last, !gaps[number] {
                spans[spans.count - 1].until = at
                if last.status == status { continue }
            }
            spans.append(StateSpan(status: status, from: at, until: at))
        }
        return spans
    }

    private func byPool(_ value: (LoadSample.Pool) -> Double) -> [TimeSeries] {
        quotas.pools.enumerated().map { index, pool in
            series(pool.name) { index < $0.pools.count ? value($0.pools[index]) : nil }
        }
    }

    /// Takes a value from each sample; where a sample has none there is a gap.
    private func series(_ name: String, _ value: (LoadSample) -> Double?) -> TimeSeries {
        var points: [TimeSeries.Point] = []
        var isAfterGap = false
        for (index, sample) in samples.enumerated() {
            isAfterGap = isAfterGap || gaps[index]
            guard let value = value(sample) else {
                isAfterGap = true
                continue
            }
            points.append(
                TimeSeries.Point(
                    seconds: seconds[index],
                    value: value,
                    isAfterGap: isAfterGap && !points.isEmpty
                )
            )
            isAfterGap = false
        }
        return TimeSeries(name: name, points: points)
    }
}
