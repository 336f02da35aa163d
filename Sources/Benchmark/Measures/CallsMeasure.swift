import Harness
import Protocol
import System

/// System calls of a mission that does nothing, from submit to its end, by program; counted by
/// strace, which slows everything down, so that nothing else can be measured with it.
struct CallsMeasure: Measure {
    /// Named in the table whatever they cost; the others are summed up.
    private static let named = ["fdatasync", "fsync", "pwrite64", "epoll_wait", "epoll_ctl"]

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 1)
        let client = try instance.client()
        guard let worker = try client.lanes().first?.record.worker?.pid else {
            throw HarnessError("the lane has no worker")
        }
        let supervisor = instance.supervisor.identity.pid
        let count = bench.count(100)
        _ = try runMission(client)
        let supervising = try CallTrace(supervisor, output: "\(instance.folder)/supervisor.calls")
        let working = try CallTrace(worker, output: "\(instance.folder)/worker.calls")
        for _ in 0..<count { try runMission(client) }
        return figures("supervisor", try supervising.end(), count)
            + figures("worker", try working.end(), count)
    }

    private func runMission(_ client: ControlClient) throws(HarnessError) {
        let mission = try client.submit(SampleMission.running("true"))
        guard let id = mission.envelope.missionID,
            try client.wait(for: id).state.status == .completed
        else { throw HarnessError("a mission that does nothing did not complete") }
    }

    private func figures(
        _ program: String,
        _ calls: [CallTrace.Row],
        _ missionCount: Int
    ) -> [Figure] {
        func figure(_ name: String, _ callCount: Int) -> Figure {
            Figure(
                name: "\(program), a mission: \(name)",
                unit: "calls",
                value: Double(callCount) / Double(missionCount),
                sampleCount: missionCount
            )
        }
        let total = calls.reduce(0) { $0 + $1.count }
        return [figure("all system calls", total)]
            + Self.named.map { name in
                figure(name, calls.first { $0.name == name }?.count ?? 0)
            }
    }
}
