import Protocol
import System

/// Submit to the runtime's process, on an idle instance: until the run itself has written a line,
/// and until the client has the event `vp.mission.started`.
struct StartMeasure: Measure {
    func run(_ bench: Workbench) throws(BenchmarkError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 3)
        let client = try instance.client(connectionCount: 2)
        let pipe = try MarkPipe(path: "\(instance.folder)/marks", lines: client.lines)
        let bare = try BareStart(pipe, client.lines, folder: instance.folder)
        try subscribe(client)
        let mission = SampleMission.running(pipe.command("$LANE_MISSION_ID"))
        var (starts, marks, events) = (Samples(), Samples(), Samples())
        for _ in 0..<bench.count(250) {
            starts.add(try bare.run())
            let times = try start(mission, client, pipe)
            marks.add(times.mark)
            events.add(times.event)
            // The end of the run and its tidying are not part of the next start.
            try Pause.microseconds(10_000)
        }
        return [
            Figure.start("submit to first line of the runtime, idle, p50", marks, starts, 0.5, 3),
            Figure.start("submit to first line of the runtime, idle, p99", marks, starts, 0.99, 15),
            Figure.start("submit to event vp.mission.started, idle, p50", events, starts, 0.5, nil),
            Figure.start(
                "submit to event vp.mission.started, idle, p99",
                events,
                starts,
                0.99,
                nil
            ),
        ]
    }

    private func subscribe(_ client: ControlClient) throws(BenchmarkError) {
        var filter = EventFilter()
        filter.typePrefixes = [
            EventType.missionStarted.rawValue, EventType.missionCompleted.rawValue,
        ]
        filter.follows = true
        _ = try client.ask(.eventsSubscribe(filter), on: 1)
    }

    /// Runs one mission to its end.
    private func start(
        _ mission: MissionEnvelope,
        _ client: ControlClient,
        _ pipe: MarkPipe
    ) throws(BenchmarkError) -> (mark: Interval, event: Interval) {
        let frame = client.frame(.missionSubmit([mission], isDryRun: false))
        let sentAt = Clock.bootTime()
        try client.lines.send(frame, to: 0)
        var mark: Interval?
        var event: Interval?
        try client.lines.first("the end of a mission") {
            (arrival) throws(BenchmarkError) -> Void? in
            if arrival.source == pipe.source {
                mark = arrival.at.since(sentAt)
            } else if arrival.source == 1 {
                guard let record = try ControlClient.event(arrival.line) else { return nil }
                if record.type == .missionCompleted { return () }
                event = arrival.at.since(sentAt)
            }
            return nil
        }
        guard let mark, let event else {
            throw BenchmarkError("a mission completed without a mark and an event")
        }
        return (mark, event)
    }
}
