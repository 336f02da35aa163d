import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class HeardUsageTests: XCTestCase {
    func testRunThatGoesOnAfterItWasHeardToPassIsReported() {
        var heard = HeardUsage()

        heard.heard(beat(calls: 6), makeLedger())

        XCTAssertNotNil(heard.settle(makeLedger()))
        XCTAssertNil(heard.settle(makeLedger()), "it is told once")
    }

    func testRunThatIsStoppedOrOverIsFine() {
        for change in [Sample.attempt(intent: .drain), Sample.attempt(outcome: .completed)] {
            var heard = HeardUsage()
            heard.heard(beat(calls: 6), makeLedger())

            XCTAssertNil(heard.settle(makeLedger(.updateAttempt(change))))
        }
    }

    func testRunThatHasNotPassedIsFine() {
        var heard = HeardUsage()

        heard.heard(beat(calls: 5), makeLedger())

        XCTAssertNil(heard.settle(makeLedger()))
    }

    func testWhatADeadSupervisorHeardIsForgotten() {
        var heard = HeardUsage()
        heard.heard(beat(calls: 6), makeLedger())

        heard.forget()

        XCTAssertNil(heard.settle(makeLedger()))
    }

    private func beat(calls: UInt64) -> Heartbeat {
        var usage = Usage()
        usage.callCount = calls
        let run = Heartbeat.Run(
            runID: Sample.run(),
            fence: Fence(1),
            progressCounter: 1,
            isToolInFlight: false,
            usage: usage
        )
        return Heartbeat(runs: [run], residentKiB: 1)
    }

    private func makeLedger(_ writes: LedgerWrite...) -> SimulatedLedger {
        var ledger = SimulatedLedger()
        var envelope = Sample.envelope()
        envelope.budget.maxCallCount = 5
        let beginning: [LedgerWrite] = [
            .saveLane(Sample.record()), .insertMission(envelope, Sample.state()),
            .insertAttempt(Sample.attempt()),
            .updateMission(Sample.mission, Sample.state(.running, fence: 1, attempts: 1)),
        ]
        XCTAssertNil(ledger.take(beginning + writes))
        return ledger
    }
}
