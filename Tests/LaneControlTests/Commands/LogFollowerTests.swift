import Protocol
import XCTest

@testable import LaneControl

final class LogFollowerTests: LaneControlTestCase {
    private func chunk(
        _ text: String,
        at offset: Int64,
        of count: Int64,
        isComplete: Bool
    ) -> LogChunk {
        LogChunk(
            runID: Samples.runID("m1.1"),
            text: text,
            nextOffset: offset + Int64(text.utf8.count),
            byteCount: count,
            isComplete: isComplete
        )
    }

    func testLogIsReadToItsPresentEnd() throws {
        let chunks = StepBox([
            [.reply(.logs(chunk("one\n", at: 0, of: 8, isComplete: false)))],
            [.reply(.logs(chunk("two\n", at: 4, of: 8, isComplete: false)))],
        ])

        let (outcome, requests, _) = try run(["logs", "m1", "--attempt", "1"]) { _ in chunks.next()
        }

        XCTAssertEqual(outcome, Outcome(status: 0, output: "one\ntwo\n", notes: ""))
        var request = LogRequest(missionID: Samples.missionID("m1"))
        request.attempt = 1
        var second = request
        second.offset = 4
        XCTAssertEqual(requests, [.missionLogs(request), .missionLogs(second)])
    }

    func testTailBeginsBeforeTheEnd() throws {
        let only = chunk("end\n", at: 96, of: 100, isComplete: true)

        let (_, requests, _) = try run(["logs", "m1", "--tail", "4"]) { _ in [.reply(.logs(only))] }

        var request = LogRequest(missionID: Samples.missionID("m1"))
        request.offset = -4
        XCTAssertEqual(requests, [.missionLogs(request)])
    }

    func testFollowGoesOnUntilTheMissionHasEnded() throws {
        let missions = StepBox([
            [.reply(.mission(Samples.mission("m1")))], [.reply(.mission(Samples.mission("m1")))],
            [.reply(.mission(Samples.mission("m1", .running)))],
            [.reply(.mission(Samples.mission("m1", .completed)))],
        ])
        let chunks = StepBox([
            [.reply(.logs(chunk("one\n", at: 0, of: 4, isComplete: false)))],
            [.reply(.logs(chunk("two\n", at: 4, of: 8, isComplete: true)))],
        ])

        let (outcome, requests, _) = try run(["logs", "-f", "m1"]) { command in
            if case .missionLogs = command { return chunks.next() }
            return missions.next()
        }

        XCTAssertEqual(outcome, Outcome(status: 0, output: "one\ntwo\n", notes: ""))
        var offsets: [Int64] = []
        for case .missionLogs(let request) in requests { offsets.append(request.offset) }
        XCTAssertEqual(offsets, [0, 4])
    }

    func testInterruptSaysWhatGoesOn() throws {
        let (outcome, _, _) = try run(["logs", "-f", "m1"]) { command in
            if case .missionLogs = command { return [.interrupt] }
            return [.reply(.mission(Samples.mission("m1", .running)))]
        }

        XCTAssertEqual(outcome.status, 130)
        XCTAssertEqual(outcome.notes, "still running: m1  (lanectl wait m1, lanectl cancel m1)\n")
    }
}
