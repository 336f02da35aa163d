import Protocol
import XCTest

@testable import ControlPlane

final class PreemptionTests: XCTestCase {
    func testTheRunThatStartedLastGivesWay() {
        let lane = berth("a", slots: 3, runs: [may(1), may(3), may(2)], waiting: 1)

        XCTAssertEqual(choice([lane]), "a: 3 for i1")
    }

    func testFreeAndComingSlotsAreUsedFirst() {
        let table: [(slots: Int, runs: [Preemption.Run], waiting: Int, choice: String?)] = [
            (3, [may(1), may(2)], 1, nil),
            (2, [may(1), ending(2)], 1, nil),
            (2, [may(1), ending(2)], 2, "a: 1 for i1"),
            (3, [may(1), ending(2)], 2, nil),
            (2, [may(1), may(2)], 0, nil),
            (2, [stays(1), stays(2)], 5, nil),
        ]
        for (slots, runs, waiting, expected) in table {
            let lane = berth("a", slots: slots, runs: runs, waiting: waiting)
            XCTAssertEqual(choice([lane]), expected, "\(slots) slots, \(runs.count) runs")
        }
    }

    func testLaneWithMoreRunsThanSlotsStopsNothing() {
        let lane = berth("a", slots: 1, runs: [may(1), may(2)], waiting: 3)

        XCTAssertNil(choice([lane]))
    }

    func testPermitComesFromAnyLaneOfThePool() {
        let lanes = [
            berth("a", slots: 2, runs: [may(1)], waiting: 1),
            berth("b", slots: 2, runs: [may(2)], waiting: 0),
        ]

        XCTAssertEqual(choice(lanes, permits: (2, 2)), "b: 2 for i1")
        XCTAssertNil(choice(lanes, permits: (3, 2)), "a permit is free")
        XCTAssertNil(choice(lanes, permits: (1, 2)), "one more would not be enough")
    }

    func testRunThatWaitsForAPersonHasNoPermitToGive() {
        let lanes = [
            berth("a", slots: 2, runs: [], waiting: 1),
            berth("b", slots: 3, runs: [may(1), blocked(2)], waiting: 0),
        ]

        XCTAssertEqual(choice(lanes, permits: (1, 1)), "b: 1 for i1")
    }

    func testWhatLacksASlotAndAPermitNeedsARunThatHasBothOnItsLane() {
        let stuck = berth("a", slots: 2, runs: [stays(1), blocked(3)], waiting: 1)
        let other = berth("b", slots: 2, runs: [may(4)], waiting: 0)

        XCTAssertNil(choice([stuck, other], permits: (2, 2)), "a permit alone is no slot")
        XCTAssertEqual(choice([stuck, other], permits: (3, 2)), "a: 3 for i1")
    }

    func testSlotOfAPoolWithoutSparePermitsComesFromARunThatHoldsOne() {
        let lane = berth("a", slots: 3, runs: [may(1), stays(2), blocked(3)], waiting: 1)

        XCTAssertEqual(choice([lane], permits: (2, 2)), "a: 1 for i1")
    }

    func testPermitThatIsComingIsCountedForWhatHasASlot() {
        let lanes = [
            berth("a", slots: 2, runs: [], waiting: 1),
            berth("b", slots: 3, runs: [may(1), ending(2)], waiting: 0),
        ]

        XCTAssertNil(choice(lanes, permits: (2, 2)))
    }

    func testOldestMissionThatWaitsIsServedFirst() {
        let lanes = [
            berth("a", slots: 1, runs: [may(1)], waiting: 1, order: 9),
            berth("b", slots: 1, runs: [may(2)], waiting: 1, order: 4),
        ]

        XCTAssertEqual(choice(lanes, permits: (2, 2)), "b: 2 for i4")
    }

    func testLaneOfWhichNothingMayGiveWayHidesNoOther() {
        let lanes = [
            berth("a", slots: 1, runs: [stays(1)], waiting: 1, order: 1),
            berth("b", slots: 1, runs: [may(2)], waiting: 1, order: 2),
        ]

        XCTAssertEqual(choice(lanes, permits: (2, 2)), "b: 2 for i2")
    }

    // MARK: Made

    private func may(_ number: UInt64) -> Preemption.Run { run(number) }

    private func stays(_ number: UInt64) -> Preemption.Run { run(number, mayGiveWay: false) }

    private func blocked(_ number: UInt64) -> Preemption.Run { run(number, holdsPermit: false) }

    private func ending(_ number: UInt64) -> Preemption.Run {
        run(number, isEnding: true, mayGiveWay: false)
    }

    private func run(
        _ number: UInt64,
        holdsPermit: Bool = true,
        isEnding: Bool = false,
        mayGiveWay: Bool = true
    ) -> Preemption.Run {
        Preemption.Run(
            runID: RunID(stringLiteral: "\(number)"),
            fence: Fence(number),
            holdsPermit: holdsPermit,
            isEnding: isEnding,
            mayGiveWay: mayGiveWay
        )
    }

    private func berth(
        _ id: LaneID,
        slots: Int,
        runs: [Preemption.Run],
        waiting: Int,
        order: UInt64 = 1
    ) -> Preemption.Berth {
        Preemption.Berth(
            id: id,
            slotCount: slots,
            runs: runs,
            waitingCount: waiting,
            waiter: waiting == 0
                ? nil : .init(missionID: MissionID(stringLiteral: "i\(order)"), order: order)
        )
    }

    /// Who gives way to whom, in words.
    private func choice(
        _ berths: [Preemption.Berth],
        permits: (granted: Int, used: Int)? = nil
    ) -> String? {
        let preemption = Preemption(
            berths: berths,
            permits: permits.map { .init(grantedCount: $0.granted, usedCount: $0.used) }
        )
        return preemption.choice.map { "\($0.lane): \($0.runID) for \($0.waiter)" }
    }
}
