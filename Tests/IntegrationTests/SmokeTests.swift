import IntegrationSupport
import Protocol
import System
import XCTest

/// The harness itself.
final class SmokeTests: XCTestCase {
    func testMissionRunsAndNothingIsLeft() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()

        let mission = try client.submit(MissionEnvelope(objective: "say hello\n"))
        let id = try XCTUnwrap(mission.envelope.missionID)

        XCTAssertEqual(try client.wait(id).state.status, .completed)
        XCTAssertEqual(try client.log(id), "hello\n")
        XCTAssertEqual(try instance.census.members(), [])
        XCTAssertEqual(try LedgerReader(instance.ledger).problems(), [])
    }
}
