import ControlPlane
import DataStructures
import Harness
import Protocol
import System

/// One scheduling decision with a long queue: a run ends, the next one starts, nothing else happens.
///
/// The supervisor's mind alone, 64 lanes in 16 pools, four sources, all classes; compared with a
/// short queue in the same process.
struct DecisionMeasure: Measure {
    private static let longCount = 100_000
    private static let shortCount = 1_000

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let count = bench.count(4_000)
        let short = try Self.decide(count, queued: Self.shortCount)
        let long = try Self.decide(count, queued: Self.longCount)
        return [
            Figure(
                name: "decision with 100,000 queued, 64 lanes, 16 pools, p50",
                unit: "µs",
                value: long.median * 1e3,
                target: .valueAtMost(20),
                sampleCount: long.count
            ),
            Figure(
                name: "the same beside 1,000 queued, p50",
                unit: "µs",
                value: long.median * 1e3,
                limit: short.median * 1e3,
                limitName: "1,000 queued",
                target: .ratioAtMost(2),
                sampleCount: long.count
            ),
            Figure(
                name: "decision with 100,000 queued, 64 lanes, 16 pools, p99",
                unit: "µs",
                value: long.p99 * 1e3,
                limit: short.p99 * 1e3,
                limitName: "1,000 queued",
                sampleCount: long.count
            ),
        ]
    }

    /// Ends and starts `count` runs one after the other, and times each; the queue is filled again
    /// when a tenth of the short one is gone.
    private static func decide(
        _ count: Int,
        queued: Int
    ) throws(HarnessError) -> Samples {
        var samples = Samples()
        while samples.count < count {
            var mind = try DecisionBench(queued: queued)
            for _ in 0..<min(queued / 10, count) { samples.add(try mind.endOneRun()) }
        }
        return samples
    }
}
