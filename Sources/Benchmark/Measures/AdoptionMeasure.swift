import DataStructures
import Harness
import Protocol
import System

/// SIGKILL of the supervisor and a new one: from its exec until all of eight lanes with a running
/// mission each are adopted, nothing of which is disturbed.
struct AdoptionMeasure: Measure {
    private static let laneCount = 8

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        let instance = try Instance(bench, laneCount: Self.laneCount)
        var client = try instance.client()
        let pipe = try MarkPipe(path: "\(instance.folder)/marks", lines: client.lines)
        let before = try startRuns(client, pipe)
        withExtendedLifetime(pipe) {}
        var (adoptions, bare) = (Samples(), Samples())
        for _ in 0..<bench.count(20) {
            bare.add(try startProgram(bench))
            let cursor = try lastEvent(client)
            try instance.killSupervisor()
            let start = try instance.restart()
            client = try instance.client()
            adoptions.add(try adopted(after: cursor, client).since(start))
            try checkUndisturbed(before, client)
        }
        return [
            figure("supervisor exec to 8 lanes adopted, median", adoptions, bare, 0.5, nil),
            figure("supervisor exec to 8 lanes adopted, slowest", adoptions, bare, 1, 300),
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
            limit: limits.median,
            limitName: "lanekeeper version",
            target: bound.map { .valueAtMost($0) },
            sampleCount: values.count
        )
    }

    /// The supervisor's program, loaded and ended again.
    private func startProgram(_ bench: Workbench) throws(HarnessError) -> Interval {
        try HarnessError.describing { () throws(SystemError) in
            let process = try SpawnRequest(
                executable: bench.program("lanekeeper"),
                arguments: ["version"],
                environment: []
            ).start()
            let start = Clock.bootTime()
            _ = try process.wait(until: nil)
            return Clock.bootTime().since(start)
        }
    }

    // MARK: Runs

    /// A run, and the process that leads it.
    private struct Run: Equatable {
        let lane: LaneID
        let run: RunID
        let leader: ProcessIdentity?
    }

    /// Starts a mission on every lane that goes on until it is stopped.
    private func startRuns(
        _ client: ControlClient,
        _ pipe: MarkPipe
    ) throws(HarnessError) -> [Run] {
        for lane in try client.lanes() {
            var mission = SampleMission.running("\(pipe.command("on"))\nexec sleep 100000")
            mission.vpID = lane.record.vpID
            _ = try client.submit(mission)
            _ = try pipe.next(in: client.lines)
        }
        let runs = try self.runs(client)
        guard runs.count == Self.laneCount, runs.allSatisfy({ $0.leader != nil }) else {
            throw HarnessError("\(runs.count) runs on \(Self.laneCount) lanes")
        }
        return runs
    }

    private func runs(_ client: ControlClient) throws(HarnessError) -> [Run] {
        var runs: [Run] = []
        for lane in try client.lanes() {
            for run in lane.runs {
                runs.append(
                    Run(lane: lane.record.vpID, run: run, leader: try leader(of: run, client))
                )
            }
        }
        return runs
    }

    private func leader(
        of run: RunID,
        _ client: ControlClient
    ) throws(HarnessError) -> ProcessIdentity? {
        let text = run.rawValue
        guard let dot = text.lastIndex(of: "."), let id = MissionID(String(text[..<dot])),
            case .mission(let mission) = try client.ask(.missionGet(id))
        else { throw HarnessError("run \(run) has no mission") }
        return mission.attempts.last?.leader
    }

    private func checkUndisturbed(
        _ before: [Run],
        _ client: ControlClient
    ) throws(HarnessError) {
        guard try runs(client) == before else {
            throw HarnessError("other runs after an adoption than before")
        }
        for run in before {
            let isAlive = try HarnessError.describing { () throws(SystemError) in
                guard let leader = run.leader else { return false }
                return try ProcessTable.isAlive(leader)
            }
            guard isAlive else { throw HarnessError("run \(run.run) died of an adoption") }
        }
    }

    // MARK: Events

    private func lastEvent(_ client: ControlClient) throws(HarnessError) -> UInt64 {
        guard case .status(let status) = try client.ask(.supervisorStatus) else {
            throw HarnessError("supervisor.status was not answered with a status")
        }
        return status.lastEventSequence
    }

    /// Waits until every lane was adopted, and returns when the last one was.
    private func adopted(
        after cursor: UInt64,
        _ client: ControlClient
    ) throws(HarnessError) -> MonotonicTime {
        var filter = EventFilter()
        filter.cursor = cursor
        filter.typePrefixes = [EventType.laneAdopted.rawValue]
        filter.follows = true
        try client.lines.send(client.frame(.eventsSubscribe(filter)), to: 0)
        var lanes = OrderedTable<LaneID, MonotonicTime>()
        return try client.lines.first("the adoption of every lane") {
            (arrival) throws(HarnessError) in
            guard let event = try ControlClient.event(arrival.line), let lane = event.vpID else {
                return nil
            }
            lanes[lane] = arrival.at
            return lanes.count == Self.laneCount ? arrival.at : nil
        }
    }
}
