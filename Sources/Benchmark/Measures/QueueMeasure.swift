import Harness
import Protocol
import System

/// Jobs of 300 bytes, durable before they are acknowledged, beside what queues do on the same disk:
/// by 1, 8 and 64 connections, and many in one call.
///
/// Nothing takes the jobs: our lanes are paused, and nobody reserves beanstalkd's.
struct QueueMeasure: Measure {
    private static let blockCount = 4
    private static let batchSize = 200

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 3)
        let client = try instance.client()
        try instance.pauseLanes(client)
        let peer = try Beanstalkd(bench.peers, folder: "\(instance.folder)/queue")
        let one = try rates(1, bench.count(2_000), instance, peer)
        let eight = try rates(8, bench.count(6_000), instance, peer)
        let many = try rates(64, bench.count(12_000), instance, peer)
        let batched = try batchRate(bench.count(20_000), client)
        return [
            submits(1, one, nil), submits(8, eight, 1.5), submits(64, many, 2),
            Figure(
                name: "jobs accepted durably, \(Self.batchSize) in one call",
                unit: "/s",
                value: batched,
                limit: eight.ours,
                limitName: "8 connections",
                target: .ratioAtLeast(3),
                sampleCount: bench.count(20_000)
            ),
        ] + (try pythonFigures(one.ours, bench, instance.folder))
    }

    private typealias Rates = (ours: Double, peer: Double?, count: Int)

    private func submits(_ connectionCount: Int, _ rates: Rates, _ bound: Double?) -> Figure {
        .beside(
            "jobs accepted durably, \(connectionCount) connection\(connectionCount == 1 ? "" : "s")",
            "/s",
            rates.ours,
            (name: "beanstalkd -f 0", value: rates.peer),
            bound.map { .ratioAtLeast($0) },
            sampleCount: rates.count
        )
    }

    /// Ours and the peer's in turns, a block each.
    private func rates(
        _ connectionCount: Int,
        _ count: Int,
        _ instance: Instance,
        _ peer: Beanstalkd?
    ) throws(HarnessError) -> Rates {
        let client = try instance.client(connectionCount: connectionCount)
        let size = max(1, count / Self.blockCount)
        var (ours, theirs) = (Samples(), Samples())
        for block in 0..<Self.blockCount {
            if let peer {
                let loop = try BeanstalkLoop(peer, producerCount: connectionCount)
                theirs.add(try loop.run(size))
            }
            let loop = ClosedLoop(
                client,
                prefix: "by-\(connectionCount)-\(block)",
                mission: SampleMission.job
            )
            ours.add(try loop.run(size).span)
        }
        let sum = size * Self.blockCount
        return (
            Double(sum) / (ours.sum / 1e3),
            peer == nil ? nil : Double(sum) / (theirs.sum / 1e3),
            sum
        )
    }

    private func batchRate(_ count: Int, _ client: ControlClient) throws(HarnessError) -> Double {
        let frames = (0..<max(1, count / Self.batchSize)).map { batch in
            let jobs = (0..<Self.batchSize).map { SampleMission.job(key: "batch-\(batch)-\($0)") }
            return client.frame(.missionSubmit(jobs, isDryRun: false))
        }
        let start = Clock.bootTime()
        for frame in frames {
            try client.lines.send(frame, to: 0)
            _ = try client.lines.first("the answer to a call") { (arrival) throws(HarnessError) in
                arrival.line
            }
        }
        let span = Clock.bootTime().since(start)
        return Double(frames.count * Self.batchSize) / (Double(span.nanoseconds) / 1e9)
    }

    /// Clients in Python wait for each acknowledgement, so that one connection stands beside them.
    private func pythonFigures(
        _ ours: Double,
        _ bench: Workbench,
        _ folder: String
    ) throws(HarnessError) -> [Figure] {
        var figures: [Figure] = []
        for kind in PythonQueue.Kind.allCases {
            let queue = try PythonQueue(kind, bench.peers, folder: "\(folder)/\(kind.module)")
            let times = try queue?.measure(submitCount: bench.count(1_000), lifeCount: 1).submits
            figures.append(
                .beside(
                    "jobs accepted durably, 1 connection, beside \(kind.rawValue)",
                    "/s",
                    ours,
                    (name: kind.rawValue, value: times.map { 1e3 * Double($0.count) / $0.sum }),
                    nil,
                    sampleCount: times?.count ?? 1
                )
            )
        }
        return figures
    }
}
