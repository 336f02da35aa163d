import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class LaneTests: XCTestCase {
    // MARK: Status

    func testStatusOfAnOpenLaneFollowsItsWorker() {
        let table: [(Worker, LaneStatus)] = [
            (Worker(generation: 1), .recovering),
            (.vacant(), .recovering),
            (.greeting(), .recovering),
            (.ready(), .idle),
            (dying(), .recovering),
            (leaving(), .idle),
            (parked(), .degraded),
        ]
        for (worker, status) in table {
            let lane = Lane.made("vp.a", worker: worker.machine)

            XCTAssertEqual(lane.status, status, "\(worker.state)")
        }
    }

    func testReadyLaneWithARunIsActive() {
        XCTAssertEqual(ready { $0.runs["m1.1"] = .made("m1.1") }.status, .active)
    }

    func testLaneThatWantsNoWorkerIsIdleWithoutOne() {
        var backingOff = Worker.ready()
        backingOff.die(2)

        for worker in [Worker.vacant(), backingOff] {
            let lane = Lane.made("vp.a", worker: worker.machine) { lane in
                _ = lane.gate.drainRequested(deadline: .ms(0), isGiven: false)
            }
            XCTAssertEqual(lane.status, .idle, "\(worker.state)")
        }
        XCTAssertEqual(Lane.made("vp.a", worker: backingOff.machine).status, .recovering)
    }

    func testWorseStatusHidesTheBetterOne() {
        var lane = ready { _ = $0.gate.setPaused(true) }
        XCTAssertEqual(lane.status, .paused)

        lane.survivorCount = 1
        XCTAssertEqual(lane.status, .degraded)
        XCTAssertEqual(lane.degradedCause, .treeNotDead)

        lane.isRetired = true
        XCTAssertEqual(lane.status, .retired)
    }

    func testCauseOfAParkedLaneIsTheTreeWhileOneLives() {
        var lane = Lane.made("vp.a", worker: parked().machine)
        XCTAssertEqual(lane.degradedCause, .parked)

        lane.survivorCount = 1

        XCTAssertEqual(lane.degradedCause, .treeNotDead)
    }

    // MARK: Starts

    func testLaneStartsWorkUnlessSomethingIsInTheWay() {
        XCTAssertTrue(ready { _ in }.canStart)
        XCTAssertFalse(Lane.made("vp.a", worker: Worker.vacant().machine).canStart, "no worker")
        XCTAssertFalse(ready { _ = $0.gate.setPaused(true) }.canStart, "paused")
        XCTAssertFalse(ready { $0.gate.restartRequested() }.canStart, "restarting")
        XCTAssertFalse(ready { $0.isRetired = true }.canStart, "retired")
        XCTAssertFalse(ready { $0.survivorCount = 1 }.canStart, "survivors of a dead worker")
        XCTAssertFalse(ready { $0.record.dayUsage.isSpent = true }.canStart, "budget of the day")
        let stuck = ActiveRun.made("m1.1") { $0.isTreeNotDead = true }
        XCTAssertFalse(ready { $0.runs["m1.1"] = stuck }.canStart, "survivors of a run")
    }

    func testOnlyTheRunThatDoesNotDieIsGivenUpUnlessNobodyKnowsWhose() {
        var lane = ready { lane in
            lane.runs["m1.1"] = .made("m1.1") { $0.isTreeNotDead = true }
            lane.runs["m2.1"] = .made("m2.1")
        }
        XCTAssertTrue(lane.mayGiveUp("m1.1"))
        XCTAssertFalse(lane.mayGiveUp("m2.1"))
        XCTAssertFalse(lane.mayGiveUp("m3.1"))

        lane.survivorCount = 1

        XCTAssertTrue(lane.mayGiveUp("m2.1"))
    }

    // MARK: The record

    func testRecordShowsTheMachines() {
        var lane = ready { lane in
            _ = lane.gate.setPaused(true)
            _ = lane.gate.drainRequested(deadline: .ms(0), isGiven: false)
        }

        lane.refreshRecord()

        var record = LaneRecord(vpID: "vp.a", sessionID: "s1", createdAt: .later(0))
        record.generation = 2
        record.status = .paused
        record.admission = .draining
        record.isPaused = true
        record.isDrainOrdered = true
        XCTAssertEqual(lane.record, record)
    }

    func testDegradedRecordNamesTheCauseUntilItIsOver() {
        var lane = ready { $0.survivorCount = 1 }
        lane.refreshRecord()
        XCTAssertEqual(lane.record.status, .degraded)
        XCTAssertEqual(lane.record.degradedCause, .treeNotDead)

        lane.survivorCount = 0
        lane.refreshRecord()

        XCTAssertEqual(lane.record.status, .idle)
        XCTAssertEqual(lane.record.degradedCause, nil)
    }

    func testRecordIsSavedOnceForEachChange() {
        var lane = ready { _ in }
        XCTAssertEqual(lane.takeRecordToSave()?.status, .idle)
        XCTAssertNil(lane.takeRecordToSave())

        lane.survivorCount = 1

        XCTAssertEqual(lane.takeRecordToSave()?.status, .degraded)
        XCTAssertEqual(lane.savedRecord, lane.record)
        XCTAssertNil(lane.takeRecordToSave())
    }

    // MARK: Retirement

    func testRetiredLaneDrainsWithItsOwnDeadline() {
        var policy = LanePolicy()
        policy.drainDeadlineSeconds = 60
        var lane = Lane.made("vp.a", policy: policy)

        lane.retire(at: Instant(boot: .ms(0), wall: .later(0)))

        XCTAssertTrue(lane.isRetired)
        XCTAssertEqual(lane.gate.state, .draining(deadline: .ms(60_000)))
        XCTAssertEqual(lane.record.drainDeadlineAt, .later(60))
    }

    func testRetirementDoesNotPutOffADrainThatIsUnderWay() {
        var lane = Lane.made("vp.a") {
            _ = $0.gate.drainRequested(deadline: .ms(5), isGiven: false)
        }

        lane.retire(at: Instant(boot: .ms(0), wall: .later(0)))

        XCTAssertEqual(lane.gate.state, .draining(deadline: .ms(5)))
        XCTAssertEqual(lane.record.drainDeadlineAt, nil)
    }

    // MARK: Made

    private func ready(_ change: (inout Lane) -> Void) -> Lane {
        .made("vp.a", worker: Worker.ready().machine, change)
    }

    private func dying() -> Worker {
        var worker = Worker.ready()
        _ = worker.handle(.killRequested(.leaseExpired))
        return worker
    }

    private func leaving() -> Worker {
        var worker = Worker.ready()
        _ = worker.handle(.leaveRequested)
        return worker
    }

    private func parked() -> Worker {
        var policy = LanePolicy()
        policy.restart.startupDeathCountMax = 1
        var worker = Worker.vacant(policy: policy)
        _ = worker.tick()
        _ = worker.handle(.spawnFailed(2))
        return worker
    }
}
