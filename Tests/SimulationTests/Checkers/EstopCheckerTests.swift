import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class EstopCheckerTests: XCTestCase {
    private let change = OperatorChange(actor: "uid:1", reason: "runaway", at: Sample.now)

    func testEstopThatStopsWhatRunsIsRight() {
        var history = running()

        history.tell(estop(stopping))
        history.tell(.committed([.updateAttempt(Sample.attempt(outcome: .interrupted))]))
        history.tell(.supervisorStarted)
        history.tell(
            .committed([Sample.event(.supervisorThawed, actor: "uid:1"), .saveEstop(nil)])
        )
        history.tell(.committed([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 2))]))
    }

    func testRunThatGoesOnIsReported() {
        var history = running()

        history.tellBroken(estop())
    }

    func testStartAfterARestartIsReported() {
        var history = History(EstopChecker())
        history.tell(estop())
        history.tell(.supervisorStarted)

        history.tellBroken(.committed([.insertAttempt(Sample.attempt())]))
    }

    func testChangeWithoutAWordIsReported() {
        var history = History(EstopChecker())
        history.tellBroken(.committed([.saveEstop(change)]))
        history.tell(estop())

        history.tellBroken(.committed([Sample.event(.supervisorThawed), .saveEstop(nil)]))
    }

    private var stopping: LedgerWrite {
        .updateAttempt(Sample.attempt(intent: .estop))
    }

    private func estop(_ writes: LedgerWrite...) -> Observation {
        .committed(
            [.saveEstop(change), Sample.event(.supervisorEstopped, actor: "uid:1")] + writes
        )
    }

    private func running() -> History<EstopChecker> {
        var history = History(EstopChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        return history
    }
}
