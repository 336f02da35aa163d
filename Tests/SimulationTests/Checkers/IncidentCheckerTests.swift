import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class IncidentCheckerTests: XCTestCase {
    func testIncidentOfADegradedLaneIsFine() {
        var history = makeOpen()

        history.tell(.committed([.saveLane(record(.treeNotDead))]))
        history.tell(.committed([closed, .saveLane(record(nil))]))
    }

    func testSecondOpeningIsReported() {
        var history = makeOpen()

        history.tellBroken(.committed([opened]))
    }

    func testClosingOfNothingIsReported() {
        var history = History(IncidentChecker())

        history.tellBroken(.committed([closed]))
    }

    func testOpenIncidentOfAHealthyLaneIsReported() {
        var history = makeOpen()

        history.tellBroken(.committed([.saveLane(record(nil))]))
    }

    func testDegradedLaneWithoutAnIncidentIsReported() {
        var history = makeOpen()

        history.tellBroken(.committed([closed]))
    }

    private let opened = Sample.event(.incidentOpened, reason: .treeNotDead)
    private let closed = Sample.event(.incidentClosed, reason: .treeNotDead)

    private func record(_ cause: DegradedCause?) -> LaneRecord {
        var record = Sample.record()
        record.degradedCause = cause
        return record
    }

    private func makeOpen() -> History<IncidentChecker> {
        var history = History(IncidentChecker())
        history.tell(.committed([opened, .saveLane(record(.treeNotDead))]))
        return history
    }
}
