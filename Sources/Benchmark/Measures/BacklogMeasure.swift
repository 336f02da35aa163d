import Harness
import Protocol
import System

/// An interactive mission on a lane whose other slot is in use and before which 100,000 background
/// missions wait: until the run itself has written a line, which is later than the end of its wait.
struct BacklogMeasure: Measure {
    private static let batchSize = 200

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 1)
        let client = try instance.client()
        let pipe = try MarkPipe(path: "\(instance.folder)/marks", lines: client.lines)
        let watch = try StartWatch(shell: instance.shell, lines: client.lines)
        let bare = try BareStart(instance, pipe, watch, client.lines)
        try occupy(client, pipe)
        let backlog = bench.count(100_000)
        try fill(client, backlog)
        let mission = SampleMission.running(pipe.command("$LANE_MISSION_ID"))
        var (waits, starts) = (Samples(), Samples())
        for _ in 0..<bench.count(250) {
            starts.add(try bare.run().line)
            let sentAt = Clock.bootTime()
            let id = try client.submit(mission).envelope.missionID
            waits.add(try pipe.next(in: client.lines).at.since(sentAt))
            guard let id else { throw HarnessError("a mission without an id") }
            _ = try client.wait(for: id)
            try Pause.microseconds(5_000)
        }
        let name = "interactive submit to first line, \(backlog) background missions waiting"
        return [
            Figure.start("\(name), p50", waits, starts, 0.5, nil),
            Figure.start("\(name), p99", waits, starts, 0.99, 10),
        ]
    }

    /// Takes the slot that is not kept for interactive missions.
    private func occupy(_ client: ControlClient, _ pipe: MarkPipe) throws(HarnessError) {
        var envelope = MissionEnvelope(objective: pipe.command("busy") + "; exec sleep 100000")
        envelope.source = "lanebench"
        _ = try client.submit(envelope)
        _ = try pipe.next(in: client.lines)
    }

    private func fill(_ client: ControlClient, _ count: Int) throws(HarnessError) {
        var number = 0
        while number < count {
            var batch: [MissionEnvelope] = []
            for _ in 0..<min(Self.batchSize, count - number) {
                batch.append(SampleMission.waiting(key: "backlog-\(number)"))
                number += 1
            }
            _ = try client.ask(.missionSubmit(batch, isDryRun: false))
        }
    }
}
