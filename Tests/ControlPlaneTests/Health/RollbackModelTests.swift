import Protocol
import XCTest

@testable import ControlPlane

final class RollbackModelTests: XCTestCase {
    private let policy = RollbackPolicy()

    /// What follows the last of these departures; `+` completed, `-` failed, `>` moved on.
    private func play(
        _ departures: String,
        on model: inout RollbackModel,
        under policy: RollbackPolicy? = nil
    ) -> [RollbackModel.Effect] {
        var effects: [RollbackModel.Effect] = []
        for departure in LaneRollback.recent(departures) ?? [] {
            effects = model.departed(departure, under: policy ?? self.policy)
        }
        return effects
    }

    private func trip(
        _ reason: ReasonCode,
        moved: Int,
        of count: Int,
        streak: Int,
        wait: UInt64? = nil,
        starts: Int = 0
    ) -> RollbackModel.Trip {
        RollbackModel.Trip(
            reason: reason,
            figures: RollbackFigures(
                movedOnCount: moved,
                missionCount: count,
                failureStreak: streak,
                interactiveWaitP95Milliseconds: wait,
                interactiveStartCount: starts
            )
        )
    }

    // MARK: Fallback rate

    func testMoreThanATenthOfTheLastTwentyTrips() {
        var model = RollbackModel()
        XCTAssertEqual(play("+++++++++++++++++>+>", on: &model), [], "2 of 20 are a tenth")

        let third = trip(.fallbackRate, moved: 3, of: 20, streak: 2)

        XCTAssertEqual(play(">", on: &model), [.openIncident(third), .act(third)])
        XCTAssertEqual(model.memory.summary, "3 of its last 20 missions moved on")
    }

    func testTwoOfNineteenAreMoreThanATenth() {
        var model = RollbackModel()
        let trip = trip(.fallbackRate, moved: 2, of: 19, streak: 1)

        XCTAssertEqual(
            play("++++++++++++++++>+>", on: &model),
            [.openIncident(trip), .act(trip)]
        )
    }

    func testFewerThanTenAreNoEvidence() {
        var model = RollbackModel()
        XCTAssertEqual(play(">+>+>+>+>", on: &model), [])

        let tenth = trip(.fallbackRate, moved: 5, of: 10, streak: 0)

        XCTAssertEqual(play("+", on: &model), [.openIncident(tenth), .act(tenth)])
    }

    func testWhatIsOlderThanTheWindowDoesNotCount() {
        var model = RollbackModel()
        var lenient = policy
        lenient.fallbackPercent = 100
        XCTAssertEqual(play(">+>+>++++++++++++++++++++", on: &model, under: lenient), [])

        XCTAssertEqual(model.memory.recentText, String(repeating: "+", count: 20))
        XCTAssertEqual(play(">+>", on: &model), [])
    }

    // MARK: Failures in a row

    func testThreeFailuresInARowTripWhateverTheirKind() {
        for (departures, moved, count) in [("---", 0, 3), (">->", 2, 3), ("+++-->", 1, 6)] {
            var model = RollbackModel()
            let trip = trip(.missionFailures, moved: moved, of: count, streak: 3)

            XCTAssertEqual(play(departures, on: &model), [.openIncident(trip), .act(trip)])
        }
    }

    func testCompletedMissionEndsTheRow() {
        var model = RollbackModel()

        XCTAssertEqual(play("--+--+-", on: &model), [])
        XCTAssertEqual(model.memory.failureStreak, 1)
    }

    func testTriggersThatAreOffNeverTrip() {
        var off = policy
        off.fallbackPercent = 100
        off.failuresInARow = 0
        off.interactiveWaitP95Milliseconds = 0
        var model = RollbackModel()

        XCTAssertEqual(play(String(repeating: ">", count: 40), on: &model, under: off), [])
        for _ in 0..<40 {
            XCTAssertEqual(model.interactiveStarted(after: .max, under: off), [])
        }
    }

    // MARK: Interactive waits

    func testOneLongWaitOfTwentyDoesNotTripAndTwoDo() {
        var model = RollbackModel()
        for _ in 0..<19 { XCTAssertEqual(model.interactiveStarted(after: 5, under: policy), []) }
        XCTAssertEqual(model.interactiveStarted(after: 90_000, under: policy), [])

        let trip = trip(.interactiveWait, moved: 0, of: 0, streak: 0, wait: 90_000, starts: 20)

        XCTAssertEqual(
            model.interactiveStarted(after: 90_000, under: policy),
            [.openIncident(trip), .act(trip)]
        )
    }

    func testPercentileIsByNearestRank() {
        var model = RollbackModel()
        for wait in 1...20 as ClosedRange<UInt64> {
            _ = model.interactiveStarted(after: wait, under: policy)
        }
        XCTAssertEqual(model.memory.figures.interactiveWaitP95Milliseconds, 19)
        XCTAssertEqual(model.memory.interactiveWaitsMilliseconds.count, 20)
    }

    func testWaitsTripOnlyWithEnoughOfThemAboveTheBound() {
        var model = RollbackModel()
        for _ in 0..<9 {
            XCTAssertEqual(model.interactiveStarted(after: 60_001, under: policy), [])
        }

        let tenth = trip(.interactiveWait, moved: 0, of: 0, streak: 0, wait: 60_001, starts: 10)

        XCTAssertEqual(
            model.interactiveStarted(after: 60_001, under: policy),
            [.openIncident(tenth), .act(tenth)]
        )
        var exact = RollbackModel()
        for _ in 0..<20 {
            XCTAssertEqual(exact.interactiveStarted(after: 60_000, under: policy), [])
        }
    }

    // MARK: After a trip

    func testActionIsDueAgainOnlyAfterTwentyNewMissions() {
        var model = RollbackModel()
        _ = play("---", on: &model)
        XCTAssertEqual(model.memory.newMissionCount, 0)
        for _ in 0..<19 { XCTAssertEqual(play("-", on: &model), []) }

        let again = trip(.missionFailures, moved: 0, of: 20, streak: 20)

        XCTAssertEqual(play("-", on: &model), [.act(again)], "the incident is open already")
        XCTAssertEqual(model.memory.newMissionCount, 0)
        XCTAssertEqual(model.memory.trigger, .missionFailures)
        XCTAssertEqual(model.memory.recent, [])
    }

    func testTwentyNewMissionsThatAreWellCloseTheIncident() {
        var model = RollbackModel()
        _ = play("---", on: &model)
        XCTAssertEqual(play("--+++++++++++++++++", on: &model), [])

        XCTAssertEqual(play("+", on: &model), [.closeIncident(.missionFailures)])

        XCTAssertNil(model.memory.trigger)
        XCTAssertNil(model.memory.summary)
        XCTAssertNil(model.memory.newMissionCount)
        let next = trip(.missionFailures, moved: 0, of: 20, streak: 3)
        XCTAssertEqual(play("---", on: &model), [.openIncident(next), .act(next)])
    }

    func testIncidentOfAnotherTriggerIsNotOpenedBesideTheFirst() {
        var model = RollbackModel()
        _ = play("---", on: &model)

        let effects = play("+>+>+>+>+>++++++++++", on: &model)

        XCTAssertEqual(effects, [.act(trip(.fallbackRate, moved: 5, of: 20, streak: 0))])
        XCTAssertEqual(model.memory.trigger, .missionFailures)
        XCTAssertEqual(model.memory.summary, "5 of its last 20 missions moved on")
    }

    func testClosedByHandItStaysQuietUntilTwentyNewMissions() {
        var model = RollbackModel()
        _ = play("---", on: &model)

        XCTAssertEqual(model.close(), .missionFailures)
        XCTAssertNil(model.close())

        XCTAssertEqual(play(String(repeating: "-", count: 19), on: &model), [])
        let next = trip(.missionFailures, moved: 0, of: 20, streak: 20)
        XCTAssertEqual(play("-", on: &model), [.openIncident(next), .act(next)])
    }

    func testFiguresGoOnFromWhatIsRemembered() {
        var model = RollbackModel()
        _ = play("+--", on: &model)
        var restored = RollbackModel(model.memory)

        let third = trip(.missionFailures, moved: 0, of: 4, streak: 3)

        XCTAssertEqual(play("-", on: &restored), [.openIncident(third), .act(third)])
    }

    func testSnapshotIsDueUntilItIsWritten() {
        var model = RollbackModel()
        model.captures(7)
        model.captures(9)

        XCTAssertTrue(model.captured(7))
        XCTAssertFalse(model.captured(7))
        XCTAssertEqual(model.memory.pendingCaptures, [9])
    }

    func testSentencesNameTheNumbers() {
        let sentences = [
            trip(.fallbackRate, moved: 3, of: 20, streak: 1),
            trip(.missionFailures, moved: 0, of: 4, streak: 3),
            trip(.interactiveWait, moved: 0, of: 4, streak: 0, wait: 61_000, starts: 20),
        ].map(RollbackModel.sentence)

        XCTAssertEqual(
            sentences,
            [
                "3 of its last 20 missions moved on",
                "3 missions in a row failed on it or moved on",
                "its last 20 interactive missions waited 61000 ms (95th percentile)",
            ]
        )
    }
}
