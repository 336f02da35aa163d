import ControlPlane
import LedgerConformance
import Protocol
import XCTest

@testable import Simulation

final class SimulatedLedgerTests: XCTestCase {
    func testSimulatedLedgerConforms() throws {
        let suite = LedgerConformance(
            create: { SimulatedLedger() },
            reopen: { ledger in
                let wasStoppedCleanly = ledger.isCleanStop
                ledger.beginEpoch()
                return ledger.recovered(
                    isHostRestarted: false,
                    wasStoppedCleanly: wasStoppedCleanly
                )
            }
        )

        try suite.check()
    }

    func testTerminalRowRefusesChange() {
        var ledger = makeLedger()
        XCTAssertNil(ledger.take([.updateMission(Sample.mission, Sample.state(.cancelled))]))

        XCTAssertNotNil(ledger.take([.updateMission(Sample.mission, Sample.state(.queued))]))
    }

    func testSecondMissionOfOneIDIsRefused() {
        var ledger = makeLedger()

        XCTAssertNotNil(ledger.take([.insertMission(Sample.envelope(), Sample.state())]))
    }

    func testMissionOfUnknownLaneIsRefused() {
        var ledger = SimulatedLedger()

        XCTAssertNotNil(ledger.take([.insertMission(Sample.envelope(), Sample.state())]))
    }

    func testFenceThatDoesNotRiseIsRefused() {
        var ledger = makeLedger()
        XCTAssertNil(ledger.take([.insertAttempt(Sample.attempt(fence: 5))]))

        XCTAssertNotNil(
            ledger.take([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 5))])
        )
    }

    func testRecoveredStateHasOpenMissionsWithTheirAttempts() {
        var ledger = makeLedger()
        XCTAssertNil(
            ledger.take([
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
        let refusal = ledger.take([
            .saveLane(Sample.record()), .insertMission(Sample.envelope(), Sample.state()),
        ])
        XCTAssertNil(refusal)
        return ledger
    }
}
