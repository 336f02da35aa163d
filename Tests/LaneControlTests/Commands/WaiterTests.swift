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
