import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class ShadowCellTests: XCTestCase {
    func testStopOfACopyIsACellByItsCause() {
        let ledger = makeLedger(Sample.pair() + Sample.copyStarted())
        let stop = LedgerWrite.updateAttempt(
            Sample.attempt(Sample.copyID, fence: 9, intent: .shadow)
        )
        let cancelled = LedgerWrite.updateMission(
            Sample.mission,
            Sample.state(.cancelled, on: Sample.otherLane)
        )
        let closed = LedgerWrite.saveLane(Sample.shadowRecord(.off))

        XCTAssertEqual(event(stop, among: [stop], ledger), .gaveWay)
        XCTAssertEqual(event(stop, among: [stop, closed], ledger), .stoppedWithLane)
        XCTAssertEqual(event(stop, among: [cancelled, stop], ledger), .stoppedWithMission)
    }

    func testEndInTheQueueIsACellByItsCause() {
        let ledger = makeLedger(Sample.pair())
        var state = Sample.state(.cancelled)
        state.reason = .shadowEnded
        let dropped = LedgerWrite.updateMission(Sample.copyID, state)
        state.reason = .operatorRequest
        let cancelled = LedgerWrite.updateMission(Sample.copyID, state)

        XCTAssertEqual(event(dropped, among: [dropped], ledger), .droppedWithLane)
        XCTAssertEqual(event(cancelled, among: [cancelled], ledger), .cancelledByName)
    }

    func testMissionHasNoCells() {
        let ledger = makeLedger(Sample.pair())
        let started = LedgerWrite.insertAttempt(Sample.attempt())

        XCTAssertNil(event(started, among: [started], ledger))
    }

    func testComparisonIsCountedByWhoSawTheFirstEnd() {
        var ledger = makeLedger(Sample.pair())
        XCTAssertNil(ledger.take([.updateMission(Sample.copyID, Sample.state(.cancelled))]))
        let endedIn = ledger.epoch
        ledger.beginEpoch()
        var told = EventRecord(
            sequence: 1,
            type: .missionShadowCompared,
            emittedAt: Sample.now,
            actor: "supervisor",
            summary: ""
        )
        told.missionID = Sample.mission
        told.payload = ["copy": .string(Sample.copyID.rawValue)]

        let cell = ShadowCell.event(.appendEvent(told), among: [], ledger)

        XCTAssertEqual(cell?.0, .comparedAtTheOther)
        XCTAssertEqual(cell?.1, endedIn)
        XCTAssertEqual(ShadowCell.ordinal(of: endedIn, in: ledger), 1)
    }

    private func makeLedger(_ writes: [LedgerWrite]) -> SimulatedLedger {
        var ledger = SimulatedLedger()
        let lanes: [LedgerWrite] = [
            .saveLane(Sample.shadowRecord()), .saveLane(Sample.otherRecord()),
        ]
        XCTAssertNil(ledger.take(lanes + writes))
        return ledger
    }

    private func event(
        _ write: LedgerWrite,
        among writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> ShadowCell.Event? {
        ShadowCell.event(write, among: writes, ledger)?.0
    }
}
