import Harness
import Protocol
import System

/// SIGKILL of a worker to the same mission running again: idle, and beside the worker's own
/// exec-to-hello while the processors have twice as much to do as they can.
struct RecoveryMeasure: Measure {
    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: 1)
        let client = try instance.client()
        let pipe = try MarkPipe(path: "\(instance.folder)/marks", lines: client.lines)
        let hello = try BareHello(bench, folder: instance.folder)
        let idle = try recoveries(bench.count(200), client, pipe, hello)
        let burners = try Burners(2 * Machine().processorCount)
        let loaded = try recoveries(bench.count(200), client, pipe, hello)
        withExtendedLifetime(burners) {}
        return [
            figure("worker SIGKILL to its mission running again, idle, p50", idle, 0.5, nil),
            figure(
                "worker SIGKILL to its mission running again, idle, p99",
                idle,
                0.99,
                .valueAtMost(150)
            ),
            figure(
                "worker SIGKILL to its mission running again, loaded, p50",
                loaded,
                0.5,
                .ratioAtMost(5)
            ),
            figure(
                "worker SIGKILL to its mission running again, loaded, p99",
                loaded,
                0.99,
                .ratioAtMost(5)
            ),
        ] + (try keepers(idle.recoveries.median, bench, instance.folder))
    }

    /// What others take that keep a service running.
    private func keepers(
        _ ours: Double,
        _ bench: Workbench,
        _ folder: String
    ) throws(HarnessError) -> [Figure] {
        var figures: [Figure] = []
        for kind in ServiceKeeper.Kind.allCases {
            let keeper = try ServiceKeeper(kind, bench.peers, folder: "\(folder)/\(kind.rawValue)")
            let times = try keeper?.measure(bench.count(20))
            figures.append(
                .beside(
                    "worker SIGKILL to its mission running again, beside \(kind.rawValue)",
                    "ms",
                    ours,
                    (name: "\(kind.rawValue), a service", value: times?.median),
                    nil,
                    sampleCount: times?.count ?? 1
                )
            )
        }
        return figures
    }

    private typealias Times = (recoveries: Samples, hellos: Samples)

    private func recoveries(
        _ count: Int,
        _ client: ControlClient,
        _ pipe: MarkPipe,
        _ hello: BareHello
    ) throws(HarnessError) -> Times {
        var times: Times = (Samples(), Samples())
        for _ in 0..<count {
            times.hellos.add(try hello.run())
            times.recoveries.add(try recover(client, pipe))
        }
        return times
    }

    /// Starts a mission, kills its worker once it runs, and waits until it runs again.
    private func recover(
        _ client: ControlClient,
        _ pipe: MarkPipe
    ) throws(HarnessError) -> Interval {
        let script = """
            \(pipe.command("$LANE_MISSION_ID $LANE_ATTEMPT"))
            [ "$LANE_ATTEMPT" = 2 ] || exec sleep 1000
            """
        let mission = try client.submit(SampleMission.running(script))
        let id = mission.envelope.missionID?.rawValue ?? ""
        guard try pipe.next(in: client.lines).text == "\(id) 1" else {
            throw HarnessError("another run began than that of \(id)")
        }
        guard let worker = try client.lanes().first?.record.worker else {
            throw HarnessError("the lane has no worker")
        }
        let killedAt = Clock.bootTime()
        try HarnessError.describing { () throws(SystemError) in
            _ = try ProcessHandle.open(worker)?.send(.kill)
        }
        let mark = try pipe.next(in: client.lines)
        guard mark.text == "\(id) 2", let missionID = mission.envelope.missionID else {
            throw HarnessError("after the kill \"\(mark.text)\" ran instead of \(id)")
        }
        guard try client.wait(for: missionID).state.status == .completed else {
            throw HarnessError("\(id) did not complete after its recovery")
        }
        return mark.at.since(killedAt)
    }

    private func figure(
        _ name: String,
        _ times: Times,
        _ share: Double,
        _ target: Target?
    ) -> Figure {
        Figure(
            name: name,
            unit: "ms",
            value: times.recoveries.quantile(share),
            limit: times.hellos.quantile(share),
            limitName: "exec to hello",
            target: target,
            sampleCount: times.recoveries.count
        )
    }
}
