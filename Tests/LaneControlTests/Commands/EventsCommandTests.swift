import Protocol
import XCTest

@testable import LaneControl

final class EventsCommandTests: LaneControlTestCase {
    private let line =
        "401 2026-11-21T11:56:48.250Z vp.mission.queued m1 uid:1000 (lanectl): "
        + "queued for vp.coder.primary (operator_request)\n"

    func testLastEventsAreShown() throws {
        let (outcome, requests, _) = try run(["events"]) { _ in
            [.reply(.events([Samples.event(401)], nextCursor: 401))]
        }

        XCTAssertEqual(outcome, Outcome(status: 0, output: line, notes: ""))
        var filter = EventFilter()
        filter.limit = 50
        XCTAssertEqual(requests, [.eventsSubscribe(filter)])
    }

    func testLastOfWhatAFilterLetsThroughAreOnePage() throws {
        let page = (1...50).map { Samples.event($0, .laneReady) }
        let (outcome, requests, _) = try run([
            "events", "--type", "lane.", "--lane", "code-writer",
        ]) { _ in [.reply(.events(page, nextCursor: 400))] }

        XCTAssertEqual(outcome.output.split(separator: "\n").count, 50)
        var filter = EventFilter()
        filter.typePrefixes = ["vp.lane."]
        filter.vpID = Samples.laneID("code-writer")
        filter.limit = 50
        XCTAssertEqual(requests, [.eventsSubscribe(filter)])
    }

    func testAllOfAMissionIsShown() throws {
        let (_, requests, _) = try run(["events", "--mission", "m"]) { command in
            guard case .missionGet = command else { return [.reply(.events([], nextCursor: 400))] }
            return [.reply(.mission(Samples.mission()))]
        }

        var filter = EventFilter()
        filter.missionID = Samples.missionID("m1")
        filter.since = Samples.time("1970-01-01T00:00:00Z")
        filter.limit = 500
        XCTAssertEqual(requests, [.missionGet(Samples.missionID("m")), .eventsSubscribe(filter)])
    }

    func testFollowGoesOnFromTheLastEventAfterABreak() throws {
        let follows = StepBox([
            [.reply(.events([], nextCursor: 400)), .event(Samples.event(401)), .close],
            [.reply(.events([], nextCursor: 401)), .event(Samples.event(402)), .interrupt],
        ])

        let (outcome, requests, _) = try run(["events", "-f", "--cursor", "400", "-o", "jsonl"]) {
            command in
            guard case .eventsSubscribe(let filter) = command, filter.follows else {
                return [.reply(.events([], nextCursor: 400))]
            }
            return follows.next()
        }

        XCTAssertEqual(outcome.status, 130)
        XCTAssertEqual(outcome.notes, "the connection broke; waiting for the supervisor\n")
        let lines = outcome.output.split(separator: "\n")
        XCTAssertTrue(lines.first?.contains("\"seq\":401") == true, outcome.output)
        var cursors: [UInt64?] = []
        for case .eventsSubscribe(let filter) in requests { cursors.append(filter.cursor) }
        XCTAssertEqual(cursors, [400, 400, 401])
    }

    func testExpiredCursorIsAConflict() throws {
        let error = ControlError(.conflict, .cursorExpired, "cursor 3 is before 100")

        let (outcome, _, _) = try run(["events", "--cursor", "3"]) { _ in [.reply(.error(error))] }

        XCTAssertEqual(
            outcome,
            Outcome(status: 6, output: "", notes: "lanectl: cursor 3 is before 100\n")
        )
    }
}
