import Protocol
import XCTest

@testable import LaneControl

final class DoctorCommandTests: LaneControlTestCase {
    func testNoSupervisorIsAFailure() {
        let outcome = run(["--socket", "/tmp/none.sock", "doctor"])

        XCTAssertEqual(outcome.status, 1)
        XCTAssertTrue(
            outcome.output.hasPrefix("fail  socket: cannot connect \"/tmp/none.sock\""),
            outcome.output
        )
        XCTAssertTrue(outcome.output.contains("→ is lanekeeper running?"))
    }

    func testSupervisorIsAskedForStatusAndLastEvent() throws {
        let (outcome, requests, _) = try run(["doctor", "-o", "jsonl"]) { command in
            if case .supervisorStatus = command { return [.reply(.status(Samples.status()))] }
            return [.reply(.events([Samples.event(400)], nextCursor: 400))]
        }

        XCTAssertEqual(outcome.status, 0, outcome.output)
        XCTAssertTrue(outcome.output.contains(#""kind":"Check","level":"ok","name":"socket"}"#))
        XCTAssertEqual(requests.count, 2)
    }
}
