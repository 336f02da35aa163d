import XCTest

@testable import Protocol

final class MissionStateTests: XCTestCase {
    func testFirstChoiceAndTheNewestAreKept() throws {
        var state = try Samples.state()
        state.route = []
        for number in 1...40 { state.note(try step(number)) }

        XCTAssertEqual(state.route.count, MissionState.routeCountMax)
        XCTAssertEqual(state.route.map(\.summary), ["1"] + (26...40).map { "\($0)" })
    }

    func testMissionLeavesOnlyTheLaneThatItIsOn() throws {
        var state = try Samples.state()
        XCTAssertFalse(state.isLeaving, "the lane that it left before is another one")

        state.leftVPIDs.append(state.assignedVPID)

        XCTAssertTrue(state.isLeaving)
    }

    private func step(_ number: Int) throws -> RouteStep {
        RouteStep(
            vpID: try Samples.lane(),
            actor: "router",
            summary: "\(number)",
            at: try Samples.time("2026-11-21T10:42:00.000Z")
        )
    }
}
