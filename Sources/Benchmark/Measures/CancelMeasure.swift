import Harness
import Protocol
import System

/// Cancel of a running mission that ends when it is asked to: until the client has the event
/// `vp.mission.cancelled`, which comes when its whole tree is proved gone and that is durable.
struct CancelMeasure: Measure {
    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 3)
        let client = try instance.client(connectionCount: 2)
        let pipe = try MarkPipe(path: "\(instance.folder)/marks", lines: client.lines)
        var filter = EventFilter()
        filter.typePrefixes = [EventType.missionCancelled.rawValue]
        filter.follows = true
        _ = try client.ask(.eventsSubscribe(filter), on: 1)
        let mission = SampleMission.running(pipe.command("runs") + "; exec sleep 100000")
        var spans = Samples()
        for _ in 0..<bench.count(250) {
            guard let id = try client.submit(mission).envelope.missionID else {
                throw HarnessError("a mission without an id")
            }
            _ = try pipe.next(in: client.lines)
            spans.add(try cancel(id, client))
            try Pause.microseconds(5_000)
        }
        let name = "cancel to tree gone and recorded"
        return [
            Figure(name: "\(name), p50", unit: "ms", value: spans.median, sampleCount: spans.count),
            Figure(
                name: "\(name), p99",
                unit: "ms",
                value: spans.p99,
                target: .valueAtMost(50),
                sampleCount: spans.count
            ),
        ]
    }

    private func cancel(
        _ id: MissionID,
        _ client: ControlClient
    ) throws(HarnessError) -> Interval {
        let frame = client.frame(.missionCancel(id, OperatorOptions()))
        let sentAt = Clock.bootTime()
        try client.lines.send(frame, to: 0)
        return try client.lines.first("the end of a cancelled mission") {
            (arrival) throws(HarnessError) -> Interval? in
            guard arrival.source == 1, let event = try ControlClient.event(arrival.line),
                event.missionID == id
            else { return nil }
            return arrival.at.since(sentAt)
        }
    }
}
