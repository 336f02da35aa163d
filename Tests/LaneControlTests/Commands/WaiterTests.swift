import Protocol
import XCTest

@testable import LaneControl

final class WaiterTests: LaneControlTestCase {
    func testEndsDecideTheStatus() throws {
        for (status, code) in [(MissionStatus.completed, Int32(0)), (.failed, 1), (.cancelled, 1)] {
            let mission = Samples.mission("m1", status)

            let (outcome, _, _) = try run(["wait", "m1"]) { _ in [.reply(.mission(mission))] }

            XCTAssertEqual(outcome.status, code)
            let reason = status == .completed ? "finished" : "exit_code"
            XCTAssertEqual(outcome.output, "m1 \(status.rawValue) (\(reason)): 3 files\n")
        }
    }

    func testTimeoutIs99AndCancelsNothing() throws {
        let refusal = ControlError(.waitTimedOut, .waitTimedOut, "not yet")

        let (outcome, requests, _) = try run(["wait", "m1", "--timeout", "0"]) { _ in
            [.reply(.error(refusal))]
        }

        XCTAssertEqual(outcome.status, 99)
        XCTAssertEqual(outcome.notes, "still running: m1  (the time to wait is over)\n")
        XCTAssertEqual(requests, [.missionWait(Samples.missionID("m1"), timeoutMilliseconds: 0)])
    }

    func testInterruptLeavesTheMissionAloneAndSaysSo() throws {
        let (outcome, requests, _) = try run(["wait", "m1", "-q"]) { _ in [.interrupt] }

        XCTAssertEqual(outcome.status, 130)
        XCTAssertEqual(outcome.notes, "still running: m1  (lanectl wait m1, lanectl cancel m1)\n")
        XCTAssertEqual(requests, [.missionWait(Samples.missionID("m1"), timeoutMilliseconds: nil)])
    }

    func testAnswerBeforeTheEndIsAskedAgain() throws {
        let answers = StepBox([
            [.reply(.mission(Samples.mission("m1", .running)))],
            [.reply(.mission(Samples.mission("m1", .completed)))],
        ])

        let (outcome, requests, _) = try run(["wait", "m1"]) { _ in answers.next() }

        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(requests.count, 2)
    }

    func testSeveralInJSONAreOneDocument() throws {
        let ends = ["m1", "m2"].map { Samples.mission($0, $0 == "m1" ? .failed : .completed) }
        let script: ScriptedSupervisor.Script = { command in
            [
                .reply(
                    .mission(
                        command == .missionWait(Samples.missionID("m1"), timeoutMilliseconds: nil)
                            ? ends[0] : ends[1]
                    )
                )
            ]
        }
        let items = ends.map {
            String(decoding: ControlReply.mission($0).encodedResult(), as: UTF8.self)
        }

        let list = try run(["wait", "m1", "m2", "-o", "json"], script: script).outcome
        let lines = try run(["wait", "m1", "m2", "-o", "jsonl"], script: script).outcome
        let one = try run(["wait", "m2", "-o", "json"], script: script).outcome

        let document =
            #"{"apiVersion":"lanekeeper/v1","items":[\#(items[0]),\#(items[1])],"kind":"MissionList"}"#
        XCTAssertEqual(list, Outcome(status: 1, output: document + "\n", notes: ""))
        XCTAssertEqual(lines.output, items.map { $0 + "\n" }.joined())
        XCTAssertEqual(one, Outcome(status: 0, output: items[1] + "\n", notes: ""))
    }

    func testListOfSeveralHasThoseThatEndedInTime() throws {
        let end = Samples.mission("m1", .completed)
        let refusal = ControlError(.waitTimedOut, .waitTimedOut, "not yet")

        let (outcome, _, _) = try run(["wait", "m1", "m2", "--timeout", "0", "-o", "json"]) {
            command in
            guard case .missionWait(Samples.missionID("m1"), _) = command else {
                return [.reply(.error(refusal))]
            }
            return [.reply(.mission(end))]
        }

        let item = String(decoding: ControlReply.mission(end).encodedResult(), as: UTF8.self)
        XCTAssertEqual(outcome.status, 99)
        XCTAssertEqual(
            outcome.output,
            #"{"apiVersion":"lanekeeper/v1","items":[\#(item)],"kind":"MissionList"}"# + "\n"
        )
    }

    func testWorstOfSeveralCounts() throws {
        let (outcome, _, _) = try run(["wait", "m1", "m2", "-o", "name"]) { command in
            guard case .missionWait(Samples.missionID("m1"), _) = command else {
                return [.reply(.mission(Samples.mission("m2", .completed)))]
            }
            return [.reply(.mission(Samples.mission("m1", .failed)))]
        }

        XCTAssertEqual(outcome, Outcome(status: 1, output: "m1\nm2\n", notes: ""))
    }
}
