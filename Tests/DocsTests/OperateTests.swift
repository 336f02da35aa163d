import IntegrationSupport
import Protocol
import System
import XCTest

/// What `docs/operate.md` tells a person to do leads out of trouble.
final class OperateTests: XCTestCase {
    func testSickLaneIsAsBeforeAfterItsCommands() throws {
        let instance = try TestInstance(
            in: self,
            TestConfiguration(lanes: ["vp.coder.primary", "code-writer"])
        )
        let block = try XCTUnwrap(
            try Page("docs/operate.md").blocks("sh", under: "A sick lane").first
        )
        let lane = try XCTUnwrap(LaneID("vp.coder.primary"))
        let client = try instance.client()

        let folder = try Products.path("lanectl").dropLast("/lanectl".count)
        let result = try ProgramOutput.run(
            "/bin/bash",
            ["-euc", block],
            environment: ["PATH=\(folder):/usr/bin:/bin", "LANEKEEPER_SOCKET=\(instance.socket)"]
        )

        XCTAssertEqual(result.code, 0, result.errors)
        XCTAssertEqual(try client.events(types: [.sessionPaused, .laneRerouted]).count, 2)
        let view = try client.lane(lane)
        XCTAssertEqual(view.record.status, .idle)
        XCTAssertEqual(view.record.admission, .open)
        XCTAssertNil(view.record.reroute)
    }

    func testEveryReasonToWaitSaysWhatToDo() throws {
        let known = try Page("docs/reasons.md").rows(under: "Why a mission waits").map { $0[0] }
        let table = try Page("docs/operate.md").rows(under: "A mission waits").map { $0[0] }

        XCTAssertGreaterThan(known.count, 10)
        for reason in known {
            XCTAssertTrue(table.contains { $0.contains(reason) }, reason)
        }
    }
}
