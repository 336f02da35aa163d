import Protocol
import XCTest

@testable import ControlPlane

final class MissionQueueTests: XCTestCase {
    func testOldestOfAClassLeavesFirst() throws {
        let missions = try [makeMission(3), makeMission(1), makeMission(2)]

        XCTAssertEqual(drain(missions, .background), [1, 2, 3])
    }

    func testOldestLeavesFirstAcrossSessionModes() throws {
        let missions = try [
            makeMission(1, session: .fresh), makeMission(2), makeMission(3, session: .fresh),
        ]

        XCTAssertEqual(drain(missions, .background), [1, 2, 3])
    }

    func testClassesDoNotMix() throws {
        let queue = try makeQueue([makeMission(1), makeMission(2, .interactive)])

        XCTAssertEqual(
            queue.first(of: .interactive, isSessionFree: true)?.missionID,
            MissionID("m-2")
        )
        XCTAssertEqual(
            queue.first(of: .background, isSessionFree: true)?.missionID,
            MissionID("m-1")
        )
        XCTAssertNil(queue.first(of: .deadline, isSessionFree: true))
        XCTAssertEqual(queue.count(of: .interactive), 1)
        XCTAssertEqual(queue.count(of: .deadline), 0)
        XCTAssertEqual(queue.count, 2)
    }

    func testOldestButForSomeIsFoundInBothSessionModes() throws {
        let queue = try makeQueue([
            makeMission(3), makeMission(1, session: .fresh), makeMission(2),
        ])
        func oldest(but others: [MissionID]) -> MissionID? {
            queue.oldest(of: .background, but: others)?.missionID
        }

        XCTAssertEqual(oldest(but: []), "m-1")
        XCTAssertEqual(oldest(but: ["m-1"]), "m-2")
        XCTAssertEqual(oldest(but: ["m-2", "m-1"]), "m-3")
        XCTAssertNil(oldest(but: ["m-2", "m-1", "m-3"]))
        XCTAssertNil(queue.oldest(of: .deadline, but: []))
    }

    func testEarliestDeadlineLeavesFirstAndAgeBreaksTies() throws {
        let missions = try [
            makeMission(1, .deadline, deadline: 30), makeMission(2, .deadline, deadline: 10),
            makeMission(3, .deadline, deadline: 10),
        ]

        XCTAssertEqual(drain(missions, .deadline), [2, 3, 1])
    }

    func testLateMissionsStandBehindThoseThatCanStillMakeIt() throws {
        let missions = try [
            makeMission(1, .deadline, deadline: 10, isLate: true),
            makeMission(2, .deadline, deadline: 90),
        ]

        XCTAssertEqual(drain(missions, .deadline), [2, 1])
    }

    func testDeadlineOfABackgroundMissionDoesNotMoveIt() throws {
        let missions = try [makeMission(1), makeMission(2, deadline: 10)]

        XCTAssertEqual(drain(missions, .background), [1, 2])
    }

    func testSourcesTakeTurnsWhateverTheirAge() throws {
        let missions = try [
            makeMission(1, source: "a"), makeMission(2, source: "a"), makeMission(3, source: "a"),
            makeMission(4, session: .fresh, source: "b"), makeMission(5, source: "b"),
        ]

        XCTAssertEqual(drain(missions, .background), [1, 4, 2, 5, 3])
    }

    func testDeadlinesKnowNoSources() throws {
        let missions = try [
            makeMission(1, .deadline, deadline: 1, source: "a"),
            makeMission(2, .deadline, deadline: 2, source: "a"),
            makeMission(3, .deadline, deadline: 3, source: "b"),
        ]

        XCTAssertEqual(drain(missions, .deadline), [1, 2, 3])
    }

    func testOldestIsFoundBehindAnotherSourcesTurnAndAnEarlierDeadline() throws {
        let queue = try makeQueue([
            makeMission(9, source: "a"), makeMission(3, source: "b"),
            makeMission(8, .deadline, deadline: 1), makeMission(7, .deadline, deadline: 5),
        ])

        XCTAssertEqual(
            queue.first(of: .background, isSessionFree: true)?.missionID,
            MissionID("m-9")
        )
        XCTAssertEqual(
            queue.oldest(of: .background, isSessionFree: true)?.missionID,
            MissionID("m-3")
        )
        XCTAssertEqual(
            queue.oldest(of: .deadline, isSessionFree: true)?.missionID,
            MissionID("m-7")
        )
    }

    func testUsedSessionHoldsOnlyThoseThatContinueIt() throws {
        let missions = try [makeMission(1), makeMission(2, session: .fresh), makeMission(3)]

        XCTAssertEqual(drain(missions, .background, isSessionFree: false), [2])
    }

    func testRemovalOfAMissionThatDoesNotWaitChangesNothing() throws {
        var queue = try makeQueue([makeMission(1)])
        let before = queue

        queue.remove(try makeMission(2), turn: FairShare.Turn(tag: 0, number: 9))

        XCTAssertEqual(queue, before)
    }

    func testCountBeforeSeesBothSessionModesAndStopsAtTheLimit() throws {
        let queue = try makeQueue([
            makeMission(1), makeMission(2, session: .fresh), makeMission(3), makeMission(4),
        ])
        let fourth = try makeMission(4)

        XCTAssertEqual(queue.countBefore(fourth, limit: 10), 3)
        XCTAssertEqual(queue.countBefore(fourth, limit: 2), 2)
        XCTAssertEqual(queue.countBefore(try makeMission(1), limit: 10), 0)
    }
}
