import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class SubmitCheckerTests: XCTestCase {
    func testAcknowledgedMissionThatIsMissingIsReported() {
        var history = History(SubmitChecker())

        history.tellBroken(.acknowledged(Sample.envelope(), Sample.mission))
    }

    func testAcknowledgedMissionWithOtherBodyIsReported() {
        var history = History(SubmitChecker())
        history.tell(Sample.queued())
        var envelope = Sample.envelope()
        envelope.objective = "other work"

        history.tellBroken(.acknowledged(envelope, Sample.mission))
    }

    func testAcknowledgedMissionInTheLedgerIsFine() {
        var history = History(SubmitChecker())
        history.tell(Sample.queued())

        history.tell(.acknowledged(Sample.envelope(), Sample.mission))
    }
}
