import Protocol
import XCTest

@testable import LoadHarness

final class ScenarioOverridesTests: XCTestCase {
    func testNothingSaidChangesNothing() {
        let scenario = full
        XCTAssertEqual(scenario.applying(ScenarioOverrides()), scenario)
    }

    func testEachOverrideChangesItsMember() {
        var overrides = ScenarioOverrides()
        overrides.laneCount = 1
        overrides.missionCountMax = 5
        overrides.duration = .seconds(3)
        overrides.classes = ClassMix(interactiveWeight: 7, deadlineWeight: 8, backgroundWeight: 9)

        let scenario = full.applying(overrides)

        var expected = full
        expected.laneCount = 1
        expected.poolCount = 1
        expected.missionCountMax = 5
        expected.duration = .seconds(3)
        expected.classes.interactiveWeight = 7
        expected.classes.deadlineWeight = 8
        expected.classes.backgroundWeight = 9
        XCTAssertEqual(scenario, expected)
        XCTAssertEqual(scenario.classes.deadlineAfter, full.classes.deadlineAfter)
    }

    func testArrivalOfTheSameKindStaysAndAnotherIsMadeForTheSlots() {
        var overrides = ScenarioOverrides()
        overrides.arrival = .closed
        XCTAssertEqual(full.applying(overrides).arrival, .closed(openCount: 3))
        overrides.arrival = .poisson
        XCTAssertEqual(full.applying(overrides).arrival, .poisson(perSecond: nil, load: 0.8))
        overrides.arrival = .burst
        XCTAssertEqual(
            full.applying(overrides).arrival,
            .burst(count: 18, every: .seconds(2))
        )
    }

    func testFaultsThatAreNamedKeepTheirRulesAndOthersHappenTenTimes() {
        var overrides = ScenarioOverrides()
        overrides.faults = [.killRun, .stopWorker]

        let scenario = full.applying(overrides)

        XCTAssertEqual(
            scenario.faults,
            [
                FaultRule(kind: .killRun, every: .seconds(2), countMax: 10),
                FaultRule(kind: .stopWorker, every: .seconds(5)),
                FaultRule(kind: .stopWorker, every: .seconds(7)),
            ]
        )
        overrides.faults = []
        XCTAssertEqual(full.applying(overrides).faults, [])
    }

    private var full: Scenario {
        var scenario = Scenario()
        scenario.summary = "x"
        scenario.poolCount = 2
        scenario.poolSlotCount = 3
        scenario.arrival = .closed(openCount: 3)
        scenario.classes.deadlineAfter = .seconds(1) ... .seconds(2)
        scenario.faults = [
            FaultRule(kind: .stopWorker, every: .seconds(5)),
            FaultRule(kind: .killWorker, every: .seconds(6)),
            FaultRule(kind: .stopWorker, every: .seconds(7)),
        ]
        return scenario
    }
}
