import Harness
import Protocol

/// Submit to durable acknowledgement: alone beside a bare commit, and by 8 and 64 connections.
///
/// The lanes are paused, so that nothing but the acknowledgement is measured.
struct SubmitMeasure: Measure {
    private static let blockSize = 100

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 3)
        let alone = try instance.client()
        try instance.pauseLanes(alone)
        let bare = try BareCommit(folder: instance.stateFolder)
        // The first transactions of a file grow it.
        _ = try bare.run(Self.blockSize)
        _ = try ClosedLoop(alone, prefix: "warm").run(Self.blockSize)
        var (commits, submits) = (Samples(), Samples())
        for block in 0..<bench.count(20) {
            for value in try bare.run(Self.blockSize).values { commits.add(value) }
            let loop = ClosedLoop(alone, prefix: "alone-\(block)")
            for value in try loop.run(Self.blockSize).latencies.values { submits.add(value) }
        }
        let aloneRate = rate(of: submits)
        return [
            latency("submit to acknowledgement, 1 connection, p50", submits, commits, 0.5),
            latency("submit to acknowledgement, 1 connection, p99", submits, commits, 0.99),
            Figure(
                name: "submits acknowledged, 1 connection",
                unit: "/s",
                value: aloneRate,
                limit: rate(of: commits),
                limitName: "bare commits",
                sampleCount: submits.count
            ),
            try shared(by: 8, 4_000, atLeast: 2.5, aloneRate, instance, bench),
            try shared(by: 64, 8_000, atLeast: 5, aloneRate, instance, bench),
        ]
    }

    /// Of one after the other.
    private func rate(of samples: Samples) -> Double {
        Double(samples.count) / (samples.sum / 1e3)
    }

    private func latency(
        _ name: String,
        _ submits: Samples,
        _ commits: Samples,
        _ share: Double
    ) -> Figure {
        Figure(
            name: name,
            unit: "ms",
            value: submits.quantile(share),
            limit: commits.quantile(share),
            limitName: "bare commit",
            target: share == 0.5 ? .ratioAtMost(2.5) : nil,
            sampleCount: submits.count
        )
    }

    private func shared(
        by connectionCount: Int,
        _ count: Int,
        atLeast bound: Double,
        _ aloneRate: Double,
        _ instance: Instance,
        _ bench: Workbench
    ) throws(HarnessError) -> Figure {
        let client = try instance.client(connectionCount: connectionCount)
        let loop = ClosedLoop(client, prefix: "by-\(connectionCount)")
        let count = bench.count(count)
        let span = try loop.run(count).span
        return Figure(
            name: "submits acknowledged, \(connectionCount) connections",
            unit: "/s",
            value: Double(count) / (Double(span.nanoseconds) / 1e9),
            limit: aloneRate,
            limitName: "1 connection",
            target: .ratioAtLeast(bound),
            sampleCount: count
        )
    }
}
