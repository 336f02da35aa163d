import Harness
import Protocol
import System

/// The whole life of a job without a process, from submit to the end that a client hears of.
///
/// It is submitted, dispatched, done by a worker, recorded and acknowledged, each of it durable. Many
/// of them stand beside put, reserve and delete of beanstalkd, one after the other beside bare
/// commits and task queues in Python.
struct LifeMeasure: Measure {
    private static let laneCount = 4
    private static let producerCount = 8

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        try manyAtOnce(slotCount: 16, bench.count(6_000), atLeast: 1.5, bench)
            + manyAtOnce(slotCount: 1, bench.count(3_000), atLeast: 0.5, bench)
            + oneByOne(bench)
    }

    // MARK: Many

    private func manyAtOnce(
        slotCount: Int,
        _ count: Int,
        atLeast bound: Double,
        _ bench: Workbench
    ) throws(HarnessError) -> [Figure] {
        var shape = InstanceShape(laneCount: Self.laneCount)
        shape.work = .noop
        shape.slotCount = slotCount
        let instance = try Instance(bench, shape)
        let client = try instance.client(connectionCount: Self.producerCount + 1)
        let loop = try LifeLoop(client, prefix: "many-\(slotCount)")
        let peer = try Beanstalkd(bench.peers, folder: "\(instance.folder)/queue")
        var theirs: Interval?
        if let peer {
            theirs = try BeanstalkLoop(
                peer,
                producerCount: Self.producerCount,
                consumerCount: Self.laneCount * slotCount
            ).run(count)
        }
        let ours = try loop.run(count)
        return [
            .beside(
                "whole lives of no-op missions, \(Self.laneCount) lanes × \(slotCount) slots",
                "/s",
                rate(count, ours),
                (name: "beanstalkd put+reserve+delete", value: theirs.map { rate(count, $0) }),
                .ratioAtLeast(bound),
                sampleCount: count
            )
        ]
    }

    private func rate(_ count: Int, _ span: Interval) -> Double {
        Double(count) / (Double(span.nanoseconds) / 1e9)
    }

    // MARK: One by one

    private func oneByOne(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        var shape = InstanceShape(laneCount: Self.laneCount)
        shape.work = .noop
        let instance = try Instance(bench, shape)
        let loop = try LifeLoop(try instance.client(connectionCount: 2), prefix: "one")
        let bare = try BareCommit(folder: instance.stateFolder)
        _ = try bare.run(100)
        let count = bench.count(300)
        var (lives, commits) = (Samples(), Samples())
        for number in 0..<count {
            for value in try bare.run(1).values { commits.add(value) }
            lives.add(try loop.runOne(number))
            // What follows an end is not part of the next life.
            try Pause.microseconds(5_000)
        }
        let name = "submit to completed, idle, no-op"
        return [
            Figure(
                name: "\(name), p50",
                unit: "ms",
                value: lives.median,
                limit: commits.median,
                limitName: "bare commit",
                target: .ratioAtMost(6),
                sampleCount: count
            ),
            Figure(
                name: "\(name), p99",
                unit: "ms",
                value: lives.p99,
                limit: commits.p99,
                limitName: "bare commit",
                sampleCount: count
            ),
        ] + (try pythonFigures(lives.median, "\(name), p50", bench, instance.folder))
    }

    private func pythonFigures(
        _ ours: Double,
        _ name: String,
        _ bench: Workbench,
        _ folder: String
    ) throws(HarnessError) -> [Figure] {
        var figures: [Figure] = []
        for kind in PythonQueue.Kind.allCases {
            let queue = try PythonQueue(kind, bench.peers, folder: "\(folder)/\(kind.module)")
            let times = try queue?.measure(submitCount: 1, lifeCount: bench.count(200)).lives
            figures.append(
                .beside(
                    "\(name), beside \(kind.rawValue)",
                    "ms",
                    ours,
                    (name: kind.rawValue, value: times?.median),
                    kind == .rq ? nil : .ratioAtMost(0.5),
                    sampleCount: times?.count ?? 1
                )
            )
        }
        return figures
    }
}
