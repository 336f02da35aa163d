import Harness
import Protocol
import System

/// SIGKILL of a supervisor with 100,000 queued missions and a new one: from its exec until it is
/// ready, beside the same without a mission.
struct RestartMeasure: Measure {
    private static let batchSize = 200

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 3)
        try instance.pauseLanes(try instance.client())
        let count = bench.count(10)
        let empty = try restarts(count, instance)
        let queued = bench.count(100_000)
        try fill(try instance.client(), queued)
        let full = try restarts(count, instance)
        return [
            Figure(
                name: "supervisor exec to ready with \(queued) queued, slowest",
                unit: "ms",
                value: full.most,
                limit: empty.most,
                limitName: "none queued",
                target: .valueAtMost(1_000),
                sampleCount: count
            )
        ]
    }

    private func restarts(_ count: Int, _ instance: Instance) throws(HarnessError) -> Samples {
        var samples = Samples()
        for _ in 0..<count {
            try instance.killSupervisor()
            let start = try instance.restart()
            let client = try instance.client()
            while try !isReady(client) { try Pause.microseconds(1_000) }
            samples.add(Clock.bootTime().since(start))
        }
        return samples
    }

    private func isReady(_ client: ControlClient) throws(HarnessError) -> Bool {
        guard case .status(let status) = try client.ask(.supervisorStatus) else {
            throw HarnessError("supervisor.status was not answered with a status")
        }
        return status.phase == "ready"
    }

    private func fill(_ client: ControlClient, _ count: Int) throws(HarnessError) {
        for first in stride(from: 0, to: count, by: Self.batchSize) {
            let jobs = (first..<min(count, first + Self.batchSize)).map { number in
                SampleMission.job(key: "queued-\(number)")
            }
            _ = try client.ask(.missionSubmit(jobs, isDryRun: false))
        }
    }
}
