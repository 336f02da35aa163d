import Harness
import Protocol
import System

/// What a supervisor with eight lanes costs while nothing happens: memory and processor time.
struct IdleMeasure: Measure {
    private static let laneCount = 8

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: Self.laneCount)
        let workers = try instance.client().lanes().compactMap(\.record.worker?.pid)
        guard workers.count == Self.laneCount else {
            throw HarnessError("\(workers.count) workers for \(Self.laneCount) lanes")
        }
        let empty = try EmptyProcess()
        // What the start left to be tidied is not idling.
        try Pause.microseconds(bench.isQuick ? 2_000_000 : 5_000_000)
        let supervisor = instance.supervisor.identity.pid
        let seconds = bench.isQuick ? 10 : 60
        let before = try ProcessorTime.sum(of: workers + [supervisor])
        let start = Clock.bootTime()
        try Pause.microseconds(UInt64(seconds) * 1_000_000)
        let span = Clock.bootTime().since(start)
        let used = try ProcessorTime.sum(of: workers + [supervisor]) - before
        var memory = Samples()
        for worker in workers { memory.add(try dirtyMiB(of: worker)) }
        let bare = try dirtyMiB(of: empty.process.identity.pid)
        return [
            Figure(
                name: "private dirty memory of an idle worker, largest of 8",
                unit: "MiB",
                value: memory.most,
                limit: bare,
                limitName: "empty Swift program",
                target: .valueAtMost(2),
                sampleCount: memory.count
            ),
            Figure(
                name: "private dirty memory of the supervisor",
                unit: "MiB",
                value: try dirtyMiB(of: supervisor),
                limit: bare,
                limitName: "empty Swift program"
            ),
            Figure(
                name: "supervisor and 8 idle lanes, share of a core over \(seconds) s",
                unit: "%",
                value: 100 * Double(used) / Double(span.nanoseconds),
                target: .valueAtMost(0.5)
            ),
        ]
    }

    private func dirtyMiB(of pid: Int32) throws(HarnessError) -> Double {
        let count = try HarnessError.describing { () throws(SystemError) in
            try MemoryUsage.privateDirtyByteCount(of: pid)
        }
        return Double(count) / 1_048_576
    }
}
