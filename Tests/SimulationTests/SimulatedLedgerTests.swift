import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class SimulatedLedgerTests: XCTestCase {
    func testTerminalRowRefusesChange() {
        var ledger = makeLedger()
        XCTAssertNil(ledger.commit([.updateMission(Sample.mission, Sample.state(.cancelled))]))

        XCTAssertNotNil(ledger.commit([.updateMission(Sample.mission, Sample.state(.queued))]))
    }

    func testSecondMissionOfOneIDIsRefused() {
        var ledger = makeLedger()

        XCTAssertNotNil(ledger.commit([.insertMission(Sample.envelope(), Sample.state())]))
    }

    func testMissionOfUnknownLaneIsRefused() {
        var ledger = SimulatedLedger()

        XCTAssertNotNil(ledger.commit([.insertMission(Sample.envelope(), Sample.state())]))
    }

    func testFenceThatDoesNotRiseIsRefused() {
        var ledger = makeLedger()
        XCTAssertNil(ledger.commit([.insertAttempt(Sample.attempt(fence: 5))]))

        XCTAssertNotNil(
            ledger.commit([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 5))])
        )
    }

    func testRecoveredStateHasOpenMissionsWithTheirAttempts() {
        var ledger = makeLedger()
        XCTAssertNil(
            ledger.commit([
                .insertAttempt(Sample.attempt()),
                .updateMission(Sample.mission, Sample.state(.running, fence: 1, attempts: 1)),
            ])
        )
        ledger.beginEpoch()

        let state = ledger.recovered(isHostRestarted: false, wasStoppedCleanly: true)

        XCTAssertEqual(state.epoch, Epoch(1))
        XCTAssertEqual(state.lastFence, Fence(1))
        XCTAssertEqual(state.missions.map(\.attempt?.runID), [Sample.run()])
    }

    private func makeLedger() -> SimulatedLedger {
        var ledger = SimulatedLedger()
        let refusal = ledger.commit([
            .saveLane(Sample.record()), .insertMission(Sample.envelope(), Sample.state()),
        ])
        XCTAssertNil(refusal)
        return ledger
    }
}
