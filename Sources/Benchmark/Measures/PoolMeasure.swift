import Harness
import Protocol
import System

/// A provider's refusal that one run hears, until another client has the event that the pool of all
/// eight lanes starts nothing; and that nothing does start until the pool is cleared.
struct PoolMeasure: Measure {
    private static let laneCount = 8
    private static let pool = "bench"

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(
            bench,
            laneCount: Self.laneCount,
            poolSlotCount: Self.laneCount * 2
        )
        let client = try instance.client(connectionCount: 2)
        let pipe = try MarkPipe(path: "\(instance.folder)/marks", lines: client.lines)
        let bare = try BareReport(instance, pipe, client.lines)
        let bell = try Bell(path: "\(instance.folder)/bell")
        let lanes = try client.lanes().map(\.record.vpID)
        try startReporter(bell, pipe, client)
        try subscribe(client)
        var (spans, reports) = (Samples(), Samples())
        for _ in 0..<bench.count(200) {
            reports.add(try bare.run())
            // A window whose state does not change is told again after 5 s only.
            _ = try bell.ring("reading")
            _ = try pipe.next(in: client.lines)
            try Pause.microseconds(5_000)
            let toldAt = try bell.ring("rejected")
            spans.add(try heldAt(client).since(toldAt))
            _ = try pipe.next(in: client.lines)
            try checkNothingStarts(on: lanes, client)
        }
        let name = "429 to its pool held, 8 lanes"
        return [
            figure("\(name), p50", spans, reports, 0.5, nil),
            figure("\(name), p99", spans, reports, 0.99, 5),
        ]
    }

    private func figure(
        _ name: String,
        _ values: Samples,
        _ limits: Samples,
        _ share: Double,
        _ bound: Double?
    ) -> Figure {
        Figure(
            name: name,
            unit: "ms",
            value: values.quantile(share),
            limit: limits.quantile(share),
            limitName: "bare report",
            target: bound.map { .valueAtMost($0) },
            sampleCount: values.count
        )
    }

    // MARK: The run that reports

    /// Starts a mission that goes on, and reports a limit in the state of each word it is told.
    private func startReporter(
        _ bell: Bell,
        _ pipe: MarkPipe,
        _ client: ControlClient
    ) throws(HarnessError) {
        let report =
            #"printf '{"lane":"limit","class":"rate_limited","state":"%s"}\n' "$word" >&3"#
        let script = bell.loop(
            ready: pipe.command("listens"),
            "\(report)\n    \(pipe.command("$word"))"
        )
        var envelope = SampleMission.running(script)
        envelope.session = .fresh
        _ = try client.submit(envelope)
        _ = try pipe.next(in: client.lines)
    }

    // MARK: Events

    private func subscribe(_ client: ControlClient) throws(HarnessError) {
        var filter = EventFilter()
        filter.typePrefixes = [
            EventType.poolThrottled, .poolRecovered, .missionDispatched, .missionCompleted,
        ].map(\.rawValue)
        filter.follows = true
        _ = try client.ask(.eventsSubscribe(filter), on: 1)
    }

    /// Waits for the event that the pool starts nothing, and returns when it was read.
    private func heldAt(_ client: ControlClient) throws(HarnessError) -> MonotonicTime {
        let (event, at) = try nextEvent(client)
        guard event.type == .poolThrottled else {
            throw HarnessError("\(event.type.rawValue) came before the pool was held")
        }
        return at
    }

    private func nextEvent(
        _ client: ControlClient
    ) throws(HarnessError) -> (event: EventRecord, at: MonotonicTime) {
        try client.lines.first("an event", from: 1) { (arrival) throws(HarnessError) in
            try ControlClient.event(arrival.line).map { ($0, arrival.at) }
        }
    }

    /// Submits a mission for each lane, which all have room, clears the pool after a while, and lets
    /// them end; none may have been started before.
    private func checkNothingStarts(
        on lanes: [LaneID],
        _ client: ControlClient
    ) throws(HarnessError) {
        let missions = lanes.map { lane in
            var envelope = MissionEnvelope(objective: "true")
            envelope.source = "lanebench"
            envelope.vpID = lane
            envelope.session = .fresh
            return envelope
        }
        _ = try client.ask(.missionSubmit(missions, isDryRun: false))
        try Pause.microseconds(2_000)
        guard case .pool(let pool) = try client.ask(.poolGet(Self.pool)),
            pool.record.status == .cooling, pool.queuedCounts.reduce(0, +) == lanes.count
        else { throw HarnessError("the pool does not wait for its provider") }
        var options = OperatorOptions()
        options.reason = "benchmark"
        _ = try client.ask(.poolClear(Self.pool, options))
        let first = try nextEvent(client).event
        guard first.type == .poolRecovered else {
            throw HarnessError("\(first.type.rawValue) in a pool that was held")
        }
        var endCount = 0
        while endCount < lanes.count {
            if try nextEvent(client).event.type == .missionCompleted { endCount += 1 }
        }
    }
}
