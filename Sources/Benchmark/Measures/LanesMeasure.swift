import Harness
import Protocol
import System

/// What sixty-four idle lanes cost together: memory by its share (PSS), and processor time.
struct LanesMeasure: Measure {
    private static let laneCount = 64

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: Self.laneCount)
        let workers = try instance.client().lanes().compactMap(\.record.worker?.pid)
        guard workers.count == Self.laneCount else {
            throw HarnessError("\(workers.count) workers for \(Self.laneCount) lanes")
        }
        let empty = try EmptyProcess()
        // What the start left to be tidied is not idling.
        try Pause.microseconds(bench.isQuick ? 2_000_000 : 5_000_000)
        let processes = workers + [instance.supervisor.identity.pid]
        let seconds = bench.isQuick ? 10 : 60
        let before = try ProcessorTime.sum(of: processes)
        let start = Clock.bootTime()
        try Pause.microseconds(UInt64(seconds) * 1_000_000)
        let span = Clock.bootTime().since(start)
        let used = try ProcessorTime.sum(of: processes) - before
        var memory = 0.0
        for process in processes { memory += try shareMiB(of: process) }
        return [
            Figure(
                name: "supervisor and \(Self.laneCount) idle lanes, sum of PSS",
                unit: "MB",
                value: memory * 1.048576,
                limit: try shareMiB(of: empty.process.identity.pid) * 1.048576,
                limitName: "one empty Swift program",
                target: .valueAtMost(200)
            ),
            Figure(
                name: "supervisor and \(Self.laneCount) idle lanes, "
                    + "share of a core over \(seconds) s",
                unit: "%",
                value: 100 * Double(used) / Double(span.nanoseconds),
                target: .valueAtMost(1)
            ),
        ]
    }

    private func shareMiB(of pid: Int32) throws(HarnessError) -> Double {
        let count = try HarnessError.describing { () throws(SystemError) in
            try MemoryUsage.shareByteCount(of: pid)
        }
        return Double(count) / 1_048_576
    }
}
