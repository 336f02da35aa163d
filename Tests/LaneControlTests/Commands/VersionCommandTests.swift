import XCTest

@testable import LaneControl

final class VersionCommandTests: LaneControlTestCase {
    func testBothVersionsAreShown() throws {
        let (outcome, requests, _) = try run(["version"]) { _ in [] }

        XCTAssertEqual(
            outcome.output,
            "lanectl 0.1.0 (protocol 1 to 1)\nlanekeeper 0.1.0 (protocol 1, you are operator)\n"
        )
        XCTAssertEqual(requests, [])
    }

    func testOwnVersionIsShownWithoutASupervisor() {
        let outcome = run(["--socket", "/tmp/none.sock", "version"])

        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(outcome.output, "lanectl 0.1.0 (protocol 1 to 1)\n")
        XCTAssertTrue(outcome.notes.contains("cannot connect"))
    }
}
