import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class AcknowledgementCheckerTests: XCTestCase {
    func testAcknowledgementOfOpenAttemptIsReported() {
        var history = History(AcknowledgementChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())

        history.tellBroken(acknowledgement(.recorded))
        history.tellBroken(acknowledgement(.stale))
        history.tellBroken(.performed(.deleteOutboxEntry(Sample.lane, Sample.run(), .recorded)))
    }

    func testAcknowledgementOfClosedAttemptIsFine() {
        var history = History(AcknowledgementChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.committed([.updateAttempt(Sample.attempt(outcome: .completed))]))

        history.tell(acknowledgement(.recorded))
        history.tell(acknowledgement(.duplicate))
        history.tell(.performed(.deleteOutboxEntry(Sample.lane, Sample.run(), .recorded)))
    }

    private func acknowledgement(_ disposition: ResultDisposition) -> Observation {
        .performed(
            .send(
                Sample.lane,
                Generation(1),
                .acknowledge(runID: Sample.run(), fence: Fence(1), disposition: disposition)
            )
        )
    }
}
