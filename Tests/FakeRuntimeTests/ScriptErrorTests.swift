import XCTest

@testable import FakeRuntime

final class ScriptErrorTests: XCTestCase {
    func testAuthorsMistakeAndMachinesRefusalDiffer() {
        let mistake = ScriptError.unreadable(instruction: "exit", problem: "CODE is missing")
        let refusal = ScriptError.impossible(operation: "mark", object: "/x", cause: "disk full")

        XCTAssertEqual(mistake.exitCode, 2)
        XCTAssertEqual(mistake.message, "\"exit\": CODE is missing")
        XCTAssertEqual(refusal.exitCode, 74)
        XCTAssertEqual(refusal.message, "cannot mark \"/x\": disk full")
    }
}
