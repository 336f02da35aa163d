import ControlPlane
import Protocol
import XCTest

final class LaneMachineTests: XCTestCase {
    func testOpenLaneStartsWorkAndWantsAWorker() {
        let lane = LaneMachine(state: .open, isPaused: false)

        XCTAssertTrue(lane.startsWork)
        XCTAssertTrue(lane.wantsWorker)
        XCTAssertFalse(lane.wantsWorkerToLeave)
        XCTAssertEqual(lane.admission, .open)
    }

    func testDrainStopsNewWorkAndWantsTheWorkerToLeave() {
        var lane = LaneMachine(state: .open, isPaused: false)

        XCTAssertTrue(lane.drainRequested(deadline: .ms(5), isGiven: false))

        XCTAssertEqual(lane.state, .draining(deadline: .ms(5)))
        XCTAssertFalse(lane.startsWork)
        XCTAssertTrue(lane.wantsWorkerToLeave)
        XCTAssertEqual(lane.admission, .draining)
    }

    func testOnlyAGivenDeadlineMovesTheDeadlineOfADrain() {
        var lane = LaneMachine(state: .draining(deadline: .ms(5)), isPaused: false)

        XCTAssertFalse(lane.drainRequested(deadline: .ms(9), isGiven: false))
        XCTAssertEqual(lane.state, .draining(deadline: .ms(5)))
        XCTAssertTrue(lane.drainRequested(deadline: .ms(9), isGiven: true))
        XCTAssertEqual(lane.state, .draining(deadline: .ms(9)))
        XCTAssertFalse(lane.drainRequested(deadline: .ms(9), isGiven: true))
    }

    func testLaneThatReturnsOpensUnlessAnOperatorDrainedIt() {
        var removed = LaneMachine(state: .open, isPaused: false)
        var drained = LaneMachine(state: .draining(deadline: .ms(5)), isPaused: false)

        XCTAssertTrue(removed.retired(deadline: .ms(7)))
        XCTAssertFalse(drained.retired(deadline: .ms(7)))

        XCTAssertEqual(removed.state, .draining(deadline: .ms(7)))
        XCTAssertEqual(drained.state, .draining(deadline: .ms(5)))
        XCTAssertTrue(removed.returned())
        XCTAssertFalse(drained.returned())
        XCTAssertEqual(removed.state, .open)
        XCTAssertEqual(drained.state, .draining(deadline: .ms(5)))
        XCTAssertTrue(drained.isDrainOrdered)
    }

    func testOperatorsDrainOfALaneThatWasRemovedIsNews() {
        var lane = LaneMachine(state: .drained, isPaused: false, isDrainOrdered: false)

        XCTAssertTrue(lane.drainRequested(deadline: .ms(9), isGiven: false))

        XCTAssertEqual(lane.state, .drained)
        XCTAssertFalse(lane.returned())
    }

    func testDrainOfADrainedLaneChangesNothing() {
        var lane = LaneMachine(state: .drained, isPaused: false)

        XCTAssertFalse(lane.drainRequested(deadline: .ms(9), isGiven: false))

        XCTAssertEqual(lane.state, .drained)
    }

    func testDrainIsOverOnceEmpty() {
        var lane = LaneMachine(state: .draining(deadline: .ms(5)), isPaused: false)

        XCTAssertTrue(lane.emptied())

        XCTAssertEqual(lane.state, .drained)
        XCTAssertEqual(lane.admission, .drained)
    }

    func testEmptinessEndsNoDrainWhereThereIsNone() {
        for state in [LaneMachine.State.open, .drained] {
            var lane = LaneMachine(state: state, isPaused: false)

            XCTAssertFalse(lane.emptied())
            XCTAssertEqual(lane.state, state)
        }
    }

    func testUndrainReopensFromBothStates() {
        for state in [LaneMachine.State.draining(deadline: .ms(5)), .drained] {
            var lane = LaneMachine(state: state, isPaused: false)

            XCTAssertTrue(lane.undrained())
            XCTAssertEqual(lane.state, .open)
            XCTAssertFalse(lane.undrained())
        }
    }

    func testPauseStopsNewWorkAndKeepsTheWorker() {
        var lane = LaneMachine(state: .open, isPaused: false)

        XCTAssertTrue(lane.setPaused(true))
        XCTAssertFalse(lane.setPaused(true))

        XCTAssertFalse(lane.startsWork)
        XCTAssertTrue(lane.wantsWorker)
        XCTAssertFalse(lane.wantsWorkerToLeave)
    }

    func testPauseStandsThroughDrainAndUndrain() {
        var lane = LaneMachine(state: .open, isPaused: true)

        _ = lane.drainRequested(deadline: .ms(5), isGiven: false)
        _ = lane.undrained()

        XCTAssertTrue(lane.isPaused)
        XCTAssertFalse(lane.startsWork)
    }

    func testRestartHoldsWorkUntilTheOldWorkerIsGone() {
        var lane = LaneMachine(state: .open, isPaused: false)

        lane.restartRequested()
        XCTAssertFalse(lane.startsWork)
        XCTAssertTrue(lane.wantsWorkerToLeave)
        XCTAssertTrue(lane.wantsWorker)

        lane.workerLost()
        XCTAssertTrue(lane.startsWork)
        XCTAssertFalse(lane.wantsWorkerToLeave)
    }
}
