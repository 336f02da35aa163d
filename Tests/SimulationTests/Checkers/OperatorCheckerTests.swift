import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class OperatorCheckerTests: XCTestCase {
    func testDrainThatEndsByItselfIsReported() {
        var history = drained()

        history.tellBroken(.committed([.saveLane(Sample.record()), Sample.event(.laneOpened)]))
    }

    func testDrainThatAnOperatorEndsIsFine() {
        var history = drained()

        history.tell(
            .committed([.saveLane(Sample.record()), Sample.event(.laneOpened, actor: "uid:1")])
        )
    }

    func testPauseThatEndsByItselfIsReported() {
        var history = History(OperatorChecker())
        var record = Sample.record()
        record.isPaused = true
        history.tell(.committed([.saveLane(record)]))

        history.tellBroken(.committed([.saveLane(Sample.record())]))
        history.tell(.committed([.saveLane(record)]))
        history.tell(
            .committed([.saveLane(Sample.record()), Sample.event(.sessionResumed, actor: "uid:1")])
        )
    }

    func testRerouteThatEndsByItselfIsReported() {
        var history = History(OperatorChecker())
        var record = Sample.record()
        record.reroute = LaneReroute(
            to: Sample.lane,
            missionClass: nil,
            change: OperatorChange(actor: "uid:1", reason: "sick", at: Sample.now)
        )
        history.tell(.committed([.saveLane(record)]))

        history.tellBroken(.committed([.saveLane(Sample.record())]))
        for type in [EventType.laneOpened, .laneRerouted] {
            history.tell(
                .committed([.saveLane(record), Sample.event(.laneRerouted, actor: "uid:1")])
            )
            history.tell(
                .committed([.saveLane(Sample.record()), Sample.event(type, actor: "uid:1")])
            )
        }
    }

    func testRolloutThatIsForgottenIsReported() {
        var record = Sample.record()
        record.rolloutOrder = RolloutOrder(
            .off,
            change: OperatorChange(actor: "uid:1", reason: "sick", at: Sample.now)
        )
        for actor in [nil, "supervisor", "uid:1"] {
            var history = History(OperatorChecker())
            history.tell(.committed([.saveLane(record)]))
            let event = actor.map { Sample.event(.laneRolloutChanged, actor: $0) }
            let writes = [.saveLane(Sample.record())] + [event].compactMap(\.self)

            if actor == "uid:1" {
                history.tell(.committed(writes))
            } else {
                history.tellBroken(.committed(writes))
            }
        }
    }

    func testDeadlineThatMovesWithoutAWordIsReported() {
        var history = drained()
        var record = ordered()
        record.drainDeadlineAt = Sample.instant(5).wall

        history.tellBroken(.committed([.saveLane(record)]))
    }

    func testDeadlineThatAnOperatorMovesIsFine() {
        var history = drained()
        var record = ordered()
        record.drainDeadlineAt = Sample.instant(5).wall

        history.tell(
            .committed([.saveLane(record), Sample.event(.laneDraining, actor: "uid:1")])
        )
    }

    private func ordered() -> LaneRecord {
        var record = Sample.record(admission: .draining)
        record.isDrainOrdered = true
        return record
    }

    private func drained() -> History<OperatorChecker> {
        var history = History(OperatorChecker())
        history.tell(.committed([.saveLane(ordered())]))
        return history
    }
}
