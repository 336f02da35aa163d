import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// What waits on a lane goes to another one, or goes: reroute, flush, and a lane that is removed.
final class QueueCommandTests: XCTestCase {
    private func options(_ reason: String, isDryRun: Bool = false) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        options.isDryRun = isDryRun
        return options
    }

    /// Two lanes with one slot each; only `vp.a` is meant for missions of type `a`.
    private func twoLanes() -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = [
            ("vp.a", "{ slots: 1, intents: [\"a\"] }"), ("vp.b", "{ slots: 1 }"),
        ]
        return configuration
    }

    private func queue(
        _ count: Int,
        on client: TestClient,
        _ instance: TestInstance
    ) throws -> [MissionID] {
        let envelopes = (0..<count).map { number in
            script("mark \(instance.marksPath)", "say \(number)") {
                $0.missionType = "a"
                $0.idempotencyKey = "key \(number)"
            }
        }
        return try client.submit(envelopes).map { try XCTUnwrap($0.envelope.missionID) }
    }

    func testA36RerouteMovesWhatWaitsAndWhatComesBackAndNothingRunsTwice() throws {
        let instance = try TestInstance(in: self, twoLanes())
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        let (running, _) = try start(
            script("mark \(instance.marksPath)", "stall") {
                $0.missionType = "a"
                $0.retry.maxRecoveries = 0
            },
            client
        )
        let pinned = script("say pinned") { $0.vpID = a }
        let pinnedID = try XCTUnwrap(try client.submit(pinned).envelope.missionID)
        let waiting = try queue(6, on: client, instance)
        let before = try waiting.map { try client.mission($0) }

        let plan = try client.change(
            .laneReroute(a, RerouteOrder(to: b), options("sick", isDryRun: true))
        )
        XCTAssertEqual(try client.lane(a).queuedCounts.reduce(0, +), 7)
        let change = try client.change(.laneReroute(a, RerouteOrder(to: b), options("sick")))

        XCTAssertEqual(plan.lines, change.lines)
        XCTAssertTrue(change.lines[0].hasPrefix("6 queued missions go to lane vp.b"))
        XCTAssertTrue(
            change.lines.contains { $0.hasPrefix("\(pinnedID) stays") },
            "\(change.lines)"
        )
        var starts: [WallTime] = []
        for (id, old) in zip(waiting, before) {
            let end = try client.wait(id)
            XCTAssertEqual(end.state.status, .completed)
            XCTAssertEqual(end.attempts.map(\.vpID), [b])
            XCTAssertEqual(end.state.createdAt, old.state.createdAt)
            XCTAssertEqual(end.state.queuedAt, old.state.queuedAt)
            XCTAssertEqual(end.envelope, old.envelope)
            XCTAssertEqual(try client.events(mission: id, types: [.missionRerouted]).count, 1)
            starts.append(try XCTUnwrap(end.state.startedAt))
        }
        XCTAssertEqual(starts, starts.sorted(), "the oldest goes first")
        XCTAssertEqual(try client.mission(running).state.status, .running)
        XCTAssertEqual(try client.mission(pinnedID).state.status, .queued)

        // It stays in force over a restart, for what comes back.
        try instance.killAndRestart()
        try instance.waitUntilReady()
        let later = try instance.client()
        XCTAssertEqual(try later.lane(a).record.reroute?.target, b)
        try later.change(.lanePause(a, options("sick")))
        try later.change(.missionRequeue(running, options("elsewhere")))
        let moved = try later.wait(running, until: "runs on the other lane") {
            $0.attempts.last?.vpID == b && $0.state.status == .running
        }
        XCTAssertEqual(moved.attempts.map(\.outcome), [.interrupted, nil])
        XCTAssertEqual(moved.state.recoveryCount, 0)
        try later.change(.missionCancel(running, options("enough")))
        try later.change(.laneResume(a, options("well")))
        XCTAssertEqual(try later.wait(pinnedID).attempts.map(\.vpID), [a])
        try assertNothingOverlapped(instance)
    }

    func testA37RemovedLaneKeepsItsMissionsUntilTheyAreReroutedOrFlushed() throws {
        let instance = try TestInstance(in: self, twoLanes())
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        try client.change(.lanePause(a, options("hold")))
        let waiting = try queue(4, on: client, instance)

        var configuration = TestConfiguration()
        configuration.lanes = [("vp.b", "{ slots: 1 }")]
        try instance.write(configuration)
        try client.change(.configReload)

        for id in waiting {
            XCTAssertEqual(try client.mission(id).waitingFor?.reason, .laneRemoved)
        }
        let told = try client.events(types: [.sessionRetired])
        XCTAssertEqual(told.last?.payload["queued"], .integer(4))
        try client.change(.missionMove(waiting[0], to: b, options("first")))
        XCTAssertEqual(try client.wait(waiting[0]).attempts.map(\.vpID), [b])
        try client.change(.missionCancel(waiting[1], options("not needed")))
        try client.change(.laneReroute(a, RerouteOrder(to: b), options("removed")))
        for id in waiting[2...] {
            XCTAssertEqual(try client.wait(id).attempts.map(\.vpID), [b])
        }

        // A file that cannot be read changes nothing.
        try Files.writeAtomically(Array("{".utf8), to: instance.configurationPath, mode: 0o600)
        XCTAssertEqual(try client.refusal(of: .configReload).code, .configuration)
        XCTAssertEqual(try finish(script("say up"), client).state.status, .completed)
        try assertNothingOverlapped(instance)
    }

    func testA39FlushCancelsWhatWaitsOnceAndLeavesWhatRuns() throws {
        let instance = try TestInstance(in: self, twoLanes())
        let client = try instance.client()
        let a = try lane("vp.a")
        let (running, _) = try start(script("stall") { $0.missionType = "a" }, client)
        let waiting = try queue(5, on: client, instance)
        let sequence = try client.status().lastEventSequence

        let plan = try instance.lanectl(
            "lane",
            "flush",
            "vp.a",
            "--reason",
            "runaway",
            "--dry-run"
        )
        XCTAssertEqual(plan.code, 0, plan.errors)
        XCTAssertTrue(plan.output.contains("5 background, 0 deadline, 0 interactive"), plan.output)
        XCTAssertEqual(try client.status().lastEventSequence, sequence)

        let change = try client.change(.laneFlush(a, nil, options("runaway")))

        XCTAssertTrue(change.isChanged)
        for id in waiting {
            let end = try client.mission(id)
            XCTAssertEqual(end.state.status, .cancelled)
            XCTAssertEqual(end.state.summary, "runaway")
            XCTAssertEqual(end.attempts, [])
        }
        XCTAssertEqual(try client.mission(running).state.status, .running)
        let told = try client.events(types: [.laneFlushed, .missionCancelled])
        XCTAssertEqual(told.map(\.type).first, .laneFlushed)
        XCTAssertEqual(told.count, 6)
        XCTAssertEqual(told.first?.payload["background"], .integer(5))
        XCTAssertEqual(
            told.first?.payload["missions"],
            .array(waiting.map { .string($0.rawValue) })
        )

        let again = try client.change(.laneFlush(a, nil, options("runaway")))
        XCTAssertFalse(again.isChanged)
        XCTAssertEqual(try client.events(types: [.laneFlushed]).count, 1)
        try client.change(.missionCancel(running, options("enough")))
        _ = try client.wait(running)
        try assertNothingOverlapped(instance)
    }

    func testA42RerouteToAnUnhealthyLaneIsRefusedAndWorkWaits() throws {
        var configuration = twoLanes()
        configuration.lanes[1].object = "{ slots: 1, intents: [\"b\"] }"
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        try client.change(.lanePause(a, options("sick")))
        let waiting = try queue(3, on: client, instance)
        try client.change(.laneDrain(b, options("sick too")))
        try client.wait(b, until: "is drained") { $0.record.admission == .drained }

        let refusal = try client.refusal(
            of: .laneReroute(a, RerouteOrder(to: b), options("away"))
        )

        XCTAssertEqual(refusal.code, .refused)
        XCTAssertEqual(refusal.reason, .laneDrained)
        for id in waiting {
            let view = try client.mission(id)
            XCTAssertEqual(view.state.assignedVPID, a)
            XCTAssertEqual(view.state.status, .queued)
            XCTAssertEqual(try client.events(mission: id, types: [.missionRerouted]), [])
        }

        // Two lanes are never rerouted to each other.
        try client.change(.laneUndrain(b, options("well")))
        try client.wait(b, until: "is open") { $0.record.status == .idle }
        try client.change(.laneReroute(a, RerouteOrder(to: b), options("away")))
        try client.change(.laneResume(a, options("well")))
        let back = try client.refusal(of: .laneReroute(b, RerouteOrder(to: a), options("back")))
        XCTAssertEqual(back.reason, .laneRerouted)
        for id in waiting { XCTAssertEqual(try client.wait(id).attempts.map(\.vpID), [b]) }
        try assertNothingOverlapped(instance)
    }
}
