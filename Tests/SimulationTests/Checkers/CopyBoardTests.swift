import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class CopyBoardTests: XCTestCase {
    func testCopyIsOpenFromItsRowToItsEnd() {
        var board = CopyBoard()
        for write in Sample.pair() { board.apply(write) }
        XCTAssertEqual(board.copies[Sample.copyID]?.original, Sample.mission)
        XCTAssertNil(board.copies[Sample.mission])
        XCTAssertEqual(board.openCount(on: Sample.lane), 1)

        board.apply(.updateMission(Sample.copyID, Sample.state(.cancelled)))

        XCTAssertEqual(board.openCount(on: Sample.lane), 0)
    }

    func testRunOfACopyIsKnownWithWhatStopsIt() {
        var board = CopyBoard()
        for write in Sample.pair() + Sample.copyStarted() { board.apply(write) }
        XCTAssertEqual(board.copies[Sample.copyID]?.run, Sample.run(Sample.copyID))

        let stopped = Sample.attempt(Sample.copyID, fence: 9, intent: .shadow)
        board.apply(.updateAttempt(stopped))

        XCTAssertEqual(board.copies[Sample.copyID]?.intent, .shadow)
    }

    func testMissionThatIsBeingStoppedForACancelIsCancelled() {
        var board = CopyBoard()
        XCTAssertFalse(board.isCancelled(Sample.mission))

        board.apply(.updateAttempt(Sample.attempt(intent: .cancel)))

        XCTAssertTrue(board.isCancelled(Sample.mission))
    }

    func testConfigurationBeforeAReloadCountsUntilItIsOver() {
        var harmless = Sample.configuration(slots: 1, reserved: 0)
        harmless.profiles["shell"] = .shell
        harmless.profiles["shell"]?.sideEffects = .none
        var board = CopyBoard()
        board.observe(.configured(harmless))
        board.observe(.configured(Sample.configuration(slots: 1, reserved: 0)))
        board.begin()
        XCTAssertTrue(board.isHarmless(Sample.lane))

        board.begin()

        XCTAssertFalse(board.isHarmless(Sample.lane))
    }
}
