import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlanePoolsTests: XCTestCase {
    private let first: LaneID = "vp.a"
    private let second: LaneID = "vp.b"
    private let alone: LaneID = "vp.c"

    // MARK: Throttling

    func testRefusalHoldsEveryLaneOfThePoolInTheSameTurnAndNoOther() {
        var scene = makeScene()
        scene.submit(.made("m1", on: first))
        scene.start("m1.1", on: first)

        let turn = scene.turn([
            report(scene, "m1.1", LimitReport(limitClass: "rate_limited", state: .rejected)),
            submission(&scene, .made("m2", on: second)), submission(&scene, .made("m3", on: alone)),
        ])

        XCTAssertEqual(turn.startedMissions, ["m3"])
        XCTAssertEqual(turn.events.filter { $0.type == .poolThrottled }.count, 1)
        XCTAssertEqual(scene.pools["max"]?.status, .cooling)
        XCTAssertEqual(scene.core.explain("m2" as MissionID, at: scene.now)?.reason, .poolCooling)
    }

    func testLanesStartAgainWhenTheWaitIsOver() {
        var scene = makeScene()
        throttle(&scene, "m1", on: first)
        scene.submit(.made("m2", on: second))
        XCTAssertEqual(scene.missions["m2"]?.status, .queued)

        let turn = pass(&scene, seconds: 40)

        XCTAssertTrue(turn.eventTypes.contains(.poolCooling))
        XCTAssertEqual(scene.missions["m2"]?.status, .running)
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 0)
    }

    func testEachSuccessGrantsOneMoreSlotUntilThePoolHasRecovered() {
        var scene = makeScene { $0.slotCount = 2 }
        throttle(&scene, "m1", on: first)
        _ = pass(&scene, seconds: 40)
        scene.submit(.made("m2", on: second))
        XCTAssertEqual(scene.pools["max"]?.slotLimit, 1)

        for id in ["m1.2", "m2.1"] as [RunID] where scene.attempts[id]?.outcome == nil {
            guard let lane = scene.attempts[id]?.vpID else { continue }
            let turn = scene.end(id, on: lane)
            XCTAssertTrue(turn.eventTypes.contains(.poolRecovered))
            break
        }

        XCTAssertNil(scene.pools["max"]?.slotLimit)
    }

    func testLaneWithoutAPoolIsDeferredAsBefore() {
        var scene = makeScene()
        throttle(&scene, "m1", on: alone)

        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
        XCTAssertNotNil(scene.missions["m1"]?.heldUntil)
        XCTAssertEqual(scene.pools, [:])
    }

    // MARK: Exhaustion

    func testExhaustedPoolWaitsForItsResetAndOneRunFindsOut() {
        var scene = makeScene()
        let reset = scene.now.wall + .seconds(100)
        exhaust(&scene, "m1", on: first, resetAt: reset)
        scene.submit(.made("m2", on: second))

        XCTAssertNil(scene.missions["m1"]?.heldUntil)
        XCTAssertEqual(scene.missions["m1"]?.deferralCount, 1)
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 0)
        let why = scene.core.explain("m2" as MissionID, at: scene.now)
        XCTAssertEqual(why?.reason, .poolExhausted)
        XCTAssertEqual(why?.earliestStartAt, scene.pools["max"]?.until)
        _ = pass(&scene, seconds: 105)
        XCTAssertEqual(running(scene), [])

        _ = pass(&scene, seconds: 10)

        XCTAssertEqual(running(scene).count, 1)
        XCTAssertEqual(scene.pools["max"]?.status, .probing)
        let waiting = scene.missions["m1"]?.status == .queued ? "m1" : "m2" as MissionID
        XCTAssertEqual(scene.core.explain(waiting, at: scene.now)?.reason, .poolProbing)
        XCTAssertEqual(scene.events.filter { $0.type == .poolExhausted }.count, 1)
    }

    func testProbeIsOverWhenItsRuntimeReportsUsage() throws {
        var scene = makeScene()
        exhaust(&scene, "m1", on: first, resetAt: scene.now.wall + .seconds(10))
        scene.submit(.made("m2", on: second))
        _ = pass(&scene, seconds: 25)
        let probe = try XCTUnwrap(scene.pools["max"]?.probe)
        let lane = try XCTUnwrap(scene.attempts[probe]?.vpID)
        var usage = Usage()
        usage.callCount = 1

        let turn = scene.report(lane, heartbeat(scene, probe, usage))

        XCTAssertEqual(turn.eventTypes.filter { $0 == .poolRecovered }, [.poolRecovered])
        XCTAssertEqual(running(scene).count, 2)
    }

    func testExhaustionSurvivesARestart() {
        var scene = makeScene()
        exhaust(&scene, "m1", on: first, resetAt: scene.now.wall + .seconds(100))
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = [first, second, alone].compactMap { scene.lanes[$0] }
        recovered.pools = Array(scene.pools.values)

        var next = Scene(makeConfiguration(), recovered: recovered, at: scene.now)
        next.boot()
        for lane in [first, second, alone] { next.makeReady(lane) }
        next.submit(.made("m2", on: second))

        XCTAssertEqual(running(next), [])
        XCTAssertEqual(next.core.explain("m2" as MissionID, at: next.now)?.reason, .poolExhausted)
        _ = pass(&next, seconds: 120)
        XCTAssertEqual(running(next), ["m2.1"])
    }

    func testProbeThatDidNotSurviveARestartIsFollowedByAnother() {
        var record = PoolRecord(name: "max")
        record.status = .probing
        record.probe = "gone.1"
        record.probeUntil = Scene.start.wall + .seconds(600)
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.pools = [record]

        var scene = Scene(makeConfiguration(), recovered: recovered)
        scene.boot()
        for lane in [first, second, alone] { scene.makeReady(lane) }
        scene.submit(.made("m1", on: first))

        XCTAssertEqual(running(scene), ["m1.1"])
        XCTAssertEqual(scene.pools["max"]?.probe, "m1.1")
    }

    // MARK: Logins and operators

    func testMissingLoginHoldsThePoolWithOneAlert() {
        var scene = makeScene()
        scene.submit(.made("m1", on: first))
        scene.submit(.made("m2", on: second))
        for (run, lane) in [("m1.1", first), ("m2.1", second)] as [(RunID, LaneID)] {
            scene.start(run, on: lane)
            scene.end(run, on: lane, .deferred, .authenticationNeeded) { $0.scope = .pool }
        }

        XCTAssertEqual(scene.events.filter { $0.type == .incidentOpened }.count, 1)
        XCTAssertEqual(scene.core.explain("m1" as MissionID, at: scene.now)?.reason, .poolHeld)
        _ = pass(&scene, seconds: 3600)
        XCTAssertEqual(running(scene), [])

        let turn = scene.ask(.poolClear("max", OperatorOptions()))

        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(turn.eventTypes.prefix(2), [.incidentClosed, .poolRecovered])
        XCTAssertEqual(running(scene), ["m1.2", "m2.2"])
    }

    func testOperatorHoldsAPoolAndADryRunDoesNot() {
        var scene = makeScene()
        var options = OperatorOptions.because("changing the key")
        XCTAssertEqual(
            scene.ask(.poolSet("max", .held, OperatorOptions())).errors.map(\.reason),
            [.reasonRequired]
        )
        options.isDryRun = true
        XCTAssertEqual(
            scene.ask(.poolSet("max", .held, options)).changes.map(\.isChanged),
            [true]
        )
        XCTAssertEqual(scene.pools, [:])
        options.isDryRun = false

        scene.ask(.poolSet("max", .held, options))
        scene.submit(.made("m1", on: first))

        XCTAssertEqual(running(scene), [])
        XCTAssertEqual(scene.pools["max"]?.hold?.note, "changing the key")
        XCTAssertEqual(
            scene.ask(.poolSet("max", .held, options)).changes.map(\.isChanged),
            [false]
        )
        XCTAssertEqual(scene.ask(.poolProbe("max", options)).changes.map(\.isChanged), [true])
        XCTAssertEqual(running(scene), ["m1.1"])
        XCTAssertEqual(scene.pools["max"]?.probe, "m1.1")
    }

    func testUnknownPoolIsRefused() {
        var scene = makeScene()
        let options = OperatorOptions.because("r")
        for command in [
            .poolGet("min"), .poolSet("min", .held, options), .poolClear("min", options),
            .poolProbe("min", options),
        ] as [ControlCommand] {
            XCTAssertEqual(scene.ask(command).errors.map(\.reason), [.unknownPool])
        }
        XCTAssertEqual(scene.ask(.poolGet("max")).queries, [.pool("max")])
        XCTAssertEqual(scene.ask(.poolList).queries, [.pools])
    }

    // MARK: Windows

    func testClassStopsAtItsShareOfTheWindowAndGoesOnAtItsReset() {
        var scene = makeScene()
        scene.submit(.made("m1", .interactive, on: first))
        scene.start("m1.1", on: first)
        var reading = LimitReport(limitClass: "usage_window", state: .warning)
        reading.window = "five_hour"
        reading.utilization = 0.75
        reading.resetAt = scene.now.wall + .seconds(60)
        scene.turn([report(scene, "m1.1", reading)])

        scene.submit(.made("m2", on: second))
        let why = scene.core.explain("m2" as MissionID, at: scene.now)

        XCTAssertEqual(running(scene), ["m1.1"])
        XCTAssertEqual(why?.reason, .poolGate)
        XCTAssertEqual(why?.figures["gate_percent"], 70)
        XCTAssertEqual(why?.figures["used_permille"], 750)
        XCTAssertEqual(why?.earliestStartAt, reading.resetAt)
        scene.submit(.made("m3", .interactive, on: second) { $0.session = .fresh })
        XCTAssertEqual(running(scene), ["m1.1", "m3.1"])
        _ = pass(&scene, seconds: 61)
        XCTAssertEqual(running(scene), ["m1.1", "m2.1", "m3.1"])
    }

    func testReportWithAnOldFenceIsStale() {
        var scene = makeScene()
        scene.submit(.made("m1", on: first))
        scene.start("m1.1", on: first)
        let before = scene.core.staleEventCount

        scene.report(
            first,
            .limit(
                runID: "m1.1",
                fence: 99,
                LimitReport(limitClass: "rate_limited", state: .rejected)
            )
        )

        XCTAssertEqual(scene.core.staleEventCount, before + 1)
        XCTAssertEqual(scene.pools, [:])
    }

    func testViewOfAPoolHasItsFigures() throws {
        var scene = makeScene()
        scene.submit(.made("m1", on: first))
        scene.submit(.made("m2", on: first))

        let view = try XCTUnwrap(scene.core.view(ofPool: "max", at: scene.now))

        XCTAssertEqual(view.lanes, [first, second])
        XCTAssertEqual(view.usedSlotCount, 1)
        XCTAssertEqual(view.grantedSlotCount, 4)
        XCTAssertEqual(view.queuedCounts, [0, 0, 1])
        XCTAssertEqual(view.why.reason, .ready)
        XCTAssertNil(scene.core.view(ofPool: "min", at: scene.now))
        XCTAssertEqual(scene.core.poolViews(at: scene.now).count, 1)
    }

    // MARK: Making

    private func makeConfiguration(_ change: (inout PoolPolicy) -> Void = { _ in }) -> Configuration
    {
        var configuration = Scene.configuration([first, second, alone])
        var pool = PoolPolicy()
        pool.slotCount = 4
        pool.resetMarginSeconds = 10
        change(&pool)
        configuration.pools["max"] = pool
        for lane in [first, second] { configuration.lanes.modify(lane) { $0.pool = "max" } }
        return configuration
    }

    private func makeScene(_ change: (inout PoolPolicy) -> Void = { _ in }) -> Scene {
        Scene.ready(makeConfiguration(change))
    }

    private func throttle(_ scene: inout Scene, _ id: MissionID, on lane: LaneID) {
        scene.submit(.made(id, on: lane))
        guard let run = RunID("\(id).1") else { return }
        scene.start(run, on: lane)
        scene.end(run, on: lane, .deferred, .rateLimited) { $0.scope = .pool }
    }

    private func exhaust(
        _ scene: inout Scene,
        _ id: MissionID,
        on lane: LaneID,
        resetAt: WallTime
    ) {
        scene.submit(.made(id, on: lane))
        guard let run = RunID("\(id).1") else { return }
        scene.start(run, on: lane)
        scene.end(run, on: lane, .deferred, .quotaExhausted) { result in
            result.scope = .pool
            var limit = LimitReport(limitClass: "usage_window", state: .rejected)
            limit.resetAt = resetAt
            result.limit = limit
        }
    }

    private func report(_ scene: Scene, _ run: RunID, _ limit: LimitReport) -> Event {
        let lane = scene.attempts[run]?.vpID ?? first
        let fence = scene.fence(of: run)
        return .reported(
            lane,
            scene.generation(of: lane),
            .limit(runID: run, fence: fence, limit)
        )
    }

    private func heartbeat(_ scene: Scene, _ run: RunID, _ usage: Usage) -> LaneReport {
        let beat = Heartbeat.Run(
            runID: run,
            fence: scene.fence(of: run),
            progressCounter: 1,
            isToolInFlight: false,
            usage: usage
        )
        return .heartbeat(Heartbeat(runs: [beat], residentKiB: 1))
    }

    private func submission(_ scene: inout Scene, _ envelope: MissionEnvelope) -> Event {
        scene.request(.missionSubmit([envelope], isDryRun: false))
    }

    /// Lets time pass in steps of a second, while every worker sends its heartbeats.
    private func pass(_ scene: inout Scene, seconds: Int) -> Turn {
        var effects: [Effect] = []
        for _ in 0..<seconds {
            let beats = scene.core.lanes.keys.map { lane in
                Event.reported(
                    lane,
                    scene.generation(of: lane),
                    .heartbeat(Heartbeat(runs: [], residentKiB: 1))
                )
            }
            effects += scene.turn(beats, after: .seconds(1)).effects
            for (run, attempt) in scene.attempts
            where attempt.outcome == nil && attempt.startedAt == nil {
                effects += scene.start(run, on: attempt.vpID).effects
            }
        }
        return Turn(effects: effects)
    }

    private func running(_ scene: Scene) -> [RunID] {
        scene.attempts.values.filter { $0.outcome == nil }.map(\.runID).sorted()
    }
}
