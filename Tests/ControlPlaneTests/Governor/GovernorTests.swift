import Protocol
import XCTest

@testable import ControlPlane

final class GovernorTests: XCTestCase {
    // MARK: One lane

    func testInteractiveGoesBeforeDeadlineBeforeBackground() throws {
        let yard = try Yard(lanes: [.init("vp.a", slots: 8, reserved: 0)])
        try yard.wait(1, on: "vp.a")
        try yard.wait(2, .deadline, on: "vp.a")
        try yard.wait(3, .interactive, on: "vp.a")

        XCTAssertEqual(yard.startAll(), [3, 2, 1])
    }

    func testReservedSlotIsKeptForInteractive() throws {
        let yard = try Yard(lanes: [.init("vp.a", slots: 2, reserved: 1)])
        try yard.wait(1, on: "vp.a")
        try yard.wait(2, on: "vp.a")

        XCTAssertEqual(yard.startAll(), [1])

        try yard.wait(3, .interactive, on: "vp.a")
        XCTAssertEqual(yard.startAll(), [3])
    }

    func testFullLaneStartsNothing() throws {
        let yard = try Yard(lanes: [.init("vp.a", slots: 1, reserved: 0)])
        try yard.wait(1, .interactive, on: "vp.a")
        try yard.wait(2, .interactive, on: "vp.a")

        XCTAssertEqual(yard.startAll(), [1])
        yard.end(1)
        XCTAssertEqual(yard.startAll(), [2])
    }

    func testSessionIsContinuedByOneAtATime() throws {
        let yard = try Yard(lanes: [.init("vp.a", slots: 4, reserved: 0)])
        try yard.wait(1, on: "vp.a", session: .continue)
        try yard.wait(2, on: "vp.a", session: .continue)
        try yard.wait(3, on: "vp.a", session: .fresh)
        try yard.wait(4, .interactive, on: "vp.a", session: .continue)

        XCTAssertEqual(yard.startAll(), [4, 3])
        XCTAssertEqual(yard.freshRuns, [3])
        yard.end(4)
        XCTAssertEqual(yard.startAll(), [1])

        try yard.wait(5, .interactive, on: "vp.a", session: .continue)
        XCTAssertEqual(yard.startAll(), [5])
        XCTAssertEqual(yard.freshRuns, [3, 5])
    }

    // MARK: Pools

    func testPoolIsNeverExceededWhicheverLanesItIsUsedFrom() throws {
        let yard = try Yard(
            lanes: ["vp.a", "vp.b", "vp.c", "vp.d"].map { .init($0, slots: 4, reserved: 0) },
            pool: (slots: 2, reserved: 0)
        )
        for number in 1...20 as ClosedRange<UInt64> {
            try yard.wait(number, on: "vp." + ["a", "b", "c", "d"][Int(number) % 4])
        }

        var started: [UInt64] = []
        while started.count < 20 {
            let starts = yard.startAll()
            XCTAssertFalse(starts.isEmpty)
            XCTAssertLessThanOrEqual(yard.runningCount, 2)
            started += starts
            starts.forEach(yard.end)
        }
        XCTAssertEqual(started.sorted(), Array(1...20))
    }

    func testPermitOfThePoolIsKeptForInteractiveOnAnotherLane() throws {
        let yard = try Yard(
            lanes: [.init("vp.a", slots: 4, reserved: 0), .init("vp.b", slots: 4, reserved: 0)],
            pool: (slots: 2, reserved: 1)
        )
        try yard.wait(1, on: "vp.a")
        try yard.wait(2, on: "vp.a")
        XCTAssertEqual(yard.startAll(), [1])

        try yard.wait(3, .interactive, on: "vp.b")

        XCTAssertEqual(yard.startAll(), [3])
    }

    func testClassesAreOrderedOverTheLanesOfAPool() throws {
        let yard = try Yard(
            lanes: [.init("vp.a", slots: 4, reserved: 0), .init("vp.b", slots: 4, reserved: 0)],
            pool: (slots: 1, reserved: 0)
        )
        try yard.wait(1, on: "vp.a")
        try yard.wait(2, .deadline, deadline: 90, on: "vp.a")
        try yard.wait(3, .deadline, deadline: 10, on: "vp.b")
        try yard.wait(4, .interactive, on: "vp.b")

        XCTAssertEqual(yard.startOneByOne(), [4, 3, 2, 1])
    }

    func testClosedClassHoldsNobodyElse() throws {
        let yard = try Yard(
            lanes: [.init("vp.a", slots: 4, reserved: 0)],
            pool: (slots: 4, reserved: 0)
        )
        yard.openClasses = [.deadline, .background]
        try yard.wait(1, .interactive, on: "vp.a")
        try yard.wait(2, on: "vp.a")

        XCTAssertEqual(yard.startAll(), [2])
    }

    func testFullLaneDoesNotHoldUpTheOthersOfItsPool() throws {
        let yard = try Yard(
            lanes: [.init("vp.a", slots: 1, reserved: 0), .init("vp.b", slots: 1, reserved: 0)],
            pool: (slots: 4, reserved: 0)
        )
        try yard.wait(1, .interactive, on: "vp.a")
        try yard.wait(2, .interactive, on: "vp.a")
        try yard.wait(3, on: "vp.b")

        XCTAssertEqual(yard.startAll(), [1, 3])
    }

    func testSourcesTakeTurnsOverTheLanesOfAPool() throws {
        let yard = try Yard(
            lanes: [.init("vp.a", slots: 1, reserved: 0), .init("vp.b", slots: 1, reserved: 0)],
            pool: (slots: 1, reserved: 0)
        )
        try yard.wait(1, on: "vp.a", source: "cron")
        try yard.wait(2, on: "vp.a", source: "cron")
        try yard.wait(3, on: "vp.b", source: "cron")
        try yard.wait(4, on: "vp.b", source: "chat")

        XCTAssertEqual(yard.startOneByOne(), [1, 4, 2, 3])
    }

    // MARK: Shares

    func testLowerClassesGetTheirShareOfALaneThatIsNeverOutOfInteractiveWork() throws {
        let yard = try Yard(lanes: [.init("vp.a", slots: 1, reserved: 0)])
        for number in 1...10 as ClosedRange<UInt64> { try yard.wait(number, on: "vp.a") }
        try yard.wait(50, .deadline, deadline: 1, on: "vp.a")
        for number in 100..<200 as Range<UInt64> { try yard.wait(number, .interactive, on: "vp.a") }

        let starts = Array(yard.startOneByOne().prefix(40))

        XCTAssertEqual(starts.filter { $0 < 100 }, [50, 1, 2, 3, 4])
        for (index, number) in [1, 2, 3, 4].enumerated() as EnumeratedSequence<[UInt64]> {
            XCTAssertLessThan(starts.firstIndex(of: number) ?? .max, 10 * (index + 1))
        }
    }

    func testShareNeverTakesAReservedSlot() throws {
        let yard = try Yard(lanes: [.init("vp.a", slots: 2, reserved: 1)])
        try yard.wait(1, on: "vp.a", session: .fresh)
        XCTAssertEqual(yard.startAll(), [1])
        try yard.wait(2, on: "vp.a", session: .fresh)
        for number in 100..<150 as Range<UInt64> { try yard.wait(number, .interactive, on: "vp.a") }

        XCTAssertFalse(yard.startOneByOne(count: 30).contains(2))

        yard.end(1)
        XCTAssertEqual(yard.startAll().count, 2)
    }

    func testShareGoesToTheOldestNotToTheEarliestDeadline() throws {
        let yard = try Yard(lanes: [.init("vp.a", slots: 1, reserved: 0)])
        try yard.wait(1, .deadline, deadline: 9_000, on: "vp.a")
        for number in 2...30 as ClosedRange<UInt64> {
            try yard.wait(number, .deadline, deadline: Int64(number), on: "vp.a")
        }

        let place = yard.startOneByOne().firstIndex(of: 1)

        XCTAssertEqual(place, 8)
    }

    func testPoolGivesTheOldestOfAllItsLanesItsShare() throws {
        let yard = try Yard(
            lanes: [.init("vp.a", slots: 1, reserved: 0), .init("vp.b", slots: 1, reserved: 0)],
            pool: (slots: 1, reserved: 0)
        )
        try yard.wait(1, on: "vp.b")
        for number in 100..<150 as Range<UInt64> { try yard.wait(number, .interactive, on: "vp.a") }

        XCTAssertEqual(yard.startOneByOne(count: 10).last { $0 == 1 }, 1)
    }

    func testShareOfALaneGoesBeforeThatOfItsPoolOnlyInTheLastMoment() throws {
        for (count, first) in [(7, 2), (8, 2), (9, 1)] as [(Int, UInt64)] {
            let yard = try Yard(
                lanes: [
                    .init("vp.a", slots: 1, reserved: 0), .init("vp.b", slots: 1, reserved: 0),
                ],
                pool: (slots: 1, reserved: 0)
            )
            try yard.wait(1, on: "vp.a")
            try yard.wait(2, .deadline, on: "vp.a")
            try yard.wait(3, .interactive, on: "vp.a")
            try yard.wait(4, .interactive, on: "vp.b")
            yard.passOver(.background, on: "vp.a", count: count)
            yard.passOver(.deadline, count: 8)

            XCTAssertEqual(yard.startOneByOne(count: 1), [first], "passed over \(count) times")
        }
    }
}
