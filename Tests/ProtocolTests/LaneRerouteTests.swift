import Protocol
import XCTest

final class LaneRerouteTests: XCTestCase {
    func testAppliesToItsClassOrToEveryOne() throws {
        let change = OperatorChange(
            actor: "uid:0",
            reason: "sick",
            at: try Samples.time("2026-11-21T10:42:00.000Z")
        )
        let lane = try Samples.lane()
        let all = LaneReroute(to: lane, missionClass: nil, change: change)
        let some = LaneReroute(to: lane, missionClass: .deadline, change: change)

        XCTAssertEqual(MissionClass.allCases.filter(all.applies), MissionClass.allCases)
        XCTAssertEqual(MissionClass.allCases.filter(some.applies), [.deadline])
    }
}
