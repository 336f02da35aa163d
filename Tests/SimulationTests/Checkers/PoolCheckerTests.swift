import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class PoolCheckerTests: XCTestCase {
    func testRunBeyondThePoolIsReported() {
        var history = makeHistory(slots: 1, reserved: 0)
        history.tell(queued("a", "b"))
        history.tell(Sample.dispatched(Sample.mission("a")))

        history.tellBroken(Sample.dispatched(Sample.mission("b"), fence: 2))
    }

    func testRunInAReservedPermitIsReported() {
        var history = makeHistory(slots: 2, reserved: 1)
        history.tell(queued("a", "b"))
        history.tell(Sample.dispatched(Sample.mission("a")))

        history.tellBroken(Sample.dispatched(Sample.mission("b"), fence: 2))
    }

    func testRunThatWaitsForAPersonHoldsNoPermit() {
        var history = makeHistory(slots: 1, reserved: 0)
        history.tell(queued("a", "b"))
        history.tell(Sample.dispatched(Sample.mission("a")))
        let blocked = Sample.state(.blocked, fence: 1, attempts: 1)
        history.tell(.committed([.updateMission(Sample.mission("a"), blocked)]))

        history.tell(Sample.dispatched(Sample.mission("b"), fence: 2))
    }

    private func makeHistory(slots: Int, reserved: Int) -> History<PoolChecker> {
        var configuration = Sample.configuration(slots: 8, reserved: 0)
        var pool = PoolPolicy()
        pool.slotCount = slots
        pool.reservedSlotCount = reserved
        configuration.pools["max"] = pool
        configuration.lanes.modify(Sample.lane) { $0.pool = "max" }
        var history = History(PoolChecker())
        history.tell(.configured(configuration))
        return history
    }

    private func queued(_ names: String...) -> Observation {
        .committed(
            [.saveLane(Sample.record())]
                + names.map { .insertMission(Sample.envelope(Sample.mission($0)), Sample.state()) }
        )
    }
}
