import Protocol
import XCTest

@testable import ControlPlane

final class OpenTallyTests: XCTestCase {
    func testCountsByClassAndBySource() throws {
        let missions = try [
            makeMission(1, .interactive, source: "chat"), makeMission(2, source: "chat"),
            makeMission(3, source: "cron"),
        ]
        var tally = OpenTally()
        for mission in missions { tally.add(mission.envelope) }

        tally.remove(missions[2].envelope)

        XCTAssertEqual(tally.count, 2)
        XCTAssertEqual(MissionClass.allCases.map(tally.count(of:)), [1, 0, 1])
        XCTAssertEqual(["chat", "cron", "x"].map(tally.count(ofSource:)), [2, 0, 0])
    }
}
