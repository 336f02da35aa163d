import Harness
import Protocol
import System

/// Submit to the runtime's process, on an idle instance: until the kernel executes it, until the run
/// itself has written a line, and until the client has the event `vp.mission.started`.
struct StartMeasure: Measure {
    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 3)
        let client = try instance.client(connectionCount: 2)
        let pipe = try MarkPipe(path: "\(instance.folder)/marks", lines: client.lines)
        let watch = try StartWatch(shell: instance.shell, lines: client.lines)
        let bare = try BareStart(instance, pipe, watch, client.lines)
        try subscribe(client)
        let mission = SampleMission.running(pipe.command("$LANE_MISSION_ID"))
        var (bares, times) = (Times(), Times())
        for _ in 0..<bench.count(250) {
            let alone = try bare.run()
            bares.executions.add(alone.execution)
            bares.lines.add(alone.line)
            try start(mission, client, (pipe.source, watch.source), into: &times)
            // The end of the run and its tidying are not part of the next start.
            try Pause.microseconds(10_000)
        }
        let execution = "submit to execution of the runtime, idle"
        let line = "submit to first line of the runtime, idle"
        let event = "submit to event vp.mission.started, idle"
        return [
            Figure.start("\(execution), p50", times.executions, bares.executions, 0.5, 3),
            Figure.start("\(execution), p99", times.executions, bares.executions, 0.99, 15),
            Figure.start("\(line), p50", times.lines, bares.lines, 0.5, nil),
            Figure.start("\(line), p99", times.lines, bares.lines, 0.99, nil),
            Figure.start("\(event), p50", times.events, bares.lines, 0.5, nil),
            Figure.start("\(event), p99", times.events, bares.lines, 0.99, nil),
        ]
    }

    private struct Times {
        var executions = Samples()
        var lines = Samples()
        var events = Samples()
    }

    private func subscribe(_ client: ControlClient) throws(HarnessError) {
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
        _ sources: (line: Int, execution: Int),
        into times: inout Times
    ) throws(HarnessError) {
        let frame = client.frame(.missionSubmit([mission], isDryRun: false))
        let sentAt = Clock.bootTime()
        try client.lines.send(frame, to: 0)
        var (execution, line, event): (Interval?, Interval?, Interval?)
        try client.lines.first("the end of a mission") {
            (arrival) throws(HarnessError) -> Void? in
            switch arrival.source {
            case sources.line: line = arrival.at.since(sentAt)
            case sources.execution: execution = execution ?? arrival.at.since(sentAt)
            case 1:
                guard let record = try ControlClient.event(arrival.line) else { return nil }
                if record.type == .missionCompleted { return () }
                event = arrival.at.since(sentAt)
            default: break
            }
            return nil
        }
        guard let execution, let line, let event else {
            throw HarnessError("a mission completed without an execution, a line and an event")
        }
        times.executions.add(execution)
        times.lines.add(line)
        times.events.add(event)
    }
}
