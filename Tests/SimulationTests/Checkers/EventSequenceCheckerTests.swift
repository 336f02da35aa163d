import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class EventSequenceCheckerTests: XCTestCase {
    func testGapIsReported() {
        var history = History(EventSequenceChecker())
        history.tell(.committed([.appendEvent(event(1)), .appendEvent(event(2))]))

        history.tellBroken(.committed([.appendEvent(event(4))]))
    }

    func testRepetitionIsReported() {
        var history = History(EventSequenceChecker())
        history.tell(.committed([.appendEvent(event(1))]))

        history.tellBroken(.committed([.appendEvent(event(1))]))
    }

    private func event(_ sequence: UInt64) -> EventRecord {
        EventRecord(
            sequence: sequence,
            type: .laneReady,
            emittedAt: Sample.now,
            actor: "supervisor",
            summary: ""
        )
    }
}
