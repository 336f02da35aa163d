import Harness
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class FaultInjectorTests: XCTestCase {
    // MARK: Time

    func testWhatHasNothingToBeDoneToIsTriedForAWhileAndThenNoted() throws {
        let target = try ScriptedTarget()
        let plan = FaultBench.plan(.killWorker, after: .seconds(5))
        let injector = FaultInjector(target, [plan]) { _ in }
        XCTAssertEqual(injector.nextDeadline, .seconds(5))

        for milliseconds: UInt64 in [0, 4_999, 5_000, 6_000, 6_970] {
            try injector.advance(to: .milliseconds(milliseconds))
            XCTAssertEqual(injector.injected, [])
            let next = try XCTUnwrap(injector.nextDeadline)
            XCTAssertGreaterThan(next, .milliseconds(milliseconds))
            XCTAssertLessThanOrEqual(next, .seconds(5) + FaultInjector.patience)
        }
        try injector.advance(to: .seconds(7))

        XCTAssertEqual(injector.injected.map(\.obstacle), ["it has no worker"])
        XCTAssertEqual(injector.injected.map(\.object), ["vp.a"])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [false])
        XCTAssertNil(injector.nextDeadline)
    }

    func testWhatLastsEndsWhenItsTimeIsOver() throws {
        let target = try ScriptedTarget(pool: "max")
        let plan = FaultBench.plan(.throttlePool, after: .seconds(1), lastsFor: .seconds(2))
        let injector = FaultInjector(target, [plan]) { _ in }
        let path = StormFile.path(in: target.folder, target.quotas.lanes[1].id)

        try injector.advance(to: .seconds(1))
        XCTAssertTrue(Files.exists(path))
        try injector.advance(to: .milliseconds(2_950))
        XCTAssertTrue(Files.exists(path))
        XCTAssertEqual(injector.nextDeadline, .seconds(3))
        try injector.advance(to: .seconds(3))

        XCTAssertFalse(Files.exists(path))
        XCTAssertNil(injector.nextDeadline)
        let fault = try XCTUnwrap(injector.injected.first)
        XCTAssertGreaterThan(fault.endedAt, fault.at)
        XCTAssertEqual(fault.object, "max")
        XCTAssertNil(fault.obstacle)
    }

    func testSupervisorThatNobodyKilledIsNotStartedAgain() throws {
        let target = try ScriptedTarget("sh -c 'exit 70'")
        try target.start(descriptorLimit: nil)
        _ = try target.supervisor?.wait(until: Deadline.after(10))
        let injector = FaultInjector(target, []) { _ in }

        XCTAssertThrowsError(try injector.advance(to: .zero))
        XCTAssertEqual(target.limits.count, 1)
        XCTAssertFalse(injector.isSupervisorAway, "nobody planned it")
    }

    // MARK: The end

    func testAtTheEndWhatWasDueIsNotedAndWhatWasNotIsNot() throws {
        let target = try ScriptedTarget()
        try target.start(descriptorLimit: nil)
        let plans = [
            FaultBench.plan(.killWorker), FaultBench.plan(.killWorker, after: .seconds(60)),
        ]
        let injector = FaultInjector(target, plans) { _ in }
        try injector.advance(to: .zero)

        try injector.endAll()

        XCTAssertEqual(injector.injected.map(\.obstacle), ["the load was over"])
        XCTAssertNil(injector.nextDeadline)
    }

    func testAtTheEndNothingIsStoppedLimitedDrainedOrStormy() throws {
        let bench = try FaultBench(in: self, pool: "cooling_ms: 100")
        let minute = Interval.seconds(60)
        let worker = try bench.connect().waitForWorker(bench.quotas.lanes[0].id)
        let kinds: [FaultKind] = [.stopWorker, .drainLane, .throttlePool, .slowReader]
        let plans =
            kinds.map { FaultBench.plan($0, lastsFor: minute) }
            + [FaultBench.plan(.limitDescriptors, after: .seconds(1), lastsFor: minute)]
        let injector = FaultInjector(bench, plans) { command in
            _ = try? bench.client?.send(command)
        }
        try bench.play(injector, until: "it was started with a limit") {
            bench.limits.count == 2
        }
        XCTAssertEqual(injector.injected.map(\.kind), kinds + [.limitDescriptors])
        XCTAssertEqual(injector.injected.compactMap(\.obstacle), [])
        XCTAssertEqual(try ProcessTable.entryIfPresent(worker.pid)?.state, "T")

        try injector.endAll()

        XCTAssertNil(injector.nextDeadline)
        XCTAssertNotEqual(try ProcessTable.entryIfPresent(worker.pid)?.state, "T")
        XCTAssertEqual(bench.limits.count, 3)
        XCTAssertEqual(bench.limits.last, .some(nil))
        XCTAssertEqual(try Files.list(bench.folder).filter { $0.hasPrefix("storm") }, [])
        try bench.waitUntilReady()
        let lane = try bench.connect().lane(bench.quotas.lanes[0].id)
        XCTAssertEqual(lane.record.admission, .open)
    }

    // MARK: All together

    func testEveryFaultInTurnLosesNothingRunsNothingTwiceAndLeavesNothing() throws {
        let bench = try FaultBench(
            in: self,
            pool: "cooling_ms: 100, cooling_max_ms: 300, reset_margin_seconds: 0"
        )
        let ids = try bench.connect().submit(load(100, on: bench)).map {
            try XCTUnwrap($0.envelope.missionID)
        }
        let plans = FaultKind.allCases.enumerated().map { index, kind in
            FaultBench.plan(
                kind,
                after: .milliseconds(UInt64(index) * 150),
                lane: index % 2,
                otherLane: 1 - index % 2
            )
        }
        let injector = FaultInjector(bench, plans) { command in
            _ = try? bench.client?.send(command)
        }

        var supervisorCount = 1
        try bench.play(injector, until: "each was done or noted", seconds: 60) {
            if bench.limits.count > supervisorCount, (try? bench.reconnect()) != nil {
                supervisorCount = bench.limits.count
            }
            return injector.injected.count == plans.count
        }
        try injector.endAll()
        let client = try bench.connect()
        try Deadline.wait(until: "all have ended well", seconds: 60) {
            let completed = MissionStatus.allCases.firstIndex(of: .completed)
            return try client.status().missionCounts[XCTUnwrap(completed)] == ids.count
        }
        var evidence = Evidence()
        try EvidenceCollector.collect(bench, into: &evidence)

        let obstacles = injector.injected.filter { $0.obstacle != nil }.map(\.kind)
        XCTAssertTrue(obstacles.contains(.fillDisk), "its disk is the machine's")
        XCTAssertLessThanOrEqual(obstacles.count, 4, "\(injector.injected)")
        XCTAssertEqual(evidence.gaps, [])
        XCTAssertEqual(evidence.ledgerProblems, [])
        XCTAssertEqual(evidence.survivors, [])
        XCTAssertEqual(evidence.missions.map(\.missionID), ids)
        XCTAssertEqual(evidence.effects.filter { $0.kind == .overlap }, [])
        let ends = Set(evidence.effects.filter { $0.kind == .end }.map(\.fence))
        let accepted = evidence.attempts.filter { $0.outcome == .completed }
        XCTAssertEqual(accepted.count, ids.count)
        XCTAssertTrue(accepted.allSatisfy { ends.contains($0.fence) })
    }

    private func load(_ count: Int, on bench: FaultBench) -> [MissionEnvelope] {
        let works: [PlannedMission.Work] = [.plain, .plain, .escaping, .stubborn, .failing]
        let now = Clock.now().wall
        return (0..<count).map { number in
            let planned = PlannedMission(
                number: number,
                arrivesAfter: .zero,
                missionClass: number % 3 == 0 ? .interactive : .background,
                deadlineAfter: nil,
                work: works[number % works.count],
                runTime: .milliseconds(50 + UInt64(number % 7) * 30),
                isContinuing: false,
                pinnedLane: nil
            )
            return MissionScript.envelope(planned, seed: 1, bench, now: now)
        }
    }
}
