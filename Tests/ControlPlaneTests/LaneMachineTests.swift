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

        XCTAssertTrue(lane.drainRequested(deadline: .ms(5)))

        XCTAssertEqual(lane.state, .draining(deadline: .ms(5)))
        XCTAssertFalse(lane.startsWork)
        XCTAssertTrue(lane.wantsWorkerToLeave)
        XCTAssertEqual(lane.admission, .draining)
    }

    func testSecondDrainOnlyMovesTheDeadline() {
        var lane = LaneMachine(state: .draining(deadline: .ms(5)), isPaused: false)

        XCTAssertFalse(lane.drainRequested(deadline: .ms(9)))

        XCTAssertEqual(lane.state, .draining(deadline: .ms(9)))
    }

    func testDrainOfADrainedLaneChangesNothing() {
        var lane = LaneMachine(state: .drained, isPaused: false)

        XCTAssertFalse(lane.drainRequested(deadline: .ms(9)))

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

        _ = lane.drainRequested(deadline: .ms(5))
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
