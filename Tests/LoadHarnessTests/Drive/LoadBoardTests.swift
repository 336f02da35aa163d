import Protocol
import XCTest

@testable import LoadHarness

final class LoadBoardTests: XCTestCase {
    private func time(_ seconds: Int64) -> WallTime {
        WallTime(nanoseconds: seconds * 1_000_000_000)
    }

    private func reply(_ name: String, isNew: Bool = true) throws -> ControlReply {
        var envelope = MissionEnvelope(objective: "x")
        envelope.missionID = try XCTUnwrap(MissionID(name))
        let lane = try XCTUnwrap(LaneID("vp.a"))
        let state = MissionState(assignedVPID: lane, assignedBy: "router", at: time(0))
        var view = MissionView(envelope: envelope, state: state)
        view.isNew = isNew
        return .missions([view], nextCursor: nil)
    }

    private func question(_ number: Int, sendCount: Int = 1) -> LoadConnection.Question {
        LoadConnection.Question(
            subject: .mission(number),
            line: [],
            sentAt: time(1),
            sendCount: sendCount
        )
    }

    private func event(_ type: EventType, _ mission: String?, _ sequence: UInt64) -> EventRecord {
        var event = EventRecord(
            sequence: sequence,
            type: type,
            emittedAt: time(3),
            actor: "supervisor",
            summary: "x"
        )
        event.missionID = mission.flatMap { MissionID($0) }
        return event
    }

    func testAMissionIsOpenFromItsSubmitToItsEnd() throws {
        var board = LoadBoard()

        board.noteSent(7, .deadline)
        XCTAssertEqual(board.openCount, 1)
        XCTAssertEqual(board.unansweredCount, 1)
        let refusal = board.noteAnswer(7, try reply("m1"), question(7), at: time(2))
        XCTAssertNil(refusal)
        XCTAssertEqual(board.openCount, 1)
        XCTAssertEqual(board.unansweredCount, 0)
        board.note(event(.missionStarted, "m1", 1))
        XCTAssertEqual(board.openCount, 1)
        board.note(event(.missionCompleted, "m1", 2))

        XCTAssertEqual(board.openCount, 0)
        XCTAssertEqual(board.endedCount, 1)
        XCTAssertEqual(board.events.map(\.sequence), [1, 2])
        let id = try XCTUnwrap(MissionID("m1"))
        XCTAssertEqual(
            board.submissions,
            [
                Submission(
                    number: 7,
                    missionID: id,
                    missionClass: .deadline,
                    sentAt: time(1),
                    acknowledgedAt: time(2),
                    sendCount: 1
                )
            ]
        )
    }

    func testAnEndThatComesBeforeTheAnswerCounts() throws {
        var board = LoadBoard()
        board.noteSent(1, .background)

        board.note(event(.missionFailed, "m1", 1))
        XCTAssertEqual(board.openCount, 1)
        _ = board.noteAnswer(1, try reply("m1"), question(1), at: time(2))

        XCTAssertEqual(board.openCount, 0)
    }

    func testASubmitThatWasSentTwiceIsOneSubmission() throws {
        var board = LoadBoard()
        board.noteSent(1, .background)

        let answer = try reply("m1", isNew: false)
        _ = board.noteAnswer(1, answer, question(1, sendCount: 2), at: time(2))
        _ = board.noteAnswer(1, answer, question(1, sendCount: 2), at: time(2))

        XCTAssertEqual(board.submissions.map(\.sendCount), [2])
    }

    func testRefusalsAreCountedByReason() {
        var board = LoadBoard()
        let full = ControlError(.temporary, .diskLow, "the disk is full")
        let stopping = ControlError(.temporary, .supervisorStopping, "it stops")

        for (number, error) in [full, stopping, full].enumerated() {
            board.noteSent(number, .background)
            let refusal = board.noteAnswer(number, .error(error), question(number), at: time(2))
            XCTAssertEqual(refusal, error)
        }

        XCTAssertEqual(board.refusals.map(\.reason), [.diskLow, .supervisorStopping])
        XCTAssertEqual(board.refusals.map(\.count), [2, 1])
        XCTAssertEqual(board.refusals.first?.message, "the disk is full")
        XCTAssertEqual(board.openCount, 0)
        XCTAssertEqual(board.submissions, [])
    }
}
