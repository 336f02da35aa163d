import Protocol
import XCTest

@testable import LoadHarness

final class ScenarioCapacityTests: XCTestCase {
    func testCapacityIsThatOfSlotsOrOfPoolsWhicheverIsLess() {
        var scenario = Scenario()
        scenario.work.runTime = .milliseconds(50) ... .milliseconds(150)
        XCTAssertEqual(scenario.usableSlotCount, 16)
        XCTAssertEqual(scenario.meanRunTime, .milliseconds(100))
        XCTAssertEqual(scenario.capacityPerSecond, 160)

        scenario.laneCount = 3
        scenario.poolCount = 2
        scenario.poolSlotCount = 6
        // Two lanes of 4 slots share 6 permits, one lane has 4 slots of its own.
        XCTAssertEqual(scenario.usableSlotCount, 10)

        scenario.work.runTime = .zero ... .zero
        XCTAssertEqual(scenario.capacityPerSecond, 0)
    }
}
