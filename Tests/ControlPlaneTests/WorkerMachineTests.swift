import ControlPlane
import Protocol
import XCTest

final class WorkerMachineTests: XCTestCase {
    private let first = Generation(1)
    private let second = Generation(2)

    // MARK: Boot

    func testBootProbesOnce() {
        var worker = Worker(generation: 0)

        XCTAssertEqual(worker.handle(.probeRequested), [.probe])
        XCTAssertEqual(worker.handle(.probeRequested), [])
        XCTAssertEqual(worker.state, .probing)
    }

    func testMissingWorkerIsClearedInOrderBeforeTheNextSpawn() {
        var worker = Worker(generation: 1)
        _ = worker.handle(.probeRequested)

        XCTAssertEqual(worker.handle(.missing), [.endTrees(first)])
        XCTAssertEqual(worker.tick(), [])
        XCTAssertEqual(worker.handle(.treesGone(first)), [.takeLock(first)])
        XCTAssertEqual(worker.tick(), [])
        XCTAssertEqual(worker.handle(.lockTaken(first)), [.readOutbox(first)])
        XCTAssertEqual(worker.tick(), [])
        XCTAssertEqual(worker.handle(.outboxRead(first)), [])
        XCTAssertEqual(worker.state, .vacant)
        XCTAssertEqual(worker.tick(), [.spawn(second)])
    }

    func testFoundWorkerOfTheLastGenerationIsAdopted() {
        var worker = Worker(generation: 1)
        _ = worker.handle(.probeRequested)

        XCTAssertEqual(worker.handle(.found(first)), [.connect(first)])
        XCTAssertEqual(worker.handle(.helloed(first)), [.noteReady(first, isAdopted: true)])
        XCTAssertEqual(worker.generation, first)
        XCTAssertEqual(worker.lossCount, 0)
    }

    func testFoundWorkerOfAnotherGenerationIsKilledAndItsNumberNeverReused() {
        var worker = Worker(generation: 1)
        _ = worker.handle(.probeRequested)

        let stranger = Generation(7)
        XCTAssertEqual(worker.handle(.found(stranger)), [.kill(stranger, .workerContradiction)])
        XCTAssertEqual(worker.generation, stranger)
        XCTAssertEqual(worker.handle(.exited(stranger)).last, .endTrees(stranger))
    }

    func testStepsOfClearingAreTakenOnlyInTheirOrder() {
        var worker = Worker(generation: 1)
        _ = worker.handle(.probeRequested)
        _ = worker.handle(.missing)

        XCTAssertEqual(worker.handle(.outboxRead(first)), [])
        XCTAssertEqual(worker.handle(.lockTaken(first)), [])
        XCTAssertEqual(worker.state, .clearing(first, .trees))
    }

    // MARK: Start

    func testSpawnedWorkerIsGreetedAndReady() {
        var worker = Worker.vacant()

        XCTAssertEqual(worker.tick(), [.spawn(second)])
        XCTAssertEqual(worker.handle(.spawned(second)), [.connect(second)])
        XCTAssertEqual(worker.handle(.helloed(second)), [.noteReady(second, isAdopted: false)])
        XCTAssertEqual(worker.state, .ready(second, lastHeardAt: .ms(0)))
        XCTAssertTrue(worker.isReady)
    }

    func testUnwantedWorkerIsNotSpawned() {
        var worker = Worker.vacant()

        XCTAssertEqual(worker.tick(isWanted: false), [])
        XCTAssertEqual(worker.state, .vacant)
    }

    func testFailedSpawnBacksOffWithoutClearing() {
        var worker = Worker.vacant()
        _ = worker.tick()

        XCTAssertEqual(worker.handle(.spawnFailed(second)), [])
        XCTAssertEqual(worker.state, .backingOff(until: .ms(1_000)))
        XCTAssertEqual(worker.lossCount, 1)
    }

    func testRefusedConnectionIsTriedAgainWithDoublingWaits() {
        var worker = Worker.greeting()
        var waits: [UInt64] = []

        for _ in 0..<8 {
            XCTAssertEqual(worker.handle(.linkClosed(second)), [])
            let retryAt = worker.nextDeadline() ?? .ms(0)
            waits.append(retryAt.since(worker.now).wholeMilliseconds)
            worker.now = retryAt
            XCTAssertEqual(worker.tick(), [.connect(second)])
        }

        XCTAssertEqual(waits, [2, 4, 8, 16, 32, 64, 100, 100])
    }

    func testGreetingDeadlineKills() {
        var worker = Worker.greeting()

        worker.now = .ms(9_999)
        XCTAssertEqual(worker.tick(), [])
        worker.now = .ms(10_000)
        XCTAssertEqual(worker.tick(), [.kill(second, .readyTimedOut)])
        XCTAssertEqual(worker.state, .killing(second))
    }

    // MARK: Lease

    func testLeaseWithAnActiveRunEndsAtItsTime() {
        var worker = Worker.ready()

        worker.now = .ms(9_999)
        XCTAssertEqual(worker.tick(hasActiveRun: true), [])
        worker.now = .ms(10_000)
        XCTAssertEqual(worker.tick(hasActiveRun: true), [.kill(second, .leaseExpired)])
    }

    func testIdleLeaseIsThreeTimesAsLong() {
        var worker = Worker.ready()

        worker.now = .ms(29_999)
        XCTAssertEqual(worker.tick(), [])
        worker.now = .ms(30_000)
        XCTAssertEqual(worker.tick(), [.kill(second, .leaseExpired)])
    }

    func testAWordRenewsTheLease() {
        var worker = Worker.ready()
        worker.now = .ms(9_000)

        XCTAssertEqual(worker.handle(.heard(second)), [])

        worker.now = .ms(18_999)
        XCTAssertEqual(worker.tick(hasActiveRun: true), [])
        worker.now = .ms(19_000)
        XCTAssertEqual(worker.tick(hasActiveRun: true), [.kill(second, .leaseExpired)])
    }

    func testRearmAfterASuspensionRenewsTheLease() {
        var worker = Worker.ready()
        worker.now = .ms(3_600_000)

        XCTAssertEqual(worker.handle(.rearmed), [])

        XCTAssertEqual(worker.tick(hasActiveRun: true), [])
        worker.now = .ms(3_610_000)
        XCTAssertEqual(worker.tick(hasActiveRun: true), [.kill(second, .leaseExpired)])
    }

    func testRearmAfterASuspensionMovesTheGreetingDeadline() {
        var worker = Worker.greeting()
        worker.now = .ms(3_600_000)

        XCTAssertEqual(worker.handle(.rearmed), [])

        XCTAssertEqual(worker.tick(), [])
        worker.now = .ms(3_610_000)
        XCTAssertEqual(worker.tick(), [.kill(second, .readyTimedOut)])
    }

    func testClosedLinkOfAReadyWorkerIsConnectedAgainAtOnce() {
        var worker = Worker.ready()
        worker.now = .ms(500)

        XCTAssertEqual(worker.handle(.linkClosed(second)), [])
        XCTAssertEqual(worker.nextDeadline(), .ms(500))
        XCTAssertEqual(worker.tick(), [.connect(second)])
        XCTAssertEqual(worker.handle(.helloed(second)), [.noteReady(second, isAdopted: false)])
        XCTAssertEqual(worker.lossCount, 0)
    }

    // MARK: End

    func testExitIsNotedAndClearedInOrder() {
        var worker = Worker.ready()

        XCTAssertEqual(
            worker.handle(.exited(second)),
            [.noteLost(second, isExpected: false), .endTrees(second)]
        )
        XCTAssertEqual(worker.handle(.treesGone(second)), [.takeLock(second)])
        XCTAssertEqual(worker.handle(.lockTaken(second)), [.readOutbox(second)])
        XCTAssertEqual(worker.handle(.outboxRead(second)), [])
    }

    func testStaleExitDoesNotDisturbSuccessor() {
        var worker = Worker.ready()
        let before = worker

        XCTAssertEqual(worker.handle(.exited(first)), [])

        XCTAssertEqual(worker, before)
    }

    func testStaleEventsOfEveryKindAreDropped() {
        let stale: [WorkerMachine.Event] = [
            .spawned(first), .spawnFailed(first), .exited(first), .linkClosed(first),
            .helloed(first), .heard(first), .treesGone(first), .lockTaken(first),
            .outboxRead(first),
        ]
        var starting = Worker.vacant()
        _ = starting.tick()
        var clearing = Worker.ready()
        _ = clearing.handle(.exited(second))

        for state in [starting, .greeting(), .ready(), clearing] {
            for event in stale {
                var worker = state
                worker.now = .ms(5)
                XCTAssertEqual(worker.handle(event), [], "\(event)")
                XCTAssertEqual(worker.state, state.state, "\(event)")
            }
        }
    }

    func testWorkerReadyForASecondStartsAgainAtOnce() {
        var worker = Worker.ready()
        worker.now = .ms(1_000)

        worker.die(second)

        XCTAssertEqual(worker.state, .vacant)
        XCTAssertEqual(worker.tick(), [.spawn(Generation(3))])
    }

    func testWorkerReadyForLessBacksOff() {
        var worker = Worker.ready()
        worker.now = .ms(999)

        worker.die(second)

        XCTAssertEqual(worker.state, .backingOff(until: .ms(1_999)))
        XCTAssertEqual(worker.nextDeadline(), .ms(1_999))
        XCTAssertEqual(worker.tick(), [])
        worker.now = .ms(1_999)
        XCTAssertEqual(worker.tick(), [.spawn(Generation(3))])
    }

    func testFifthStartupDeathInAMinuteParks() {
        var worker = Worker.vacant()
        var notes: [WorkerMachine.Effect] = []

        for number in 2...6 {
            let generation = Generation(UInt64(number))
            worker.now = worker.nextDeadline() ?? worker.now
            XCTAssertEqual(worker.tick(), [.spawn(generation)])
            _ = worker.handle(.spawned(generation))
            notes = worker.die(generation)
        }

        XCTAssertEqual(worker.now, .ms(15_000))
        XCTAssertEqual(notes, [.noteParked(deathCount: 5)])
        XCTAssertEqual(worker.state, .parked)
        XCTAssertEqual(worker.tick(), [])
        XCTAssertNil(worker.nextDeadline())
    }

    func testResetOfAParkedWorkerStartsItWithACleanRecord() {
        var policy = LanePolicy()
        policy.restart.startupDeathCountMax = 2
        var worker = Worker.vacant(policy: policy)
        for number in 2...3 {
            worker.now = worker.nextDeadline() ?? worker.now
            _ = worker.tick()
            _ = worker.handle(.spawnFailed(Generation(UInt64(number))))
        }
        XCTAssertEqual(worker.state, .parked)

        XCTAssertEqual(worker.handle(.resetRequested), [])

        XCTAssertEqual(worker.tick(), [.spawn(Generation(4))])
        _ = worker.handle(.spawnFailed(Generation(4)))
        XCTAssertEqual(worker.state, .backingOff(until: worker.now + .seconds(1)))
    }

    func testResetEndsABackOff() {
        var worker = Worker.vacant()
        _ = worker.tick()
        _ = worker.handle(.spawnFailed(second))

        XCTAssertEqual(worker.handle(.resetRequested), [])

        XCTAssertEqual(worker.tick(), [.spawn(Generation(3))])
    }

    func testHealthyWorkerIsForgivenEarlierDeaths() {
        var policy = LanePolicy()
        policy.restart.windowSeconds = 86_400
        policy.restart.startupDeathCountMax = 2
        var worker = Worker.vacant(policy: policy)
        _ = worker.tick()
        _ = worker.handle(.spawnFailed(second))
        worker.now = worker.nextDeadline() ?? worker.now
        _ = worker.tick()
        let third = Generation(3)
        _ = worker.handle(.spawned(third))
        _ = worker.handle(.helloed(third))
        worker.now = worker.now + .seconds(600)
        _ = worker.handle(.heard(third))
        _ = worker.tick()
        worker.die(third)
        _ = worker.tick()

        _ = worker.handle(.spawnFailed(Generation(4)))

        XCTAssertEqual(worker.state, .backingOff(until: worker.now + .seconds(1)))
    }

    // MARK: Leaving

    func testWorkerThatWasToldToGoIsExpectedToExit() {
        var worker = Worker.ready()

        XCTAssertEqual(worker.handle(.leaveRequested), [.shutDown(second)])
        XCTAssertEqual(worker.handle(.leaveRequested), [])
        XCTAssertEqual(
            worker.handle(.exited(second)),
            [.noteLost(second, isExpected: true), .endTrees(second)]
        )
        XCTAssertEqual(worker.lossCount, 0)
    }

    func testWorkerThatStaysIsKilledAfterALease() {
        var worker = Worker.ready()
        _ = worker.handle(.leaveRequested)

        worker.now = .ms(9_999)
        XCTAssertEqual(worker.tick(), [])
        worker.now = .ms(10_000)
        XCTAssertEqual(worker.tick(), [.kill(second, .operatorRequest)])
    }

    func testKillIsAskedForOnce() {
        var worker = Worker.ready()

        XCTAssertEqual(
            worker.handle(.killRequested(.workerContradiction)),
            [.kill(second, .workerContradiction)]
        )
        XCTAssertEqual(worker.handle(.killRequested(.workerContradiction)), [])
        worker.now = .ms(3_600_000)
        XCTAssertEqual(worker.tick(hasActiveRun: true), [])
    }

    func testOnlyTheCurrentProcessIsAlive() {
        let worker = Worker.ready()

        XCTAssertTrue(worker.isAlive(second))
        XCTAssertFalse(worker.isAlive(first))
        XCTAssertFalse(Worker.vacant().isAlive(first))
    }
}
